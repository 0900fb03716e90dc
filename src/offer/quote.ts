import { toIso } from '../kernel/clock.ts'
import { adviseClaims } from './advise-claims.ts'
import { adviseNextTiers } from './advise.ts'
import type { Checkout } from './checkout.ts'
import { chooseOffers } from './choose-offers.ts'
import { type Judged, findOffers } from './find-offers.ts'
import { insure } from './insure.ts'
import type { Offer } from './offer.ts'
import { openCheckout, refuse, sortedNotes } from './open-checkout.ts'
import type { Question, Quote, Quoted, Refused } from './quote-shape.ts'
import { feeOf, findShipping } from './ship.ts'
import { tellLines, tellShops, tellTotals } from './tell-totals.ts'
import { pointsOf, tellSteps } from './tell-steps.ts'
import { type Unused, tellWhy } from './tell-why.ts'
import { useOffers } from './use-offers.ts'
import { validTo } from './valid-to.ts'

const MOST_CANDIDATES = 64

/**
 * What one checkout costs, to the fen, with every step, its source and its version: reference offers.md. Pure: the same
 * question has the same answer; it reads no clock. Where there is no number it is `refused` with all errors of one phase.
 */
export function quote(question: Question): Quote {
  const checkout = openCheckout(question)
  return 'status' in checkout ? checkout : quoteCheckout(checkout)
}

/** The same from a checkout that is already open. */
function quoteCheckout(checkout: Checkout): Quote {
  const reckoned = reckon(checkout)
  return 'status' in reckoned ? reckoned : tell(reckoned)
}

/** The arithmetic of a quote: what was chosen, what it gave, and what is left of each line. */
export function reckon(checkout: Checkout): Unused | Refused {
  const judged = findOffers(checkout)
  const candidates = candidatesOf(judged)
  const shops = findShipping(checkout)
  const chosen = candidates.length > MOST_CANDIDATES ? null : chooseOffers(checkout, candidates, shops)
  if (chosen === null) return tooMany(checkout)
  const { used, remaining } = useOffers(checkout, chosen)
  const fees = shops.map((shop) => feeOf(shop, checkout, remaining))
  const insurances = shops.flatMap(({ shopId }) => insure(checkout, shopId) ?? [])
  return { checkout, judged, shops, used, remaining, fees, insurances }
}

const candidatesOf = (judged: readonly Judged[]): Offer[] =>
  judged.flatMap(({ offer, reason }) => (reason === null ? [offer] : []))

const tooMany = ({ known }: Checkout): Refused => refuse(known.version, [{ code: 'too-many-offers', ref: null }])

export function tell(reckoning: Unused): Quoted {
  const { checkout, used, fees } = reckoning
  const shops = tellShops(reckoning)
  return {
    status: 'quoted',
    version: checkout.known.version,
    phase: checkout.lines.find(({ presale }) => presale !== null)?.presale?.phase ?? 'normal',
    pricedAt: toIso(checkout.pricedAt),
    validTo: validTo(checkout),
    lines: tellLines(reckoning),
    shops,
    chosen: used.map(({ offer }) => offer.row.id),
    steps: tellSteps(reckoning),
    gifts: used.flatMap(({ offer, gift, sets }) =>
      gift === null ? [] : [{ sourceId: offer.row.id, skuId: gift.skuId, quantity: sets * gift.quantity }],
    ),
    ...tellTotals(reckoning, shops),
    pointsUsed: used.reduce((sum, it) => sum + pointsOf(it), 0),
    why: tellWhy(reckoning),
    advice: [...adviseClaims(reckoning, candidatesOf(reckoning.judged)), ...adviseNextTiers(reckoning)],
    problems: sortedNotes(
      fees.flatMap(({ problem, shopId }) => (problem === null ? [] : [{ code: problem, ref: shopId }])),
    ),
  }
}
