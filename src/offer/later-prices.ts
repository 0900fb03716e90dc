import { toIso } from '../kernel/clock.ts'
import type { Question, Quote, Quoted } from './quote-shape.ts'
import { quote } from './quote.ts'

/** From `from` until before `to` (UTC texts; null = open) the ledger as known now says this. */
export interface PriceSpan {
  readonly from: string
  readonly to: string | null
  readonly quote: Quote
}

/** A refused quote does not say until when: then it is asked again after so long. */
const UNKNOWN_STEP_MS = 3_600_000
const MOST_SPANS = 100

/** What the same cart costs from now until `until` (epoch ms), span by span: "is it cheaper tonight". The first span is now. */
export function laterPrices(question: Question, until: number): PriceSpan[] {
  const spans: PriceSpan[] = []
  let { at } = question
  while (at < until && spans.length < MOST_SPANS) {
    const answer = quote({ ...question, at })
    const next = nextChange(answer, at)
    spans.push({ from: toIso(at), to: next === null ? null : toIso(next), quote: answer })
    if (next === null) break
    at = next
  }
  return spans
}

function nextChange(answer: Quote, at: number): number | null {
  if (answer.status === 'refused') return at + UNKNOWN_STEP_MS
  return answer.validTo === null ? null : Date.parse(answer.validTo)
}

/**
 * The first span in which the cart costs less than now; null: none that is known. Where the fee is not known in either, the
 * rest is compared; a span with a fee and one without say nothing of each other.
 */
export function firstCheaper(spans: readonly PriceSpan[]): PriceSpan | null {
  const now = spans[0]?.quote
  if (now?.status !== 'quoted') return null
  return spans.find(({ quote: it }) => it.status === 'quoted' && isLess(it, now)) ?? null
}

function isLess(one: Quoted, other: Quoted): boolean {
  if ((one.payableFen === null) !== (other.payableFen === null)) return false
  return withoutUnknown(one) < withoutUnknown(other)
}

const withoutUnknown = ({ payableFen, goodsPayableFen, insuranceFen }: Quoted): number =>
  payableFen ?? goodsPayableFen + insuranceFen
