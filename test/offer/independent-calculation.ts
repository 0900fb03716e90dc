import type { PlainCase, PlainAnswer, PlainRow } from './plain-case.ts'
import { ORDER, total, text, rowsNow, priceOf, type Priced } from './plain-prices.ts'
import { type Candidate, candidatesOf, clash, type Outcome, use } from './plain-offers.ts'
import { feeOf, insuranceOf } from './plain-shipping.ts'

/*
 * Offers reckoned a second time, from the semantics alone: plain, slow, every set tried. It imports nothing of src/offer, so that
 * a figure said by the product can be held against one that shares no code with it. Well-formed ledgers without pre-sale.
 */

/** What the checkout costs: all allowed sets of offers are tried, and the best by the five rules wins. */
export function reckonPlainly(it: PlainCase): PlainAnswer {
  const rows = rowsNow(it)
  const priced = it.cart.lines.map((line) => priceOf(line, rows, it))
  const shops = [...new Set(it.cart.lines.map((line) => line.shopId))]
  const candidates = candidatesOf(rows, priced, it).sort(
    (one, other) => ORDER.indexOf(one.row.kind) - ORDER.indexOf(other.row.kind) || text(one.row.id, other.row.id),
  )
  let best: { outcome: Outcome; fees: (number | null)[]; rank: (number | string)[] } | null = null
  for (const set of setsOf(candidates)) {
    const outcome = use(set, priced, it)
    const fees = shops.map((shop) => feeOf(shop, rows, { it, priced, remaining: outcome.remaining }))
    const rank = [
      total(outcome.remaining) + total(fees.map((fee) => fee ?? 0)),
      -total(outcome.gifts.map((gift) => gift.quantity * gift.valueFen)),
      set.filter(({ row }) => /coupon|red-packet/.test(row.kind)).length,
      set.length,
      ...set.map(({ row }) => row.id).sort(text),
    ]
    if (best === null || isLess(rank, best.rank)) best = { outcome, fees, rank }
  }
  if (best === null) throw new Error('there is always the empty set')
  return told(best, { it, rows, priced })
}

function setsOf(candidates: Candidate[]): Candidate[][] {
  let sets: Candidate[][] = [[]]
  for (const candidate of candidates) {
    sets = sets.flatMap((set) => (set.some((other) => clash(other, candidate)) ? [set] : [set, [...set, candidate]]))
  }
  return sets
}

function isLess(one: (number | string)[], other: (number | string)[]): boolean {
  const place = one.findIndex((value, index) => value !== other[index])
  return place !== -1 && (one[place] ?? 0) < (other[place] ?? 0)
}

interface Best {
  outcome: Outcome
  fees: (number | null)[]
}

function told(
  { outcome, fees }: Best,
  { it, rows, priced }: { it: PlainCase; rows: PlainRow[]; priced: Priced[] },
): PlainAnswer {
  const shops = [...new Set(it.cart.lines.map((line) => line.shopId))]
  const insuranceFen = total(shops.map((shop) => insuranceOf(shop, rows, it)))
  const shippingFen = fees.includes(null) ? null : total(fees.map((fee) => fee ?? 0))
  const goodsPayableFen = total(outcome.remaining)
  return {
    lines: priced.map(({ line, goodsFen }, place) => ({
      lineId: line.lineId,
      goodsFen,
      payableFen: outcome.remaining[place] ?? 0,
    })),
    chosen: outcome.set.map(({ row }) => row.id),
    goodsFen: total(priced.map((line) => line.goodsFen)),
    goodsPayableFen,
    shippingFen,
    insuranceFen,
    payableFen: shippingFen === null ? null : goodsPayableFen + shippingFen + insuranceFen,
    pointsUsed: outcome.pointsUsed,
    gifts: outcome.gifts.map(({ sourceId, skuId, quantity }) => ({ sourceId, skuId, quantity })),
  }
}
