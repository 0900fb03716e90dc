import { pay, share } from './arithmetic.ts'
import type { Offer } from './offer.ts'
import type { Gift, Tier } from './entry-parts.ts'

/** What an offer gives at its place in the order: `thresholdFen` is T, `openFen` is O. */
export interface Nominal {
  readonly thresholdFen: number
  readonly nominalFen: number
  readonly gift: Gift | null
  /** How many times the gift is given. */
  readonly sets: number
}

/** The moment before an offer is used: what is left of its lines, and of that what may be reduced. */
export interface Remaining {
  readonly remainingFen: number
  readonly openFen: number
}

/** Reference offers.md §6: what the terms say before the cap of what is left. Sets of gifts come with no reduction. */
export function nominalOf(offer: Offer, { remainingFen, openFen }: Remaining, points: number): Nominal {
  const { row } = offer
  if (row.kind === 'nth-piece') return money(offer.thresholdFen, offer.piecesFen)
  if (row.kind === 'points') {
    const { pointsPerFen = 1, maxBp = 0 } = row.terms
    return money(openFen, Math.min(Math.floor(points / pointsPerFen), share(openFen, maxBp, 10_000)))
  }
  if (row.kind === 'gift') return giftOf(offer)
  const thresholdFen = row.terms.thresholdOn === 'remaining' ? remainingFen : offer.thresholdFen
  return money(thresholdFen, reductionOf(offer, thresholdFen, openFen))
}

const money = (thresholdFen: number, nominalFen: number): Nominal => ({ thresholdFen, nominalFen, gift: null, sets: 0 })

function reductionOf(offer: Offer, thresholdFen: number, openFen: number): number {
  const { every, tiers } = offer.row.terms
  if (every !== undefined) return everyOff(every, thresholdFen)
  const tier = lastReached(tiers ?? [], thresholdFen, offer.thresholdQty)
  return tier === undefined ? 0 : tierOff(tier, openFen)
}

interface Every {
  readonly stepFen?: number | undefined
  readonly offFen?: number
  readonly maxFen?: number | undefined
}

export function everyOff({ stepFen = 1, offFen = 0, maxFen }: Every, thresholdFen: number): number {
  return Math.min(Math.floor(thresholdFen / stepFen) * offFen, maxFen ?? Number.POSITIVE_INFINITY)
}

export function tierOff(tier: Partial<Tier>, openFen: number): number {
  if (tier.offFen !== undefined) return tier.offFen
  const off = openFen - pay(openFen, tier.payBp ?? 10_000)
  return tier.maxFen === undefined ? off : Math.min(off, tier.maxFen)
}

export function lastReached<T extends { minFen?: number | undefined; minQty?: number | undefined }>(
  tiers: readonly T[],
  thresholdFen: number,
  thresholdQty: number,
): T | undefined {
  return tiers.findLast((tier) => thresholdFen >= (tier.minFen ?? 0) && thresholdQty >= (tier.minQty ?? 0))
}

interface Earning {
  readonly row: Offer['row']
  readonly thresholdFen: number
  readonly thresholdQty: number
  readonly left: number
}

function giftOf(offer: Offer): Nominal {
  const { gift, sets } = earnedGift(offer)
  return { thresholdFen: offer.thresholdFen, nominalFen: 0, gift, sets }
}

/** The gift that goods of so much and so many pieces earn; never more whole sets than are left. */
export function earnedGift({ row, thresholdFen, thresholdQty, left }: Earning): {
  readonly gift: Gift | null
  readonly sets: number
} {
  const { every, tiers } = row.terms
  const gift = every?.gift ?? lastReached(tiers ?? [], thresholdFen, thresholdQty)?.gift ?? null
  if (gift === null) return { gift, sets: 0 }
  const earned = every === undefined ? 1 : timesOf(every, thresholdFen, thresholdQty)
  return { gift, sets: Math.max(0, Math.min(earned, Math.floor(left / gift.quantity))) }
}

interface Steps {
  readonly stepFen?: number | undefined
  readonly stepQty?: number | undefined
  readonly maxTimes?: number | undefined
}

function timesOf({ stepFen, stepQty, maxTimes }: Steps, thresholdFen: number, thresholdQty: number): number {
  const times = stepQty === undefined ? Math.floor(thresholdFen / (stepFen ?? 1)) : Math.floor(thresholdQty / stepQty)
  return Math.min(times, maxTimes ?? Number.POSITIVE_INFINITY)
}
