import { Input, InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Settings } from '../api/shapes.ts'
import type { Change } from './change.ts'
import type { Rule } from './rules.ts'

interface FieldProps {
  readonly rule: Rule
  readonly settings: Settings
  readonly change: Change
  /** Null: as the group or organisation says. */
  readonly onChange: (value: unknown) => void
}

const FEN = 100

export function RuleField({ rule, settings, change, onChange }: FieldProps) {
  const { t } = useTranslation()
  const id = `rule-${rule.key}`
  const effective: Readonly<Record<string, unknown>> = settings.effective.policies ?? {}
  const value = rule.key in change ? change[rule.key] : effective[rule.key]
  const source = settings.sources[`policies.${rule.key}`]
  return (
    <div className="rule">
      <label htmlFor={id}>{t(`rule.${rule.key}`)}</label>
      <Field rule={rule} id={id} value={value} onChange={onChange} />
      <span className="quiet small">
        {rule.key in change
          ? t('rules.isChanged')
          : value === undefined
            ? t('rules.unset')
            : source !== undefined && source !== 'shop' && source !== 'default' && t(`rules.from-${source}`)}
      </span>
    </div>
  )
}

interface InnerProps {
  readonly rule: Rule
  readonly id: string
  readonly value: unknown
  readonly onChange: (value: unknown) => void
}

function Field({ rule, id, value, onChange }: InnerProps) {
  const { t } = useTranslation()
  if (rule.kind === 'count' || rule.kind === 'money') {
    const unit = rule.kind === 'money' ? FEN : 1
    return (
      <InputNumber
        id={id}
        min={0}
        value={typeof value === 'number' ? value / unit : null}
        onChange={(typed) => onChange(typed === null ? null : Math.round(typed * unit))}
        suffix={t(`rule-unit.${rule.key}`)}
        placeholder={t('rules.notSet')}
      />
    )
  }
  if (rule.kind === 'flag')
    return (
      <Select
        id={id}
        allowClear
        placeholder={t('rules.notSet')}
        value={typeof value === 'boolean' ? String(value) : null}
        options={['true', 'false'].map((one) => ({ value: one, label: t(`rules.is-${one}`) }))}
        onChange={(chosen) => onChange(chosen ? chosen === 'true' : null)}
      />
    )
  return (
    <Input
      id={id}
      allowClear
      maxLength={1000}
      placeholder={t(rule.kind === 'flagOrText' ? 'rules.notSetText' : 'rules.notSet')}
      value={typeof value === 'string' ? value : typeof value === 'boolean' ? t(`rules.is-${value}`) : ''}
      onChange={({ target }) => onChange(readText(target.value, rule, t))}
    />
  )
}

function readText(typed: string, rule: Rule, t: (key: string) => string): unknown {
  if (typed === '') return null
  if (rule.kind !== 'flagOrText') return typed
  if (typed === t('rules.is-true')) return true
  return typed === t('rules.is-false') ? false : typed
}
