import { byCode } from './checkout.ts'
import { chooseOffers } from './choose-offers.ts'
import { reasonWithHold } from './find-offers.ts'
import type { Offer } from './offer.ts'
import type { Advice } from './quote-shape.ts'
import { feeOf } from './ship.ts'
import type { Unused } from './tell-why.ts'
import { useOffers } from './use-offers.ts'

const MOST_CANDIDATES = 64

/** What claiming an offer would save: the best price now, less the best price with it among the candidates. */
export function adviseClaims(unused: Unused): Advice[] {
  const { checkout, judged, candidates, remaining, fees } = unused
  const nowFen = sum(remaining) + sum(fees.map(({ feeFen }) => feeFen ?? 0))
  return judged
    .flatMap(({ offer, reason }): Advice[] => {
      if (reason !== 'no-hold' || offer.row.terms.claimable !== true) return []
      if (candidates.length >= MOST_CANDIDATES || reasonWithHold(checkout, offer) !== null) return []
      const gainFen = nowFen - (priceWith(unused, [...candidates, offer]) ?? nowFen)
      return gainFen > 0 ? [{ kind: 'claim', sourceId: offer.row.id, gainFen }] : []
    })
    .sort((one, other) => byCode(one.sourceId, other.sourceId))
}

const sum = (parts: readonly number[]): number => parts.reduce((total, part) => total + part, 0)

function priceWith({ checkout, shops }: Unused, candidates: readonly Offer[]): number | null {
  const chosen = chooseOffers(checkout, candidates, shops)
  if (chosen === null) return null
  const { remaining } = useOffers(checkout, chosen)
  return sum(remaining) + sum(shops.map((shop) => feeOf(shop, checkout, remaining).feeFen ?? 0))
}
