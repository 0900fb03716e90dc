import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Checkbox, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addValidity, changeValidity } from '../api/knowledge.ts'
import type { Validity, ValidityRule } from '../api/shapes.ts'
import { Icon } from '../ui/icon.tsx'
import { useProblem } from '../ui/use-problem.ts'
import { useUnsavedGuard } from '../ui/use-unsaved-guard.tsx'
import { Instant } from './instant.tsx'

interface FormProps {
  readonly shopId: string
  /** Null: a new one. */
  readonly period: Validity | null
  readonly onClose: () => void
}

const DAYS = [1, 2, 3, 4, 5, 6, 0] as const
const MOST_RANGES = 50
const MOST_HOURS = 24

export function PeriodForm({ shopId, period, onClose }: FormProps) {
  const { t } = useTranslation()
  const [name, setName] = useState(period?.name ?? '')
  const [rule, setRule] = useState<ValidityRule>(period?.rule ?? {})
  const [isOfAll, setOfAll] = useState(period !== null && period.shopId === null)
  const { guard, leaveBy } = useUnsavedGuard(() => name !== (period?.name ?? '') || rule !== (period?.rule ?? rule))
  const save = useSave({ period, onClose })
  return (
    <Form
      layout="vertical"
      onFinish={() => save.mutate({ name: name.trim(), rule: given(rule), shopId: isOfAll ? null : shopId })}
    >
      {guard}
      <Form.Item label={t('periods.name')} htmlFor="period-name" required>
        <Input
          id="period-name"
          autoFocus
          value={name}
          maxLength={100}
          placeholder={t('periods.nameHint')}
          onChange={({ target }) => setName(target.value)}
          data-testid="period-name"
        />
      </Form.Item>
      <Form.Item label={t('periods.weekdays')}>
        <Checkbox.Group
          value={rule.weekdays ?? []}
          options={DAYS.map((day) => ({ value: day, label: t(`day.${day}`) }))}
          onChange={(days) => setRule({ ...rule, weekdays: days })}
        />
      </Form.Item>
      <Hours rule={rule} onChange={setRule} />
      <Ranges rule={rule} onChange={setRule} />
      {period === null && (
        <Form.Item>
          <Checkbox checked={isOfAll} onChange={({ target }) => setOfAll(target.checked)}>
            {t('periods.ofAll')}
          </Checkbox>
        </Form.Item>
      )}
      <div className="row between">
        <span className="quiet small">{t('periods.together')}</span>
        <div className="row">
          <Button onClick={() => leaveBy(onClose)}>{t('act.cancel')}</Button>
          <Button
            type="primary"
            htmlType="submit"
            disabled={name.trim() === ''}
            loading={save.isPending}
            data-testid="period-save"
          >
            {t('act.save')}
          </Button>
        </div>
      </div>
    </Form>
  )
}

interface Saved {
  readonly name: string
  readonly rule: ValidityRule
  readonly shopId: string | null
}

function useSave({ period, onClose }: Pick<FormProps, 'period' | 'onClose'>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ shopId, ...body }: Saved) =>
      period ? changeValidity(period.validityId, body) : addValidity({ ...body, shopId }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['validities'] })
      onClose()
    },
    onError: useProblem(),
  })
}

/** What is empty says nothing. */
const given = ({ ranges, weekdays, hours }: ValidityRule): ValidityRule => ({
  ...(ranges?.length && { ranges }),
  ...(weekdays?.length && { weekdays }),
  ...(hours?.length && { hours }),
})

interface PartProps {
  readonly rule: ValidityRule
  readonly onChange: (rule: ValidityRule) => void
}

function Hours({ rule, onChange }: PartProps) {
  const { t } = useTranslation()
  const hours = rule.hours ?? []
  const set = (next: typeof hours) => onChange({ ...rule, hours: next })
  return (
    <Form.Item label={t('periods.hours')} extra={t('periods.hoursHint')}>
      <div className="stack">
        {hours.map((one, place) => (
          // Spans have no names of their own: their place is what they are.
          <div key={place} className="row wrap">
            {(['from', 'to'] as const).map((end) => (
              <Input
                key={end}
                type="time"
                className="period-time"
                aria-label={t(`when.${end}`)}
                value={one[end]}
                onChange={({ target }) =>
                  set(hours.map((span, at) => (at === place ? { ...span, [end]: target.value } : span)))
                }
              />
            ))}
            <Drop onClick={() => set(hours.filter((_, at) => at !== place))} />
          </div>
        ))}
        {hours.length < MOST_HOURS && (
          <button
            type="button"
            className="linkish period-add"
            onClick={() => set([...hours, { from: '22:00', to: '08:00' }])}
          >
            {t('periods.addHours')}
          </button>
        )}
      </div>
    </Form.Item>
  )
}

function Ranges({ rule, onChange }: PartProps) {
  const { t } = useTranslation()
  const ranges = rule.ranges ?? []
  const set = (next: typeof ranges) => onChange({ ...rule, ranges: next })
  return (
    <Form.Item label={t('periods.ranges')}>
      <div className="stack">
        {ranges.map((one, place) => (
          <div key={place} className="row wrap">
            {(['from', 'to'] as const).map((end) => (
              <Instant
                key={end}
                label={t(`when.${end}`)}
                value={one[end] ?? undefined}
                onChange={(value) =>
                  set(ranges.map((range, at) => (at === place ? { ...range, [end]: value ?? null } : range)))
                }
              />
            ))}
            <Drop onClick={() => set(ranges.filter((_, at) => at !== place))} />
          </div>
        ))}
        {ranges.length < MOST_RANGES && (
          <button
            type="button"
            className="linkish period-add"
            onClick={() => set([...ranges, { from: null, to: null }])}
          >
            {t('periods.addRange')}
          </button>
        )}
      </div>
    </Form.Item>
  )
}

function Drop({ onClick }: { readonly onClick: () => void }) {
  const { t } = useTranslation()
  return <Button type="text" icon={<Icon name="close" size={16} />} aria-label={t('act.remove')} onClick={onClick} />
}
