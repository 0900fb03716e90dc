import { split } from './arithmetic.ts'
import type { Checkout } from './checkout.ts'
import type { Offer } from './offer.ts'
import { nominalOf } from './reduce.ts'
import { type ShopShipping, feeOf } from './ship.ts'
import { takeOff } from './use-offers.ts'

/** Offers that may touch each other's gain; all lists go by the place of an offer in the order of use. */
export interface SearchPart {
  readonly offers: readonly Offer[]
  readonly shops: readonly ShopShipping[]
  /** For each offer those after it that it excludes. */
  readonly shutsOut: readonly (readonly number[])[]
  readonly gifts: readonly number[]
  readonly isHeld: readonly boolean[]
  /** The most that an offer can take off, whatever else is used. */
  readonly most: readonly number[]
  /** Offers of one group exclude each other, all of them. */
  readonly groups: readonly number[]
  readonly giftAhead: readonly number[]
}

/** How much a search may still do; one budget may serve several searches. */
export interface Budget {
  left: number
}

/** What a set is judged by, in this order. `offFen` is counted from the goods, less the shipping that depends on them. */
interface Score {
  readonly offFen: number
  readonly giftFen: number
  readonly holds: number
  readonly chosen: readonly number[]
}

interface Search {
  readonly checkout: Checkout
  readonly part: SearchPart
  readonly budget: Budget
  readonly points: number
  readonly remaining: number[]
  readonly chosen: number[]
  /** How many chosen offers exclude an offer. */
  readonly excluded: Uint8Array
  /** Of each group the best that is still ahead: only while a bound is reckoned. */
  readonly bestAhead: Float64Array
  /** The least that shipping can cost: with nothing off, or nothing at all while a weight is missing. */
  readonly leastFee: number
  best: Score | null
}

/** The best set of a part; null: the budget was spent before it was sure. */
export function searchPart(checkout: Checkout, part: SearchPart, budget: Budget): Offer[] | null {
  const remaining: number[] = []
  for (const line of checkout.lines) remaining.push(line.goodsFen)
  const search: Search = {
    checkout,
    part,
    budget,
    points: checkout.question.buyer.points ?? 0,
    remaining,
    chosen: [],
    excluded: new Uint8Array(part.offers.length),
    bestAhead: new Float64Array(part.offers.length),
    leastFee: part.shops.length === 0 ? 0 : leastFee(checkout, part, remaining),
    best: null,
  }
  visit(search, 0, { offFen: 0, giftFen: 0, holds: 0 })
  if (budget.left < 0 || search.best === null) return null
  const best: Offer[] = []
  for (const index of search.best.chosen) {
    const offer = part.offers[index]
    if (offer !== undefined) best.push(offer)
  }
  return best
}

function leastFee(checkout: Checkout, { shops }: SearchPart, remaining: readonly number[]): number {
  const lacksWeight = checkout.lines.some(({ line }) => line.weightGram === undefined)
  return lacksWeight ? 0 : feesOf(checkout, shops, remaining)
}

/** About as long as one step takes: so many offers looked at for a bound, so many lines taken off. */
const OFFERS_A_STEP = 16
const LINES_A_STEP = 4

const feesOf = (checkout: Checkout, shops: readonly ShopShipping[], remaining: readonly number[]): number =>
  shops.reduce((sum, shop) => sum + (feeOf(shop, checkout, remaining).feeFen ?? 0), 0)

interface Sum {
  readonly offFen: number
  readonly giftFen: number
  readonly holds: number
}

/** Decides one offer after the other in the order of use, so that each sees what is left; with it first, then without it. */
function visit(search: Search, index: number, sum: Sum): void {
  if (--search.budget.left < 0) return
  if (index === search.part.offers.length) {
    settle(search, sum)
    return
  }
  if (cannotWin(search, index, sum)) return
  if (search.excluded[index] === 0) visitWith(search, index, sum)
  visit(search, index + 1, sum)
}

function settle(search: Search, { offFen, giftFen, holds }: Sum): void {
  const { shops } = search.part
  search.budget.left -= (shops.length * search.remaining.length) / LINES_A_STEP
  const fees = shops.length === 0 ? 0 : feesOf(search.checkout, shops, search.remaining)
  const score = { offFen: offFen - fees, giftFen, holds, chosen: search.chosen }
  if (search.best === null || isBetter(score, search.best, search.part)) {
    search.best = { ...score, chosen: [...search.chosen] }
  }
}

