import { Button, Checkbox, Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Answer } from '../api/shapes.ts'
import { Icon } from '../ui/icon.tsx'
import { WhenForm } from './when-form.tsx'

interface AnswerProps {
  readonly answer: Answer
  readonly number: number
  readonly onChange: (answer: Answer) => void
  readonly onRemove?: () => void
}

const CARDS = ['product', 'order', 'parcel', 'coupon'] as const
const AFTER = ['none', 'offer-human', 'transfer'] as const

/** One answer: what is said, when it holds, and what goes with it. */
export function AnswerForm({ answer, number, onChange, onRemove }: AnswerProps) {
  const { t } = useTranslation()
  return (
    <fieldset className="answer">
      <legend>{t('answer.number', { number })}</legend>
      {onRemove && (
        <Button
          className="answer-remove"
          type="text"
          size="small"
          icon={<Icon name="trash" size={16} />}
          aria-label={t('answer.remove', { number })}
          onClick={onRemove}
        />
      )}
      <Texts answer={answer} onChange={onChange} />
      <WhenForm when={answer.when ?? {}} onChange={(when) => onChange({ ...answer, when })} />
      <div className="row wrap">
        <span className="quiet">{t('answer.cards')}</span>
        <Checkbox.Group
          value={answer.cards}
          options={CARDS.map((card) => ({ value: card, label: t(`answer.card-${card}`) }))}
          onChange={(cards) => onChange({ ...answer, cards: CARDS.filter((card) => cards.includes(card)) })}
        />
      </div>
      <div className="row wrap">
        <span className="quiet">{t('answer.after')}</span>
        <Select
          size="small"
          aria-label={t('answer.after')}
          popupMatchSelectWidth={false}
          value={answer.after}
          options={AFTER.map((after) => ({ value: after, label: t(`answer.after-${after}`) }))}
          onChange={(after) => onChange({ ...answer, after })}
        />
      </div>
    </fieldset>
  )
}

function Texts({ answer, onChange }: Pick<AnswerProps, 'answer' | 'onChange'>) {
  const { t } = useTranslation()
  const { texts } = answer
  const change = (place: number, text: string) =>
    onChange({ ...answer, texts: texts.map((one, at) => (at === place ? text : one)) })
  return (
    <div className="stack answer-texts">
      {texts.map((text, place) => (
        // Texts have no names of their own: their place is what they are.
        <div key={place} className="row">
          <Input.TextArea
            autoSize={{ minRows: 2, maxRows: 8 }}
            maxLength={2000}
            value={text}
            placeholder={t('answer.textHint')}
            aria-label={t('answer.text', { number: place + 1 })}
            onChange={({ target }) => change(place, target.value)}
            data-testid="answer-text"
          />
          {texts.length > 1 && (
            <Button
              type="text"
              icon={<Icon name="close" size={16} />}
              aria-label={t('answer.textRemove')}
              onClick={() => onChange({ ...answer, texts: texts.filter((_, at) => at !== place) })}
            />
          )}
        </div>
      ))}
      <button type="button" className="linkish" onClick={() => onChange({ ...answer, texts: [...texts, ''] })}>
        {t('answer.addText')}
      </button>
    </div>
  )
}
