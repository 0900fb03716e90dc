import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { Quoted, QuoteStep } from '../api/shapes.ts'
import { useKindName } from '../offers/use-offer-name.ts'
import { sayFen } from '../offers/use-say-rule.ts'
import { sayInstant } from '../ui/say.ts'

interface StepsProps {
  readonly quote: Quoted
  nameOf(sourceId: string | null): string
  nameOfLine(lineId: string | undefined): string
}

/** The arithmetic in the order in which it was done, each step with the row that caused it and its version. */
export function Steps({ quote, nameOf, nameOfLine }: StepsProps) {
  const { t, i18n } = useTranslation()
  const nameOfKind = useKindName()
  return (
    <section>
      <h2 className="section-title">{t('quote.steps')}</h2>
      <ol className="quote-steps" data-testid="quote-steps">
        {quote.steps.filter(isKnown).map((step, at) => (
          <li key={at}>
            <div className="row between wrap">
              <strong>
                {step.kind === 'sku-price' ? nameOfKind(step.kind) : nameOf(step.sourceId)}
                {step.lineId && <span className="quiet"> · {nameOfLine(step.lineId)}</span>}
              </strong>
              <span className="quiet small">
                {nameOfKind(step.kind)} {step.seq !== null && t('offers.rowVersion', { version: step.seq })}
              </span>
            </div>
            <span>{sayStep(step, { t, language: i18n.language, nameOf })}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}

/** A fee that nobody knows is no step: the problem above says so. */
const isKnown = ({ layer, feeFen, sourceId }: QuoteStep): boolean =>
  layer !== FEES || sourceId !== null || feeFen !== null

const FEES = 9

interface Tongue {
  readonly t: TFunction
  readonly language: string
  nameOf(sourceId: string | null): string
}

function sayStep(step: QuoteStep, { t, language, nameOf }: Tongue): string {
  const say = (fen: number | null | undefined) => sayFen(fen, language)
  if (step.layer === 1)
    return t('quote.step-price', { count: step.quantity ?? 0, unit: say(step.unitFen), amount: say(step.amountFen) })
  if (step.kind === 'gift') return t('quote.step-gift', { skuId: step.skuId ?? '', count: step.quantity ?? 0 })
  if (step.kind === 'freight-insurance') return t('quote.step-insurance', { amount: say(step.feeFen) })
  if (step.layer === FEES) {
    const free = (step.freeBy ?? []).map(nameOf).join(' + ')
    return free === '' ? t('quote.step-fee', { amount: say(step.feeFen) }) : t('quote.step-free', { free })
  }
  if (step.layer === 10)
    return t('quote.step-deposit', {
      deposit: say(step.depositFen),
      gain: say(step.gainFen),
      from: step.balanceFrom ? sayInstant(step.balanceFrom, language) : '',
      to: step.balanceTo ? sayInstant(step.balanceTo, language) : '',
    })
  const told = t('quote.step-off', {
    base: say(step.baseFen),
    off: say(step.reductionFen),
    after: say(step.afterFen),
  })
  const isCapped = (step.nominalFen ?? 0) > (step.reductionFen ?? 0)
  return isCapped ? `${told} ${t('quote.step-capped', { nominal: say(step.nominalFen) })}` : told
}
