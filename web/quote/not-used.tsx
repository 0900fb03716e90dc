import { useTranslation } from 'react-i18next'
import type { Quoted } from '../api/shapes.ts'
import { sayFen } from '../offers/use-say-rule.ts'

interface NotUsedProps {
  readonly quote: Quoted
  nameOf(sourceId: string | null): string
}

/** What touches the cart and did not count, each with its reason; and what would make the sum less. */
export function NotUsed({ quote, nameOf }: NotUsedProps) {
  const { t, i18n } = useTranslation()
  const say = (fen: number | null | undefined) => sayFen(fen, i18n.language)
  return (
    <>
      {quote.advice.length > 0 && (
        <section>
          <h2 className="section-title">{t('quote.advice')}</h2>
          <ul className="quote-list" data-testid="quote-advice">
            {quote.advice.map((one) => (
              <li key={`${one.kind} ${one.sourceId}`}>
                <strong>{nameOf(one.sourceId)}</strong>{' '}
                {one.kind === 'claim'
                  ? t('quote.claim')
                  : [
                      one.missingFen ? t('quote.missing', { amount: say(one.missingFen) }) : '',
                      one.missingQty ? t('quote.missingQty', { count: one.missingQty }) : '',
                    ]
                      .filter(Boolean)
                      .join(' ')}
                {one.gainFen !== null && ` ${t('quote.gain', { amount: say(one.gainFen) })}`}
              </li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h2 className="section-title">{t('quote.why')}</h2>
        {quote.why.length === 0 ? (
          <p className="quiet">{t('quote.whyNone')}</p>
        ) : (
          <ul className="quote-list" data-testid="quote-why">
            {quote.why.map(({ sourceId, reason }) => (
              <li key={sourceId}>
                <strong>{nameOf(sourceId)}</strong> <span className="quiet">{t(`quote-reason.${reason}`)}</span>
              </li>
            ))}
          </ul>
        )}
      </section>
    </>
  )
}