/** A bound: with all that the offers ahead could give at most, and shipping at its least, is the best so far out of reach? */
function cannotWin(search: Search, index: number, sum: Sum): boolean {
  const { best, part, leastFee: fee, chosen } = search
  if (best === null) return false
  const offFen = sum.offFen + offAhead(search, index) - fee
  if (offFen !== best.offFen) return offFen < best.offFen
  const giftFen = sum.giftFen + (part.giftAhead[index] ?? 0)
  if (giftFen !== best.giftFen) return giftFen < best.giftFen
  if (sum.holds !== best.holds) return sum.holds > best.holds
  return chosen.length > best.chosen.length
}

/** The most that the offers from a place on can give together: of each group the best that is not excluded. */
function offAhead({ part, excluded, bestAhead, budget }: Search, from: number): number {
  const { most, groups } = part
  bestAhead.fill(0)
  let sum = 0
  for (let index = from; index < most.length; index++) {
    if (excluded[index] !== 0) continue
    const group = groups[index] ?? 0
    const value = most[index] ?? 0
    const before = bestAhead[group] ?? 0
    if (value <= before) continue
    bestAhead[group] = value
    sum += value - before
  }
  budget.left -= (most.length - from) / OFFERS_A_STEP
  return sum
}

function isBetter(one: Score, other: Score, part: SearchPart): boolean {
  if (one.offFen !== other.offFen) return one.offFen > other.offFen
  if (one.giftFen !== other.giftFen) return one.giftFen > other.giftFen
  if (one.holds !== other.holds) return one.holds < other.holds
  if (one.chosen.length !== other.chosen.length) return one.chosen.length < other.chosen.length
  const mine = idsOf(one.chosen, part)
  const theirs = idsOf(other.chosen, part)
  const place = mine.findIndex((id, index) => id !== theirs[index])
  return place !== -1 && (mine[place] ?? '') < (theirs[place] ?? '')
}

const idsOf = (chosen: readonly number[], { offers }: SearchPart): string[] =>
  chosen.flatMap((index) => offers[index]?.row.id ?? []).sort((one, other) => (one < other ? -1 : 1))

function visitWith(search: Search, index: number, sum: Sum): void {
  const { part, remaining, checkout, excluded } = search
  const offer = part.offers[index]
  if (offer === undefined) return
  let remainingFen = 0
  let openFen = 0
  for (const place of offer.covers) {
    const fen = remaining[place] ?? 0
    remainingFen += fen
    openFen += fen - (checkout.lines[place]?.depositFen ?? 0)
  }
  const gift = part.gifts[index] ?? 0
  const offFen = Math.min(openFen, nominalOf(offer, { remainingFen, openFen }, search.points).nominalFen)
  // It would be an offer more for nothing.
  if (offFen === 0 && gift === 0) return
  const holds = sum.holds + (part.isHeld[index] ? 1 : 0)
  const shares = offFen === 0 ? NO_SHARES : sharesOf(search, offer, offFen)
  search.budget.left -= offer.covers.length / LINES_A_STEP
  takeOff(remaining, offer.covers, shares)
  for (const other of part.shutsOut[index] ?? []) excluded[other] = (excluded[other] ?? 0) + 1
  search.chosen.push(index)
  visit(search, index + 1, { offFen: sum.offFen + offFen, giftFen: sum.giftFen + gift, holds })
  search.chosen.pop()
  for (const other of part.shutsOut[index] ?? []) excluded[other] = (excluded[other] ?? 0) - 1
  giveBack(remaining, offer.covers, shares)
}

const NO_SHARES: readonly number[] = []

function giveBack(remaining: number[], covers: readonly number[], shares: readonly number[]): void {
  for (let index = 0; index < shares.length; index++) {
    const place = covers[index] ?? 0
    remaining[place] = (remaining[place] ?? 0) + (shares[index] ?? 0)
  }
}

function sharesOf({ remaining, checkout }: Search, { covers }: Offer, offFen: number): readonly number[] {
  if (covers.length === 1) return [offFen]
  const open: number[] = []
  for (const place of covers) open.push((remaining[place] ?? 0) - (checkout.lines[place]?.depositFen ?? 0))
  return split(offFen, open)
}
