import { toIso } from '../kernel/clock.ts'
import { adviseClaims } from './advise-claims.ts'
import { adviseNextTiers } from './advise.ts'
import type { Checkout } from './checkout.ts'
import { chooseOffers } from './choose-offers.ts'
import { findOffers } from './find-offers.ts'
import { type Insurance, insure } from './insure.ts'
import type { Offer } from './offer.ts'
import { openCheckout, refuse, sortedNotes } from './open-checkout.ts'
import type { Note, Question, Quote, Quoted, QuotedGift, Refused } from './quote-shape.ts'
import { type ShopFee, feeOf, findShipping } from './ship.ts'
import { tellLines, tellShops, tellTotals } from './tell-totals.ts'
import { pointsOf, tellSteps } from './tell-steps.ts'
import { type Unused, tellWhy } from './tell-why.ts'
import { type Used, useOffers } from './use-offers.ts'
import { validTo } from './valid-to.ts'

const MOST_CANDIDATES = 64
/** Of the search for the best set, and of the advice to claim: 30 ms and 10 ms of CPU time at the worst. */
const MOST_STEPS = 240_000
const MOST_CLAIM_STEPS = 80_000

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
  const candidates: Offer[] = []
  for (const { offer, reason } of judged) if (reason === null) candidates.push(offer)
  const shops = findShipping(checkout)
  const chosen =
    candidates.length > MOST_CANDIDATES
      ? null
      : chooseOffers(checkout, { candidates, shops, budget: { left: MOST_STEPS } })
  if (chosen === null) return tooMany(checkout)
  const { used, remaining } = useOffers(checkout, chosen)
  const fees: ShopFee[] = []
  const insurances: Insurance[] = []
  for (const shop of shops) {
    fees.push(feeOf(shop, checkout, remaining))
    const insurance = insure(checkout, shop.shopId)
    if (insurance !== null) insurances.push(insurance)
  }
  return { checkout, judged, candidates, shops, used, remaining, fees, insurances }
}

const tooMany = ({ known }: Checkout): Refused => refuse(known.version, [{ code: 'too-many-offers', ref: null }])

export function tell(reckoning: Unused): Quoted {
  const { checkout, used } = reckoning
  const shops = tellShops(reckoning)
  const totals = tellTotals(reckoning, shops)
  const claims = adviseClaims(reckoning, { left: MOST_CLAIM_STEPS })
  const nextTiers = adviseNextTiers(reckoning)
  return {
    status: 'quoted',
    version: checkout.known.version,
    phase: phaseOf(checkout),
    pricedAt: toIso(checkout.pricedAt),
    validTo: validTo(checkout),
    lines: tellLines(reckoning),
    shops,
    chosen: used.map(({ offer }) => offer.row.id),
    steps: tellSteps(reckoning),
    gifts: giftsOf(used),
    goodsFen: totals.goodsFen,
    reductionFen: totals.reductionFen,
    goodsPayableFen: totals.goodsPayableFen,
    shippingFen: totals.shippingFen,
    insuranceFen: totals.insuranceFen,
    payableFen: totals.payableFen,
    dueNowFen: totals.dueNowFen,
    dueLaterFen: totals.dueLaterFen,
    pointsUsed: pointsUsed(used),
    why: tellWhy(reckoning),
    advice: claims.length === 0 ? nextTiers : [...claims, ...nextTiers],
    problems: problemsOf(reckoning),
  }
}

function phaseOf({ lines }: Checkout): Quoted['phase'] {
  for (const { presale } of lines) if (presale !== null) return presale.phase
  return 'normal'
}

function giftsOf(used: readonly Used[]): QuotedGift[] {
  const gifts: QuotedGift[] = []
  for (const { offer, gift, sets } of used) {
    if (gift !== null) gifts.push({ sourceId: offer.row.id, skuId: gift.skuId, quantity: sets * gift.quantity })
  }
  return gifts
}

function pointsUsed(used: readonly Used[]): number {
  let points = 0
  for (const it of used) points += pointsOf(it)
  return points
}

function problemsOf({ fees }: Unused): Note[] {
  const problems: Note[] = []
  for (const { problem, shopId } of fees) if (problem !== null) problems.push({ code: problem, ref: shopId })
  return problems.length < 2 ? problems : sortedNotes(problems)
}
