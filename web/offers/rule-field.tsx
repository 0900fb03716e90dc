import { Input, InputNumber, Select, Switch } from 'antd'
import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { Rule } from '../api/offers.ts'
import { Instant } from '../knowledge/instant.tsx'
import type { Field } from './kinds.ts'
import { numberAt, readAt, textAt, textsAt, writeAt } from './rule-path.ts'
import type { Choice } from './use-goods.ts'

/** What the server refused, by the path that it names. */
export interface FieldProblem {
  readonly path: string
  readonly message: string
}

export interface Editing {
  readonly rule: Rule
  readonly problem: FieldProblem | null
  readonly skus: readonly Choice[]
  onChange(rule: Rule): void
}

/** One field of a rule: amounts as people write them, kept as the ledger counts them. */
export function RuleField({ field, editing }: { readonly field: Field; readonly editing: Editing }) {
  const { t } = useTranslation()
  return (
    <Labelled
      label={t(`offer-field.${field.name}`)}
      isNeeded={field.isNeeded}
      problem={isAbout(editing.problem, field.path) ? (editing.problem?.message ?? null) : null}
    >
      {(id) => <Value id={id} field={field} editing={editing} />}
    </Labelled>
  )
}

const isAbout = (problem: FieldProblem | null, path: string): boolean =>
  problem !== null && (problem.path === path || problem.path.startsWith(`${path}.`))

interface LabelledProps {
  readonly label: string
  readonly isNeeded?: boolean
  readonly problem?: string | null
  children(id: string): ReactNode
}

export function Labelled({ label, isNeeded = false, problem = null, children }: LabelledProps) {
  const id = useId()
  return (
    <div className={problem ? 'field field-bad' : 'field'}>
      <label htmlFor={id}>
        {label}
        {isNeeded && <span aria-hidden="true"> *</span>}
      </label>
      {children(id)}
      {problem && (
        <span role="alert" className="field-problem small">
          {problem}
        </span>
      )}
    </div>
  )
}

interface ValueProps {
  readonly id: string
  readonly field: Field
  readonly editing: Editing
}

const FEN = 100

function Value({ id, field: { path, type, name }, editing }: ValueProps) {
  const { t } = useTranslation()
  const { rule, onChange, skus } = editing
  const put = (value: unknown) => onChange(writeAt(rule, path, value))
  switch (type) {
    case 'money':
      return <Scaled id={id} value={numberAt(rule, path)} onChange={put} scale={FEN} digits={2} prefix="¥" />
    case 'rate':
    case 'free-rate':
      return <Rate id={id} value={numberAt(rule, path)} onChange={put} />
    case 'share':
      return <Scaled id={id} value={numberAt(rule, path)} onChange={put} scale={FEN} digits={2} suffix="%" />
    case 'count':
      return <Scaled id={id} value={numberAt(rule, path)} onChange={put} scale={1} digits={0} />
    case 'flag':
      return (
        <span>
          <Switch id={id} checked={readAt(rule, path) === true} onChange={(on) => put(on || undefined)} />
        </span>
      )
    case 'words':
      return (
        <Select
          id={id}
          mode="tags"
          open={false}
          suffixIcon={null}
          placeholder={t('offers.wordsHint')}
          value={[...textsAt(rule, path)]}
          onChange={(words) => put(words.length > 0 ? words : undefined)}
        />
      )
    case 'instant':
      return <Instant label={t(`offer-field.${name}`)} value={textAt(rule, path)} onChange={put} />
    case 'sku':
      return (
        <Select
          id={id}
          showSearch={{ optionFilterProp: 'label' }}
          options={[...skus]}
          value={textAt(rule, path) ?? null}
          onChange={(skuId) => put(skuId)}
        />
      )
    case 'payer':
      return (
        <Select
          id={id}
          options={['seller', 'buyer'].map((value) => ({ value, label: t(`offers.payer-${value}`) }))}
          value={textAt(rule, path) ?? null}
          onChange={(payer) => put(payer)}
        />
      )
  }
}

interface ScaledProps {
  readonly id: string
  readonly value: number | undefined
  readonly scale: number
  readonly digits: number
  readonly prefix?: string
  readonly suffix?: string
  onChange(value: number | undefined): void
}

function Scaled({ id, value, scale, digits, prefix, suffix, onChange }: ScaledProps) {
  return (
    <InputNumber
      id={id}
      min={0}
      precision={digits}
      prefix={prefix}
      suffix={suffix}
      value={value === undefined ? null : value / scale}
      onChange={(shown) => onChange(shown === null ? undefined : Math.round(shown * scale))}
    />
  )
}

const RATE_STEPS = { zh: { scale: 1000, digits: 2 }, en: { scale: 100, digits: 1 } }

/** 85 % is written 8.5 in Chinese: the share that is paid. */
function Rate({ id, value, onChange }: Pick<ScaledProps, 'id' | 'value' | 'onChange'>) {
  const { t, i18n } = useTranslation()
  const { scale, digits } = RATE_STEPS[i18n.language === 'en' ? 'en' : 'zh']
  return (
    <Scaled id={id} value={value} onChange={onChange} scale={scale} digits={digits} suffix={t('offers.rateUnit')} />
  )
}

export function TitleField({ editing: { rule, onChange } }: { readonly editing: Editing }) {
  const { t } = useTranslation()
  return (
    <Labelled label={t('offers.title')}>
      {(id) => (
        <Input
          id={id}
          maxLength={100}
          value={textAt(rule, 'title') ?? ''}
          onChange={({ target }) => onChange(writeAt(rule, 'title', target.value || undefined))}
          data-testid="offer-title"
        />
      )}
    </Labelled>
  )
}
