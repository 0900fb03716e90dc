import { byCode } from './checkout.ts'
import { knownLedger } from './compile-ledger.ts'
import type { LedgerRow } from './ledger-row.ts'
import type { Advice, CartLine, Question, Quoted } from './quote-shape.ts'
import { quote } from './quote.ts'
import { isInScope } from './scope-of-row.ts'

/** Something of the shop that could go into the cart too. */
export type TopUpArticle = Omit<CartLine, 'lineId' | 'quantity'>

/** A cart with one article more, as it would be paid: `extraFen` is what that costs on top, below zero where it saves; without freight where its fee is not known. */
export interface TopUp {
  readonly skuId: string
  readonly quantity: number
  readonly extraFen: number
  readonly quote: Quoted
}

const MOST_TRIED = 50
const MOST_QUANTITY = 9999
const LINE_ID = 'top-up'

/**
 * Articles that fill a cart up to the next step of an offer (`sourceId`, which the quote advised), cheapest on top first. Each is
 * quoted, so that nothing is advised which the checkout would not give; an article that does not reach the step is left out.
 */
export function topUps(question: Question, sourceId: string, articles: readonly TopUpArticle[]): TopUp[] {
  const before = quote(question)
  if (before.status === 'refused') return []
  const step = before.advice.find((it) => it.kind === 'next-tier' && it.sourceId === sourceId)
  const row = knownLedger(question.ledger, question.knownAt).revisions.get(sourceId)?.at(-1)
  if (step === undefined || row === undefined) return []
  const found: TopUp[] = []
  const inCart = new Set(question.cart.lines.map((line) => line.skuId))
  for (const article of articles.slice(0, MOST_TRIED)) {
    if (inCart.has(article.skuId) || !isInScope(row, article)) continue
    const it = filledUp(question, article, { step, row })
    if (it === null) continue
    found.push({ ...it, skuId: article.skuId, extraFen: costOf(it.quote, before) - costOf(before, it.quote) })
  }
  return found.sort((one, other) => one.extraFen - other.extraFen || byCode(one.skuId, other.skuId))
}

/** What is paid; where the fee of one of the two is not known, of both without it. */
const costOf = ({ payableFen, goodsPayableFen, insuranceFen }: Quoted, beside: Quoted): number =>
  payableFen === null || beside.payableFen === null ? goodsPayableFen + insuranceFen : payableFen

interface Wanted {
  readonly step: Advice
  readonly row: LedgerRow
}

/** As many pieces as one piece says are needed; a price limited to some pieces, or one that falls, may then fall short. */
function filledUp(question: Question, article: TopUpArticle, wanted: Wanted): Omit<TopUp, 'skuId' | 'extraFen'> | null {
  const { missingFen = 0, missingQty = 0 } = wanted.step
  const oneFen = countsFor(quoteWith(question, article, 1), wanted)
  if (oneFen <= 0) return null
  const quantity = Math.max(1, missingQty, Math.ceil(missingFen / oneFen))
  if (quantity > MOST_QUANTITY) return null
  const filled = quoteWith(question, article, quantity)
  return filled !== null && countsFor(filled, wanted) >= missingFen ? { quantity, quote: filled } : null
}

function quoteWith(question: Question, article: TopUpArticle, quantity: number): Quoted | null {
  const lines = [...question.cart.lines, { ...article, lineId: LINE_ID, quantity }]
  const answer = quote({ ...question, cart: { ...question.cart, lines } })
  return answer.status === 'quoted' ? answer : null
}

/** What the added line counts for the threshold of the offer. */
function countsFor(answer: Quoted | null, { row }: Wanted): number {
  const line = answer?.lines.at(-1)
  if (line === undefined) return 0
  return row.terms.thresholdOn === 'remaining' ? line.payableFen : line.goodsFen
}
