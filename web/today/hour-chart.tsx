import { useTranslation } from 'react-i18next'
import type { Figures, Period } from '../api/figures.ts'
import { sayClock, sayDay } from '../ui/say.ts'

const HOUR_MS = 3_600_000
const MOST_BARS = 200

interface ChartProps {
  readonly hours: Figures['hours']
  readonly period: Period
}

/** Turns an hour; what was handed over stands in red at the foot. */
export function HourChart({ hours, period }: ChartProps) {
  const { t, i18n } = useTranslation()
  const known = new Map(hours.map((hour) => [Date.parse(hour.at), hour]))
  const first = Math.floor(period.from / HOUR_MS) * HOUR_MS
  const isLong = period.to - period.from > 30 * HOUR_MS
  const end = isLong ? period.to : first + 24 * HOUR_MS
  const slots = Array.from({ length: Math.min(MOST_BARS, Math.ceil((end - first) / HOUR_MS)) }, (_, place) => {
    const at = first + place * HOUR_MS
    return { at, turns: known.get(at)?.turns ?? 0, handedOff: known.get(at)?.handedOff ?? 0 }
  })
  const most = Math.max(1, ...slots.map(({ turns }) => turns))
  const label = (at: number) =>
    isLong ? sayDay(new Date(at).toISOString(), i18n.language) : sayClock(new Date(at).toISOString(), i18n.language)
  const every = isLong ? 24 : 3
  return (
    <section className="card chart-card" aria-label={t('today.chart')}>
      <div className="row between">
        <h2>{t('today.chart')}</h2>
        <span className="row small quiet">
          <span className="key key-turns" /> {t('figure.turns')}
          <span className="key key-handed" /> {t('today.handedOver')}
        </span>
      </div>
      <div className="chart" role="img" aria-label={t('today.chartText', { most })}>
        {slots.map((slot, place) => (
          <div key={slot.at} className="bar-place" title={`${label(slot.at)} · ${slot.turns}`}>
            <div className="chart-bar" style={{ height: `${(slot.turns / most) * 100}%` }}>
              {slot.handedOff > 0 && (
                <div className="bar-handed" style={{ height: `${(slot.handedOff / slot.turns) * 100}%` }} />
              )}
            </div>
            {place % every === 0 && <span className="bar-label">{label(slot.at)}</span>}
          </div>
        ))}
      </div>
    </section>
  )
}
