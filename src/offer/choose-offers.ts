import type { Checkout } from './checkout.ts'
import { doClash } from './clashes.ts'
import { needsHold } from './kinds.ts'
import { giftValue, mostOff } from './most-off.ts'
import { type Offer, byUse } from './offer.ts'
import { type Budget, type SearchPart, searchPart } from './search-part.ts'
import type { ShopShipping } from './ship.ts'

interface Choice {
  readonly candidates: readonly Offer[]
  readonly shops: readonly ShopShipping[]
  readonly budget: Budget
}

/**
 * The best allowed set of offers, in the order of use (reference offers.md §6): the optimum over all sets. Null: the budget was
 * spent, which no cart of a shop comes near, but 64 offers made to contradict each other may.
 */
export function chooseOffers(checkout: Checkout, { candidates, shops, budget }: Choice): readonly Offer[] | null {
  if (candidates.length === 0) return candidates
  const offers = withoutTwins([...candidates].sort(byUse))
  const parts = partsOf(checkout, offers, shops)
  const chosen: Offer[] = []
  for (const part of parts) {
    const best = searchPart(checkout, part, budget)
    if (best === null) return null
    if (parts.length === 1) return best
    chosen.push(...best)
  }
  return chosen.sort(byUse)
}

/** Of offers that differ by nothing but their id, the rules always take the first: the others need not be tried. */
function withoutTwins(offers: readonly Offer[]): readonly Offer[] {
  let before: Offer | undefined
  const kept: Offer[] = []
  for (const offer of offers) {
    if (before === undefined || !areTwins(before, offer)) kept.push(offer)
    before = kept[kept.length - 1]
  }
  return kept
}

function areTwins(one: Offer, other: Offer): boolean {
  if (one.rank !== other.rank || one.row.kind === 'gift' || one.covers.length !== other.covers.length) return false
  if (one.row.kind === 'nth-piece' || one.row.kind === 'points') return false
  const [mine, theirs] = [one.row.terms, other.row.terms]
  if (mine.exclusive || mine.notWith || theirs.exclusive || theirs.notWith) return false
  if (mine.thresholdOn !== theirs.thresholdOn || mine.tiers?.[0]?.offFen !== theirs.tiers?.[0]?.offFen) return false
  if (one.covers.some((place, index) => place !== other.covers[index])) return false
  return JSON.stringify([mine.tiers, mine.every]) === JSON.stringify([theirs.tiers, theirs.every])
}

/** Offers that share no line, no clash and no shipping cannot touch each other's gain: each part is searched alone. */
function partsOf(checkout: Checkout, offers: readonly Offer[], shops: readonly ShopShipping[]): SearchPart[] {
  const open = shops.filter((shop) => shop.isOpen)
  const every = checkout.lines.length
  // One offer for the whole cart holds all the others together.
  if (offers.some((offer) => offer.covers.length === every)) return [partOf(checkout, offers, open)]
  const group = checkout.lines.map((_, place) => place)
  const join = (places: readonly number[]): void => {
    const first = group[places[0] ?? 0] ?? 0
    for (const place of places) {
      const old = group[place] ?? 0
      if (old !== first) group.forEach((it, index) => it === old && (group[index] = first))
    }
  }
  for (const offer of offers) join(offer.covers)
  for (const shop of open) join(shop.places)
  const names = new Set(offers.map((offer) => group[offer.covers[0] ?? 0] ?? 0))
  return [...names].map((name) => {
    const own = offers.filter((offer) => group[offer.covers[0] ?? 0] === name)
    const shipping = open.filter((shop) => group[shop.places[0] ?? 0] === name)
    return partOf(checkout, own, shipping)
  })
}

function partOf(checkout: Checkout, offers: readonly Offer[], shops: readonly ShopShipping[]): SearchPart {
  const most: number[] = []
  const gifts: number[] = []
  const isHeld: boolean[] = []
  const shutsOut: number[][] = []
  for (let index = 0; index < offers.length; index++) {
    const offer = offers[index]
    if (offer === undefined) continue
    most.push(mostOff(offer, checkout))
    gifts.push(giftValue(offer))
    isHeld.push(needsHold(offer.row.kind))
    shutsOut.push(clashesAfter(offers, offer, index))
  }
  return { offers, shops, shutsOut, gifts, isHeld, most, groups: cliques(most, shutsOut), giftAhead: ahead(gifts) }
}

function clashesAfter(offers: readonly Offer[], offer: Offer, index: number): number[] {
  const clashes: number[] = []
  for (let after = index + 1; after < offers.length; after++) {
    const other = offers[after]
    if (other !== undefined && doClash(offer, other)) clashes.push(after)
  }
  return clashes
}

/** Groups of offers of which only one can be used: so only the best of each counts for the bound. */
function cliques(most: readonly number[], shutsOut: readonly (readonly number[])[]): number[] {
  const order: number[] = []
  for (let index = 0; index < most.length; index++) order.push(index)
  order.sort((one, other) => (most[other] ?? 0) - (most[one] ?? 0))
  const members: number[][] = []
  const groups: number[] = most.map(() => 0)
  for (const index of order) {
    let group = 0
    while (group < members.length && !fits(members[group] ?? [], index, shutsOut)) group++
    if (group === members.length) members.push([index])
    else members[group]?.push(index)
    groups[index] = group
  }
  return groups
}

function fits(list: readonly number[], index: number, shutsOut: readonly (readonly number[])[]): boolean {
  for (const other of list) {
    const doesClash = shutsOut[Math.min(index, other)]?.includes(Math.max(index, other)) ?? false
    if (!doesClash) return false
  }
  return true
}

/** At each offer: what it and those after it give together. */
function ahead(values: readonly number[]): number[] {
  const sums = [...values, 0]
  for (let index = values.length - 1; index >= 0; index--) sums[index] = (values[index] ?? 0) + (sums[index + 1] ?? 0)
  return sums
}
