import type { Checkout } from './checkout.ts'
import type { Offer } from './offer.ts'
import { nominalOf, tierOff } from './reduce.ts'

/** The most that an offer can take off, whatever else is used: reductions fall with what is left, bar tiers that give less. */
export function mostOff(offer: Offer, { lines, question }: Checkout): number {
  let remainingFen = 0
  let openFen = 0
  for (const place of offer.covers) {
    const line = lines[place]
    remainingFen += line?.goodsFen ?? 0
    openFen += (line?.goodsFen ?? 0) - (line?.depositFen ?? 0)
  }
  const { tiers, thresholdOn } = offer.row.terms
  if (tiers !== undefined && thresholdOn === 'remaining' && offer.row.kind !== 'gift') {
    return Math.min(openFen, Math.max(...tiers.map((tier) => tierOff(tier, openFen))))
  }
  return Math.min(openFen, nominalOf(offer, { remainingFen, openFen }, question.buyer.points ?? 0).nominalFen)
}

/** What an offer's gifts are worth: they depend on prices only. */
export function giftValue(offer: Offer): number {
  if (offer.row.kind !== 'gift') return 0
  const { gift, sets } = nominalOf(offer, { remainingFen: 0, openFen: 0 }, 0)
  return gift === null ? 0 : sets * gift.quantity * gift.valueFen
}
