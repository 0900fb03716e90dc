import { split } from './arithmetic.ts'
import type { Checkout } from './checkout.ts'
import type { Offer } from './offer.ts'
import { nominalOf } from './reduce.ts'
import { type ShopShipping, feeOf } from './ship.ts'

/** Offers that may touch each other's gain; all lists go by the place of an offer in the order of use. */
export interface SearchPart {
  readonly offers: readonly Offer[]
  readonly shops: readonly ShopShipping[]
  readonly clashes: readonly (readonly boolean[])[]
  readonly gifts: readonly number[]
  readonly isHeld: readonly boolean[]
  readonly offAhead: readonly number[]
  readonly giftAhead: readonly number[]
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
  readonly points: number
  readonly remaining: number[]
  readonly chosen: number[]
  /** How many chosen offers exclude an offer. */
  readonly excluded: number[]
  /** The least that shipping can cost: with nothing off, or nothing at all while a weight is missing. */
  readonly leastFee: number
  readonly seen: Map<string, Score>
  best: Score | null
  steps: number
}

const STEP_LIMIT = 300_000
/** Small searches end sooner than their states could be remembered. */
const STEPS_BEFORE_MEMORY = 400

/** The best set of a part; null: not found within the limit of steps. */
export function searchPart(checkout: Checkout, part: SearchPart): Offer[] | null {
  const remaining = checkout.lines.map((line) => line.goodsFen)
  const search: Search = {
    checkout,
    part,
    points: checkout.question.buyer.points ?? 0,
    remaining,
    chosen: [],
    excluded: part.offers.map(() => 0),
    leastFee: leastFee(checkout, part, remaining),
    seen: new Map(),
    best: null,
    steps: 0,
  }
  visit(search, 0, { offFen: 0, giftFen: 0, holds: 0 })
  if (search.steps > STEP_LIMIT || search.best === null) return null
  return search.best.chosen.flatMap((index) => part.offers[index] ?? [])
}

function leastFee(checkout: Checkout, { shops }: SearchPart, remaining: readonly number[]): number {
  const lacksWeight = checkout.lines.some(({ line }) => line.weightGram === undefined)
  return lacksWeight ? 0 : feesOf(checkout, shops, remaining)
}

const feesOf = (checkout: Checkout, shops: readonly ShopShipping[], remaining: readonly number[]): number =>
  shops.reduce((sum, shop) => sum + (feeOf(shop, checkout, remaining).feeFen ?? 0), 0)

interface Sum {
  readonly offFen: number
  readonly giftFen: number
  readonly holds: number
}

/** Decides one offer after the other in the order of use, so that each sees what is left; with it first, then without it. */
function visit(search: Search, index: number, sum: Sum): void {
  if (++search.steps > STEP_LIMIT) return
  const { part } = search
  if (index === part.offers.length) {
    settle(search, sum)
    return
  }
  if (cannotWin(search, index, sum)) return
  if (search.steps > STEPS_BEFORE_MEMORY && wasBetter(search, index, sum)) return
  if (search.excluded[index] === 0) visitWith(search, index, sum)
  visit(search, index + 1, sum)
}

function settle(search: Search, { offFen, giftFen, holds }: Sum): void {
  const fees = search.part.shops.length === 0 ? 0 : feesOf(search.checkout, search.part.shops, search.remaining)
  const score = { offFen: offFen - fees, giftFen, holds, chosen: search.chosen }
  if (search.best === null || isBetter(score, search.best, search.part)) {
    search.best = { ...score, chosen: [...search.chosen] }
  }
}

/** A bound: with all that the offers ahead could give at most, and shipping at its least, is the best so far out of reach? */
function cannotWin({ best, part, leastFee: fee, chosen }: Search, index: number, sum: Sum): boolean {
  if (best === null) return false
  const offFen = sum.offFen + (part.offAhead[index] ?? 0) - fee
  if (offFen !== best.offFen) return offFen < best.offFen
  const giftFen = sum.giftFen + (part.giftAhead[index] ?? 0)
  if (giftFen !== best.giftFen) return giftFen < best.giftFen
  if (sum.holds !== best.holds) return sum.holds > best.holds
  return chosen.length > best.chosen.length
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

/** Two ways to the same remainder, with the same offers still open, differ only in what they gave on the way. */
function wasBetter(search: Search, index: number, sum: Sum): boolean {
  const open = search.excluded.map((count, at) => (at >= index && count > 0 ? '1' : '0')).join('')
  const key = `${index} ${open} ${search.remaining.join(' ')}`
  const before = search.seen.get(key)
  const score = { ...sum, chosen: search.chosen }
  if (before !== undefined && !isBetter(score, before, search.part)) return true
  search.seen.set(key, { ...score, chosen: [...search.chosen] })
  return false
}

function visitWith(search: Search, index: number, sum: Sum): void {
  const { part, remaining, checkout } = search
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
  const shares = offFen === 0 ? [] : sharesOf(search, offer, offFen)
  mark(search, { index, offer, shares, by: 1 })
  search.chosen.push(index)
  visit(search, index + 1, { offFen: sum.offFen + offFen, giftFen: sum.giftFen + gift, holds })
  search.chosen.pop()
  mark(search, { index, offer, shares, by: -1 })
}

function sharesOf({ remaining, checkout }: Search, { covers }: Offer, offFen: number): number[] {
  if (covers.length === 1) return [offFen]
  return split(
    offFen,
    covers.map((place) => (remaining[place] ?? 0) - (checkout.lines[place]?.depositFen ?? 0)),
  )
}

interface Mark {
  readonly index: number
  readonly offer: Offer
  readonly shares: readonly number[]
  readonly by: 1 | -1
}

/** Takes the shares of an offer off its lines and shuts out what it excludes; `by` −1 undoes that. */
function mark({ remaining, excluded, part }: Search, { index, offer, shares, by }: Mark): void {
  shares.forEach((fen, at) => {
    const place = offer.covers[at] ?? 0
    remaining[place] = (remaining[place] ?? 0) - by * fen
  })
  part.clashes[index]?.forEach((doesClash, other) => {
    if (doesClash) excluded[other] = (excluded[other] ?? 0) + by
  })
}
