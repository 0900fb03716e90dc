import { Link } from '@tanstack/react-router'
import { Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Figures, Period } from '../api/figures.ts'
import { sayCount, sayShare } from '../ui/say.ts'

interface CardsProps {
  readonly figures: Figures
  readonly before: Figures | null
  readonly period: Period
}

interface Figure {
  readonly name: string
  /** What it is divided by; null: it is a count or a time. */
  readonly n: ((figures: Figures) => number) | null
  readonly unit: 'count' | 'share' | 'ms'
  /** Of a list of conversations: those behind the number. */
  readonly outcome: 'heard' | 'recognised' | 'answered' | 'missed' | 'handed-off' | 'alone'
  /** Is more of it better? Null: neither. */
  readonly isGood: boolean | null
  value(figures: Figures): number | null
}

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole)

const FIGURES: readonly Figure[] = [
  { name: 'talks', unit: 'count', n: null, outcome: 'heard', isGood: null, value: ({ talks }) => talks },
  {
    name: 'alone',
    unit: 'share',
    n: ({ talks }) => talks,
    outcome: 'alone',
    isGood: true,
    value: ({ alone, talks }) => share(alone, talks),
  },
  {
    name: 'recognised',
    unit: 'share',
    n: ({ questions }) => questions,
    outcome: 'recognised',
    isGood: true,
    value: ({ recognised, questions }) => share(recognised, questions),
  },
  {
    name: 'answered',
    unit: 'share',
    n: ({ questions }) => questions,
    outcome: 'answered',
    isGood: true,
    value: ({ answered, questions }) => share(answered, questions),
  },
  {
    name: 'handedOff',
    unit: 'share',
    n: ({ talks }) => talks,
    outcome: 'handed-off',
    isGood: false,
    value: ({ handedOff, talks }) => share(handedOff, talks),
  },
  {
    name: 'missed',
    unit: 'count',
    n: ({ turns }) => turns,
    outcome: 'missed',
    isGood: false,
    value: ({ missed }) => missed,
  },
  { name: 'turns', unit: 'count', n: null, outcome: 'heard', isGood: null, value: ({ turns }) => turns },
  {
    name: 'reply',
    unit: 'ms',
    n: ({ turns }) => turns,
    outcome: 'heard',
    isGood: false,
    value: ({ replyMsMedian }) => replyMsMedian,
  },
]

export function FigureCards({ figures, before, period }: CardsProps) {
  return (
    <div className="figures">
      {FIGURES.map((figure) => (
        <FigureCard key={figure.name} figure={figure} figures={figures} before={before} period={period} />
      ))}
    </div>
  )
}

/** A number that leads to the conversations behind it; its formula and n on hover and on focus. */
function FigureCard({ figure, figures, before, period }: CardsProps & { readonly figure: Figure }) {
  const { t, i18n } = useTranslation()
  const n = figure.n?.(figures)
  const { from, to } = period
  return (
    <Tooltip
      title={
        <>
          {t(`figure.${figure.name}-formula`)}
          {n !== undefined && <div>{t('figure.n', { n: sayCount(n, i18n.language) })}</div>}
        </>
      }
    >
      <Link
        to="/conversations"
        search={{ outcome: figure.outcome, from: new Date(from).toISOString(), to: new Date(to).toISOString() }}
        className="card figure"
        data-testid={`figure-${figure.name}`}
      >
        <span className="quiet">{t(`figure.${figure.name}`)}</span>
        <strong>{sayFigure(figure.value(figures), figure.unit, i18n.language)}</strong>
        <Change figure={figure} now={figure.value(figures)} before={before && figure.value(before)} />
      </Link>
    </Tooltip>
  )
}

function sayFigure(value: number | null, unit: Figure['unit'], language: string): string {
  if (value === null) return '—'
  if (unit === 'share') return sayShare(value, language)
  if (unit === 'ms') return value < 1000 ? `${Math.round(value)} ms` : `${(value / 1000).toFixed(1)} s`
  return sayCount(value, language)
}

interface ChangeProps {
  readonly figure: Figure
  readonly now: number | null
  readonly before: number | null
}

function Change({ figure, now, before }: ChangeProps) {
  const { t, i18n } = useTranslation()
  if (now === null || before === null || before === 0)
    return <span className="quiet small">{t('figure.noBefore')}</span>
  const gone = figure.unit === 'share' ? now - before : (now - before) / before
  const isBetter = figure.isGood === null || gone === 0 ? null : gone > 0 === figure.isGood
  const look = isBetter === null ? 'quiet' : isBetter ? 'better' : 'worse'
  return (
    <span className={`small ${look}`}>
      {gone > 0 ? '▲' : gone < 0 ? '▼' : '='} {sayShare(Math.abs(gone), i18n.language)}{' '}
      <span className="quiet">{t('figure.before')}</span>
    </span>
  )
}
