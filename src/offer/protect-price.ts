import { toIso } from '../kernel/clock.ts'
import type { Checkout } from './checkout.ts'
import { isHeldAt, isInEffect } from './conditions.ts'
import { openCheckout, refuse } from './open-checkout.ts'
import type { Note, QuoteBuyer, Question, Quoted, Refused } from './quote-shape.ts'
import { reckon } from './quote.ts'
import { type Reckoning, tellSteps } from './tell-steps.ts'
import { validTo } from './valid-to.ts'

const DAY_MS = 86_400_000
/** What the shop itself takes off: platform money, red packets and points count on neither side. */
const SHOP_KINDS = new Set(['nth-piece', 'gift', 'shop-reduction', 'product-coupon', 'shop-coupon'])
const LAST_SHOP_LAYER = 4

export interface Claim {
  readonly at: number
  readonly knownAt?: number | undefined
}

export interface Compared {
  readonly status: 'compared'
  readonly paidVersion: number
  readonly nowVersion: number
  readonly until: string
  readonly lines: readonly { readonly lineId: string; readonly paidFen: number; readonly nowFen: number }[]
  readonly paidFen: number
  readonly nowFen: number
  readonly differenceFen: number
}

/** Price protection of an order that was placed at `order.at`: what the protected lines would be cheaper at the claim. */
export function protectPrice(order: Question, claim: Claim): Compared | Refused {
  const paid = reckoned(order)
  if ('status' in paid) return paid
  const { version } = paid.checkout.known
  const badInstants = instantErrors(claim)
  if (badInstants.length > 0) return refuse(Number.isNaN(claim.knownAt) ? null : version, badInstants)
  const ends = protectionEnds(paid.checkout)
  if (ends.every((end) => end === null)) return refuse(version, [{ code: 'not-protected', ref: null }])
  const places = ends.flatMap((end, place) => (end !== null && order.at <= claim.at && claim.at < end ? [place] : []))
  if (places.length === 0) return refuse(version, [{ code: 'protection-ended', ref: null }])
  const now = atClaim(order, claim)
  if ('status' in now) return now
  const until = Math.min(...places.flatMap((place) => ends[place] ?? []))
  return compared({ paid, now, places, until })
}

/** The records that the price at the claim stands in. Null: there is no such price. */
export function stepsAtClaim(order: Question, claim: Claim): Pick<Quoted, 'steps' | 'version' | 'validTo'> | null {
  const now = atClaim(order, claim)
  if ('status' in now) return null
  const steps = tellSteps(now).filter(({ layer }) => layer <= LAST_SHOP_LAYER)
  return { steps, version: now.checkout.known.version, validTo: validTo(now.checkout) }
}

const atClaim = (order: Question, claim: Claim): Reckoning | Refused =>
  reckoned(
    { ...order, ...claim, knownAt: claim.knownAt, cart: { ...order.cart, usePoints: false }, buyer: asThen(order) },
    SHOP_KINDS,
  )

function reckoned(question: Question, kinds?: ReadonlySet<string>): Reckoning | Refused {
  const checkout = openCheckout(question)
  return 'status' in checkout ? checkout : reckon({ ...checkout, kinds })
}

function instantErrors({ at, knownAt }: Claim): Note[] {
  return [
    ...(Number.isNaN(at) ? [{ code: 'bad-instant', ref: 'claim.at' }] : []),
    ...(Number.isNaN(knownAt) ? [{ code: 'bad-instant', ref: 'claim.knownAt' }] : []),
  ]
}

/** For each line the end of its protection; null: none, as always for pre-sale. */
function protectionEnds({ lines, rows, question }: Checkout): (number | null)[] {
  return lines.map(({ presale }, place) => {
    if (presale !== null) return null
    const days = rows.flatMap(({ row, places }) => {
      const covers = row.kind === 'price-protection' && row.fault === null && places.includes(place)
      return covers && isInEffect(row, question.at) ? [row.terms.days ?? 0] : []
    })
    return days.length === 0 ? null : question.at + Math.max(...days) * DAY_MS
  })
}

/** What the buyer held when buying is held still; what was claimed for another time is not. */
function asThen({ buyer, at }: Question): QuoteBuyer {
  const holds = (buyer.holds ?? []).filter((hold) => isHeldAt(hold, at))
  return { ...buyer, holds: holds.map(({ entryId, seq }) => ({ entryId, seq })) }
}

interface Sides {
  readonly paid: Reckoning
  readonly now: Reckoning
  readonly places: readonly number[]
  readonly until: number
}

function compared({ paid, now, places, until }: Sides): Compared {
  const lines = places.map((place) => ({
    lineId: paid.checkout.lines[place]?.line.lineId ?? '',
    paidFen: shopSide(paid, place),
    nowFen: shopSide(now, place),
  }))
  const paidFen = lines.reduce((sum, line) => sum + line.paidFen, 0)
  const nowFen = lines.reduce((sum, line) => sum + line.nowFen, 0)
  return {
    status: 'compared',
    paidVersion: paid.checkout.known.version,
    nowVersion: now.checkout.known.version,
    until: toIso(until),
    lines,
    paidFen,
    nowFen,
    differenceFen: Math.max(0, paidFen - nowFen),
  }
}

function shopSide({ checkout, used }: Reckoning, place: number): number {
  const off = used.reduce((sum, { offer, shares }) => {
    return offer.layer > LAST_SHOP_LAYER ? sum : sum + (shares[offer.covers.indexOf(place)] ?? 0)
  }, 0)
  return (checkout.lines[place]?.goodsFen ?? 0) - off
}
