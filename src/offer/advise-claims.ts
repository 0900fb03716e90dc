import { byCode } from './checkout.ts'
import { chooseOffers } from './choose-offers.ts'
import { reasonWithHold } from './find-offers.ts'
import type { Offer } from './offer.ts'
import type { Advice } from './quote-shape.ts'
import type { Budget } from './search-part.ts'
import { type ShopFee, feeOf } from './ship.ts'
import type { Unused } from './tell-why.ts'
import { useOffers } from './use-offers.ts'

const MOST_CANDIDATES = 64
const NO_ADVICE: readonly Advice[] = []

/**
 * What claiming an offer would save: the best price now, less the best price with it among the candidates. All of them share
 * one budget; what is not found within it is not advised.
 */
export function adviseClaims(unused: Unused, budget: Budget): readonly Advice[] {
  const { checkout, judged, candidates, remaining, fees } = unused
  let advice = NO_ADVICE
  for (const { offer, reason } of judged) {
    if (reason !== 'no-hold' || offer.row.terms.claimable !== true) continue
    if (candidates.length >= MOST_CANDIDATES || reasonWithHold(checkout, offer) !== null) continue
    const nowFen = priceOf(remaining, fees)
    const gainFen = nowFen - (priceWith(unused, offer, budget) ?? nowFen)
    if (gainFen > 0) advice = [...advice, { kind: 'claim', sourceId: offer.row.id, gainFen }]
  }
  return advice.length < 2 ? advice : advice.toSorted((one, other) => byCode(one.sourceId, other.sourceId))
}

function priceOf(remaining: readonly number[], fees: readonly ShopFee[]): number {
  let sum = 0
  for (const fen of remaining) sum += fen
  for (const { feeFen } of fees) sum += feeFen ?? 0
  return sum
}

function priceWith({ checkout, shops, candidates }: Unused, offer: Offer, budget: Budget): number | null {
  const chosen = chooseOffers(checkout, { candidates: [...candidates, offer], shops, budget })
  if (chosen === null) return null
  const { remaining } = useOffers(checkout, chosen)
  return priceOf(
    remaining,
    shops.map((shop) => feeOf(shop, checkout, remaining)),
  )
}
