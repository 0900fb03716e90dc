import { Button, Checkbox, Input, InputNumber, Slider } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Settings } from '../api/shapes.ts'
import { Icon } from '../ui/icon.tsx'
import type { Change } from './change.ts'

interface ReceptionProps {
  readonly settings: Settings
  readonly change: Change
  readonly onChange: (change: Change) => void
}

const DAYS = [1, 2, 3, 4, 5, 6, 0] as const
const NEW_BLOCK = { days: [1, 2, 3, 4, 5, 6, 0], from: '09:00', to: '22:00' }
const SECOND_MS = 1000

/** How the robot behaves and when people answer. */
export function ReceptionForm({ settings, change, onChange }: ReceptionProps) {
  const { t } = useTranslation()
  const now = { ...settings.effective, ...change }
  const set = (part: Change) => onChange({ ...change, ...part })
  return (
    <section className="card rules">
      <h2>{t('rules.reception')}</h2>
      <div className="rule">
        <label htmlFor="assistant">{t('reception.assistantName')}</label>
        <Input
          id="assistant"
          maxLength={50}
          value={now.assistantName ?? ''}
          placeholder={t('reception.assistantHint')}
          onChange={({ target }) => set({ assistantName: target.value })}
        />
      </div>
      <div className="rule">
        <label htmlFor="quiet">{t('reception.quietMs')}</label>
        <InputNumber
          id="quiet"
          min={0}
          max={30}
          step={0.5}
          value={(now.quietMs ?? 0) / SECOND_MS}
          suffix={t('reception.seconds')}
          onChange={(seconds) => set({ quietMs: Math.round((seconds ?? 0) * SECOND_MS) })}
        />
        <span className="quiet small">{t('reception.quietHint')}</span>
      </div>
      <div className="rule">
        <span>{t('reception.answerThreshold')}</span>
        <Slider
          min={0.3}
          max={0.95}
          step={0.05}
          value={now.answerThreshold ?? 0.6}
          ariaLabelForHandle={t('reception.answerThreshold')}
          onChange={(answerThreshold) => set({ answerThreshold })}
        />
        <span className="quiet small">{t('reception.answerHint')}</span>
      </div>
      <div className="rule">
        <label htmlFor="misses">{t('reception.handoffAfterMisses')}</label>
        <InputNumber
          id="misses"
          min={1}
          max={10}
          value={now.handoffAfterMisses ?? 2}
          suffix={t('reception.times')}
          onChange={(times) => set({ handoffAfterMisses: times ?? 2 })}
        />
        <span className="quiet small">{t('reception.missesHint')}</span>
      </div>
      <Hours settings={settings} change={change} onChange={onChange} />
    </section>
  )
}

function Hours({ settings, change, onChange }: ReceptionProps) {
  const { t } = useTranslation()
  const hours = { ...settings.effective, ...change }.hours ?? []
  const set = (next: typeof hours) => onChange({ ...change, hours: next })
  return (
    <div className="rule rule-tall">
      <span>{t('reception.hours')}</span>
      <div className="stack">
        {hours.map((block, place) => (
          <div key={`${block.from} ${block.to} ${block.days.join('')}`} className="row wrap">
            <Checkbox.Group
              value={block.days}
              options={DAYS.map((day) => ({ value: day, label: t(`day.${day}`) }))}
              onChange={(days) =>
                set(hours.map((one, at) => (at === place && days.length > 0 ? { ...one, days } : one)))
              }
            />
            <Clock
              label={t('when.from')}
              value={block.from}
              onChange={(from) => set(hours.map((one, at) => (at === place ? { ...one, from } : one)))}
            />
            <Clock
              label={t('when.to')}
              value={block.to}
              onChange={(to) => set(hours.map((one, at) => (at === place ? { ...one, to } : one)))}
            />
            <Button
              type="text"
              icon={<Icon name="trash" size={16} />}
              aria-label={t('act.remove')}
              onClick={() => set(hours.filter((_, at) => at !== place))}
            />
          </div>
        ))}
        <div>
          <Button size="small" onClick={() => set([...hours, NEW_BLOCK])}>
            {t('reception.addHours')}
          </Button>
        </div>
      </div>
    </div>
  )
}

interface ClockProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
}

const Clock = ({ label, value, onChange }: ClockProps) => (
  <Input
    className="clock"
    type="time"
    aria-label={label}
    value={value}
    onChange={({ target }) => target.value && onChange(target.value)}
  />
)
