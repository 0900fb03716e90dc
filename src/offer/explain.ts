import { type CompiledLedger, knownLedger } from './compile-ledger.ts'
import type { Advice, Note, Quote, Quoted, QuotedGift, Step } from './quote-shape.ts'

/** A row of the ledger by name: `title` is what the shop calls it, null where it has no name. */
export interface NamedSource {
  readonly sourceId: string
  readonly seq: number | null
  readonly kind: string
  readonly title: string | null
}

/** Pieces of a line at one price. */
export interface PricedFact extends NamedSource {
  readonly lineId: string
  readonly quantity: number
  readonly unitFen: number
  readonly amountFen: number
}

/** What one offer took off; `nominalFen` is more where only so much was left to take off. */
export interface ReducedFact extends NamedSource {
  readonly nominalFen: number
  readonly reductionFen: number
  readonly afterFen: number
}

export interface UnusedFact extends NamedSource {
  readonly reason: string
}

/** How to pay less: `kind` says whether to claim the offer or to buy more; `offerKind` is that of its row. */
export interface AdviceFact extends Advice {
  readonly offerKind: string
  readonly title: string | null
}

/** Facts that an answer may say, each figure with its row. `unknown`: there is no number; say so and bring a person. */
export type Explained =
  | { readonly kind: 'unknown'; readonly version: number | null; readonly errors: readonly Note[] }
  | {
      readonly kind: 'priced'
      readonly version: number
      readonly pricedAt: string
      readonly validTo: string | null
      /** The moment of the price is still to come: the figure is what is known of it now. */
      readonly isEstimate: boolean
      readonly totals: Pick<
        Quoted,
        'goodsFen' | 'reductionFen' | 'shippingFen' | 'insuranceFen' | 'payableFen' | 'dueNowFen' | 'dueLaterFen'
      >
      readonly prices: readonly PricedFact[]
      readonly reductions: readonly ReducedFact[]
      readonly gifts: readonly (QuotedGift & { readonly title: string | null })[]
      readonly unused: readonly UnusedFact[]
      readonly advice: readonly AdviceFact[]
      readonly problems: readonly Note[]
    }

/** A quote as facts with the names of their rows; `ledger` and `knownAt` are those that it was asked of. */
export function explainQuote(quote: Quote, ledger: CompiledLedger, knownAt?: number): Explained {
  if (quote.status === 'refused') return { kind: 'unknown', version: quote.version, errors: quote.errors }
  const { revisions } = knownLedger(ledger, knownAt)
  const name = (sourceId: string, seq: number | null): NamedSource => {
    const rows = revisions.get(sourceId)
    const row =
      (seq === null ? undefined : rows?.find((it) => it.seq === seq)) ?? rows?.findLast((it) => !it.isWithdrawn)
    return { sourceId, seq: row?.seq ?? seq, kind: row?.kind ?? '', title: row?.terms.title ?? null }
  }
  const { goodsFen, reductionFen, shippingFen, insuranceFen, payableFen, dueNowFen, dueLaterFen } = quote
  return {
    kind: 'priced',
    version: quote.version,
    pricedAt: quote.pricedAt,
    validTo: quote.validTo,
    isEstimate: quote.phase === 'deposit' || quote.phase === 'waiting',
    totals: { goodsFen, reductionFen, shippingFen, insuranceFen, payableFen, dueNowFen, dueLaterFen },
    prices: quote.steps.flatMap((step) => pricedFact(step, name)),
    reductions: quote.steps.flatMap((step) => reducedFact(step, name)),
    gifts: quote.gifts.map((gift) => ({ ...gift, title: name(gift.sourceId, null).title })),
    unused: quote.why.map(({ sourceId, reason }) => ({ ...name(sourceId, null), reason })),
    advice: quote.advice.map((advice) => {
      const { kind, title } = name(advice.sourceId, null)
      return { ...advice, offerKind: kind, title }
    }),
    problems: quote.problems,
  }
}

type Name = (sourceId: string, seq: number | null) => NamedSource

function pricedFact(step: Step, name: Name): PricedFact[] {
  const { layer, sourceId, seq, lineId, quantity, unitFen, amountFen } = step
  if (layer !== 1 || sourceId === null || lineId === undefined) return []
  return [{ ...name(sourceId, seq), lineId, quantity: quantity ?? 0, unitFen: unitFen ?? 0, amountFen: amountFen ?? 0 }]
}

function reducedFact({ sourceId, seq, nominalFen, reductionFen, afterFen }: Step, name: Name): ReducedFact[] {
  if (sourceId === null || nominalFen === undefined || reductionFen === undefined || afterFen === undefined) return []
  return [{ ...name(sourceId, seq), nominalFen, reductionFen, afterFen }]
}
