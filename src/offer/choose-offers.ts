import type { Checkout } from './checkout.ts'
import { doClash } from './clashes.ts'
import { needsHold } from './kinds.ts'
import { type Offer, byUse } from './offer.ts'
import { giftValue, mostOff } from './most-off.ts'
import { type SearchPart, searchPart } from './search-part.ts'
import type { ShopShipping } from './ship.ts'

/**
 * The best allowed set of offers, in the order of use (reference offers.md §6): the optimum over all sets. Null: the search gave
 * up after its limit of steps, which no cart of a shop comes near, but 64 offers made to contradict each other may.
 */
export function chooseOffers(
  checkout: Checkout,
  candidates: readonly Offer[],
  shops: readonly ShopShipping[],
): readonly Offer[] | null {
  if (candidates.length === 0) return []
  const offers = [...candidates].sort(byUse)
  const chosen: Offer[] = []
  for (const part of partsOf(checkout, offers, shops)) {
    const best = searchPart(checkout, part)
    if (best === null) return null
    chosen.push(...best)
  }
  return chosen.sort(byUse)
}

/** Offers that share no line, no clash and no shipping cannot touch each other's gain: each part is searched alone. */
function partsOf(checkout: Checkout, offers: readonly Offer[], shops: readonly ShopShipping[]): SearchPart[] {
  const group = checkout.lines.map((_, place) => place)
  const open = shops.filter((shop) => shop.isOpen)
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
  const most = offers.map((offer) => mostOff(offer, checkout))
  const gifts = offers.map(giftValue)
  const clashes = offers.map((offer) => offers.map((other) => doClash(offer, other)))
  const groups = cliques(most, clashes)
  return {
    offers,
    shops,
    clashes,
    gifts,
    isHeld: offers.map((offer) => needsHold(offer.row.kind)),
    offAhead: ahead(most, groups),
    giftAhead: ahead(gifts, groups),
  }
}

/** Groups of offers of which only one can be used: so only the best of each counts for the bound. */
function cliques(most: readonly number[], clashes: readonly (readonly boolean[])[]): number[] {
  const order = most.map((_, index) => index).sort((one, other) => (most[other] ?? 0) - (most[one] ?? 0))
  const members: number[][] = []
  const groups = most.map(() => 0)
  for (const index of order) {
    const fits = members.findIndex((list) => list.every((other) => clashes[index]?.[other]))
    const group = fits === -1 ? members.length : fits
    if (fits === -1) members.push([index])
    else members[fits]?.push(index)
    groups[index] = group
  }
  return groups
}

/** At each offer: the most that it and those after it can give together. */
function ahead(values: readonly number[], groups: readonly number[]): number[] {
  const best = new Map<number, number>()
  const sums = [0]
  let sum = 0
  for (let index = values.length - 1; index >= 0; index--) {
    const group = groups[index] ?? 0
    const before = best.get(group) ?? 0
    const value = Math.max(before, values[index] ?? 0)
    best.set(group, value)
    sum += value - before
    sums.unshift(sum)
  }
  return sums
}
