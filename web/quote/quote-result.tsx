import { useTranslation } from 'react-i18next'
import type { Offer, Quoted, QuoteAnswer } from '../api/shapes.ts'
import { sayFen } from '../offers/use-say-rule.ts'
import { useGoods } from '../offers/use-goods.ts'
import { sayInstant } from '../ui/say.ts'
import { NotUsed } from './not-used.tsx'
import type { Question } from './question.ts'
import { Steps } from './steps.tsx'
import { useNameOfSource } from './use-name-of-source.ts'

export interface ResultProps {
  readonly shopId: string
  readonly asked: Question
  readonly answer: QuoteAnswer
  readonly offers: readonly Offer[]
}

/** The figure, how it came about, what was not used and why, and what would make it less. */
export function QuoteResult({ shopId, asked, answer, offers }: ResultProps) {
  const { t } = useTranslation()
  const { skuChoices } = useGoods(shopId)
  const nameOf = useNameOfSource(answer, offers)
  const { quote } = answer
  const nameOfLine = (lineId: string | undefined) => {
    const line = asked.lines.filter(({ skuId }) => skuId !== '')[Number(lineId?.slice(1)) - 1]
    return skuChoices.find(({ value }) => value === line?.skuId)?.label ?? line?.skuId ?? lineId ?? ''
  }
  if (quote.status === 'refused')
    return (
      <div className="empty" role="alert" data-testid="quote-refused">
        <strong>{t('quote.refused')}</strong>
        <span className="quiet">{t('quote.refusedText')}</span>
        <ul className="quote-list">
          {quote.errors.map(({ code, ref }) => (
            <li key={`${code} ${ref}`}>
              {t(`quote-error.${code}`)} {ref && <span className="mono">{nameOf(ref)}</span>}
            </li>
          ))}
        </ul>
      </div>
    )
  return (
    <div className="stack">
      <Totals quote={quote} />
      <Steps quote={quote} nameOf={nameOf} nameOfLine={nameOfLine} />
      <NotUsed quote={quote} nameOf={nameOf} />
    </div>
  )
}

function Totals({ quote }: { readonly quote: Quoted }) {
  const { t, i18n } = useTranslation()
  const say = (fen: number | null) => sayFen(fen, i18n.language)
  return (
    <>
      <div className="row between wrap">
        <div>
          <span className="quiet">{t('quote.payable')}</span>
          <div className="quote-total" data-testid="quote-payable">
            {say(quote.payableFen ?? quote.goodsPayableFen + quote.insuranceFen)}
          </div>
          {quote.payableFen === null && <span className="chip chip-warn">{t('quote.withoutShipping')}</span>}
        </div>
        <div className="quote-validity">
          <span className="chip">{t('offers.version', { version: quote.version })}</span>
          <span className="quiet small">
            {quote.validTo
              ? t('quote.validTo', { instant: sayInstant(quote.validTo, i18n.language) })
              : t('quote.validOpen')}
          </span>
        </div>
      </div>
      {quote.phase !== 'normal' && (
        <p className="notice notice-warn">
          {t(`quote.phase-${quote.phase}`)}{' '}
          {t('quote.due', { now: say(quote.dueNowFen), later: say(quote.dueLaterFen) })}
        </p>
      )}
      {quote.problems.length > 0 && (
        <ul className="notice notice-warn quote-list">
          {quote.problems.map(({ code, ref }) => (
            <li key={`${code} ${ref}`}>{t(`quote-error.${code}`)}</li>
          ))}
        </ul>
      )}
      <dl className="facts">
        <dt>{t('quote.goods')}</dt>
        <dd>{say(quote.goodsFen)}</dd>
        <dt>{t('quote.reduction')}</dt>
        <dd>{quote.reductionFen > 0 ? `−${say(quote.reductionFen)}` : '—'}</dd>
        <dt>{t('quote.shipping')}</dt>
        <dd>{quote.shippingFen === null ? t('quote.unknown') : say(quote.shippingFen)}</dd>
        {quote.insuranceFen > 0 && (
          <>
            <dt>{t('quote.insurance')}</dt>
            <dd>{say(quote.insuranceFen)}</dd>
          </>
        )}
      </dl>
    </>
  )
}
