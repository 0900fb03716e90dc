import { Button, Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Expectation } from '../api/shapes.ts'
import { Icon } from '../ui/icon.tsx'
import { useEntryTitles } from './use-entry-titles.ts'

const KINDS = ['entry', 'intent', 'act', 'text'] as const
const ACTS = ['answer', 'attribute', 'ask', 'talk', 'acknowledge', 'fallback', 'hand-off', 'stay-silent'] as const
const MOST = 10

interface Props {
  readonly shopId: string
  readonly expected: readonly Expectation[]
  readonly onChange: (expected: Expectation[]) => void
}

/** What must hold of one turn: all of it. */
export function Expectations({ shopId, expected, onChange }: Props) {
  const { t } = useTranslation()
  const set = (place: number, one: Expectation) => onChange(expected.map((other, at) => (at === place ? one : other)))
  return (
    <div className="expectations">
      {expected.map((one, place) => (
        // Expectations have no names of their own: their place is what they are.
        <div key={place} className="row expectation">
          <Select
            size="small"
            className="expectation-kind"
            aria-label={t('cases.expectWhat')}
            value={one.kind}
            options={KINDS.map((kind) => ({ value: kind, label: t(`expect.${kind}`) }))}
            onChange={(kind) => set(place, emptyOf(kind))}
          />
          <Value shopId={shopId} one={one} onChange={(next) => set(place, next)} />
          <Button
            size="small"
            type="text"
            icon={<Icon name="close" size={14} />}
            aria-label={t('cases.expectDrop')}
            onClick={() => onChange(expected.filter((_, at) => at !== place))}
          />
        </div>
      ))}
      {expected.length < MOST && (
        <button
          type="button"
          className="linkish"
          onClick={() => onChange([...expected, { kind: 'text', text: '' }])}
          data-testid="expect-add"
        >
          {t('cases.expectAdd')}
        </button>
      )}
    </div>
  )
}

function emptyOf(kind: Expectation['kind']): Expectation {
  if (kind === 'text') return { kind, text: '' }
  return kind === 'act' ? { kind, act: 'answer' } : { kind, entryId: '' }
}

/** Was anything said in it? Rows that were begun and left are not kept. */
export const isFilled = (one: Expectation): boolean =>
  (one.kind === 'text' ? one.text : one.kind === 'act' ? one.act : one.entryId).trim() !== ''

interface ValueProps {
  readonly shopId: string
  readonly one: Expectation
  readonly onChange: (one: Expectation) => void
}

function Value({ shopId, one, onChange }: ValueProps) {
  const { t } = useTranslation()
  const { options } = useEntryTitles(shopId)
  if (one.kind === 'text')
    return (
      <Input
        size="small"
        className="grow"
        value={one.text}
        maxLength={500}
        placeholder={t('cases.textHint')}
        aria-label={t('expect.text')}
        onChange={({ target }) => onChange({ ...one, text: target.value })}
        data-testid="expect-text"
      />
    )
  if (one.kind === 'act')
    return (
      <Select
        size="small"
        className="grow"
        aria-label={t('expect.act')}
        value={one.act}
        options={ACTS.map((act) => ({ value: act, label: t(`act-kind.${act}`) }))}
        onChange={(act) => onChange({ ...one, act })}
      />
    )
  return (
    <Select
      size="small"
      className="grow"
      showSearch={{ optionFilterProp: 'label' }}
      aria-label={t(`expect.${one.kind}`)}
      placeholder={t('cases.entryHint')}
      value={one.entryId || null}
      options={[...options]}
      onChange={(entryId) => onChange({ ...one, entryId: entryId ?? '' })}
    />
  )
}
