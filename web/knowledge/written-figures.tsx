import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { WrittenFigure } from '../api/shapes.ts'
import { useMe } from '../frame/use-me.ts'

const LOOKS = { agrees: 'chip chip-good', differs: 'chip chip-bad', unknown: 'chip chip-warn', unchecked: 'chip' }

/** Prices and offers that stand written in the answers, and whether the robot will say them. */
export function WrittenFigures({ figures }: { readonly figures: readonly WrittenFigure[] }) {
  const { t } = useTranslation()
  if (figures.length === 0) return null
  return (
    <section className="figures" aria-label={t('figures.title')} data-testid="figures">
      <h3 className="small">{t('figures.title')}</h3>
      <ul>
        {figures.map((one) => (
          <li key={`${one.path} ${one.text} ${one.says}`} data-outcome={one.outcome}>
            <strong>{one.text}</strong>
            <span className={LOOKS[one.outcome]}>{t(`figures.${one.outcome}`)}</span>
            <span className="quiet small">
              {t(`figures.${one.outcome}-text`)} <OfferOf figure={one} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

const OF_SETTINGS = /^shop:/

function OfferOf({ figure: { record } }: { readonly figure: WrittenFigure }) {
  const { t } = useTranslation()
  const { may } = useMe()
  if (!record) return null
  if (OF_SETTINGS.test(record.sourceId)) return t('figures.ofSettings')
  const name = t('figures.row', { version: record.version })
  if (!may('offers:read')) return name
  return (
    <Link to="/offers" search={{ offer: record.sourceId }}>
      {name}
    </Link>
  )
}
