import { byCode } from './checkout.ts'
import { type Offer, byUse } from './offer.ts'
import type { Advice } from './quote-shape.ts'
import { everyOff } from './reduce.ts'
import { missingForFree } from './ship.ts'
import { type Unused, isBarred } from './tell-why.ts'
import type { Used } from './use-offers.ts'

/** The next step of every offer that could still be reached by buying more: reference offers.md §9, `next-tier`. */
export function adviseNextTiers(unused: Unused): Advice[] {
  const advice: Advice[] = []
  for (const { offer, reason } of unused.judged) {
    const isOpen = (reason === null || reason === 'below-threshold') && offer.row.kind !== 'points'
    if (!isOpen || isBarred(offer, unused.used)) continue
    const next = nextTier(unused, offer)
    if (next !== null && (next.gainFen === null || next.gainFen > 0)) {
      advice.push({ kind: 'next-tier', sourceId: offer.row.id, ...next })
    }
  }
  advice.push(...freeShippingAdvice(unused))
  return advice.length < 2 ? advice : advice.sort((one, other) => byCode(one.sourceId, other.sourceId))
}

type Next = Pick<Advice, 'gainFen' | 'missingFen' | 'missingQty'>

const missing = (fen: number, quantity: number): Pick<Advice, 'missingFen' | 'missingQty'> => ({
  ...(fen > 0 ? { missingFen: fen } : {}),
  ...(quantity > 0 ? { missingQty: quantity } : {}),
})

function nextTier(unused: Unused, offer: Offer): Next | null {
  const { row, thresholdQty } = offer
  const { pieces, every, tiers } = row.terms
  if (pieces !== undefined) return nextPiece(offer)
  const use = unused.used.find((it) => it.offer === offer)
  const thresholdFen = row.terms.thresholdOn === 'remaining' ? remainingBefore(unused, offer) : offer.thresholdFen
  const givesFen = use?.reductionFen ?? 0
  if (every?.gift !== undefined) return nextGift(offer)
  if (every !== undefined) return nextStep(every, { thresholdFen, givesFen })
  const tier = tiers?.find((it) => thresholdFen < (it.minFen ?? 0) || thresholdQty < (it.minQty ?? 0))
  if (tier === undefined) return null
  const gainFen = tier.offFen === undefined ? null : tier.offFen - givesFen
  return { ...missing((tier.minFen ?? 0) - thresholdFen, (tier.minQty ?? 0) - thresholdQty), gainFen }
}

function nextPiece({ row: { terms }, thresholdQty }: Offer): Next | null {
  const { pieces = [], repeat } = terms
  const block = pieces.at(-1)?.n ?? 1
  const inBlock = repeat ? thresholdQty % block : thresholdQty
  const next = pieces.find(({ n }) => n > inBlock)
  return next === undefined ? null : { missingQty: next.n - inBlock, gainFen: null }
}

function nextGift({ row: { terms }, thresholdFen, thresholdQty, left }: Offer): Next | null {
  const { stepFen, stepQty, gift, maxTimes = Number.POSITIVE_INFINITY } = terms.every ?? {}
  const step = stepQty ?? stepFen ?? 1
  const reached = stepQty === undefined ? thresholdFen : thresholdQty
  const times = Math.floor(reached / step)
  if (times >= maxTimes || times >= Math.floor(left / (gift?.quantity ?? 1))) return null
  const lacking = (times + 1) * step - reached
  return { ...(stepQty === undefined ? missing(lacking, 0) : missing(0, lacking)), gainFen: null }
}

interface Standing {
  readonly thresholdFen: number
  readonly givesFen: number
}

function nextStep(
  every: { readonly stepFen?: number | undefined; readonly offFen?: number; readonly maxFen?: number | undefined },
  { thresholdFen, givesFen }: Standing,
): Next | null {
  const { stepFen = 1 } = every
  const target = (Math.floor(thresholdFen / stepFen) + 1) * stepFen
  const isCapped = everyOff(every, target) <= everyOff(every, thresholdFen)
  return isCapped ? null : { missingFen: target - thresholdFen, gainFen: everyOff(every, target) - givesFen }
}

/** Σ left of the covers at the place of an offer in the order of use, whether it was used or not. */
function remainingBefore({ used, checkout }: Unused, offer: Offer): number {
  const before = used.filter((it) => byUse(it.offer, offer) < 0)
  return offer.covers.reduce((sum, place) => sum + (checkout.lines[place]?.goodsFen ?? 0) - offOf(before, place), 0)
}

const offOf = (used: readonly Used[], place: number): number =>
  used.reduce((sum, { offer, shares }) => sum + (shares[offer.covers.indexOf(place)] ?? 0), 0)

function freeShippingAdvice({ shops, fees, checkout, remaining }: Unused): Advice[] {
  return shops.flatMap((shop, index) => {
    if (fees[index]?.feeFen === 0) return []
    return shop.free.flatMap((free): Advice[] => {
      const { missingFen, missingQty } = missingForFree(free, checkout, remaining)
      if (free.reason !== null || missingFen + missingQty === 0) return []
      return [{ kind: 'next-tier', sourceId: free.row.id, ...missing(missingFen, missingQty), gainFen: null }]
    })
  })
}
