import { share } from './arithmetic.ts'
import type { LedgerRow } from './ledger-row.ts'
import { openCheckout, refuse } from './open-checkout.ts'
import type { Note, Question, Refused } from './quote-shape.ts'
import { reckon } from './quote.ts'
import { earnedGift } from './reduce.ts'
import type { Reckoning } from './tell-steps.ts'
import type { Used } from './use-offers.ts'

export interface ReturnedPieces {
  readonly lineId: string
  readonly quantity: number
}

/** What comes back, and what came back before. */
export interface ReturnRequest {
  readonly reason: 'no-reason' | 'not-shipped' | 'seller-fault'
  readonly already?: readonly ReturnedPieces[] | undefined
  readonly returns: readonly ReturnedPieces[]
}

export interface RefundedLine {
  readonly lineId: string
  readonly quantity: number
  readonly cashFen: number
  readonly redPacketFen: number
  readonly points: number
}

/** Fen back as money, red packets and points back as such, what the buyer sends back of gifts, and coupons that are free again. */
export interface Refunded {
  readonly status: 'refunded'
  readonly lines: readonly RefundedLine[]
  readonly goodsFen: number
  readonly shippingFen: number
  readonly cashFen: number
  readonly points: number
  readonly redPackets: readonly { readonly sourceId: string; readonly fen: number }[]
  readonly giftsToReturn: readonly { readonly sourceId: string; readonly skuId: string; readonly quantity: number }[]
  readonly holdsReturned: readonly string[]
}

/** Refund of a part of an order as it was quoted: no threshold is reckoned anew, each piece gives back what it carried. */
export function refund(order: Question, request: ReturnRequest): Refunded | Refused {
  const checkout = openCheckout(order)
  if ('status' in checkout) return checkout
  const reckoned = reckon(checkout)
  if ('status' in reckoned) return reckoned
  const errors = requestErrors(reckoned, request)
  if (errors.length > 0) return refuse(checkout.known.version, errors)
  return refunded({ ...reckoned, ...progressOf(reckoned, request), reason: request.reason })
}

interface Return extends Reckoning {
  /** Pieces of each line that are back before this return and after it. */
  readonly before: readonly number[]
  readonly after: readonly number[]
  readonly reason: ReturnRequest['reason']
}

function requestErrors({ checkout }: Reckoning, { already = [], returns }: ReturnRequest): Note[] {
  const back = new Map<string, number>()
  return [...already, ...returns].flatMap(({ lineId, quantity }) => {
    const line = checkout.lines.find((it) => it.line.lineId === lineId)
    if (line === undefined) return [{ code: 'unknown-line', ref: lineId }]
    if (!Number.isInteger(quantity) || quantity < 1) return [{ code: 'bad-quantity', ref: lineId }]
    const total = (back.get(lineId) ?? 0) + quantity
    back.set(lineId, total)
    return total > line.line.quantity ? [{ code: 'return-too-many', ref: lineId }] : []
  })
}

function progressOf(
  { checkout }: Reckoning,
  { already = [], returns }: ReturnRequest,
): Pick<Return, 'before' | 'after'> {
  const count = (list: readonly ReturnedPieces[], lineId: string): number =>
    list.reduce((sum, it) => sum + (it.lineId === lineId ? it.quantity : 0), 0)
  const before = checkout.lines.map(({ line }) => count(already, line.lineId))
  return { before, after: checkout.lines.map(({ line }, place) => (before[place] ?? 0) + count(returns, line.lineId)) }
}

function refunded(back: Return): Refunded {
  const { checkout, used } = back
  const packets = used.filter(({ offer }) => offer.layer === 7)
  const points = used.filter(({ offer }) => offer.layer === 8)
  const lines = checkout.lines.flatMap(({ line }, place): RefundedLine[] => {
    const quantity = (back.after[place] ?? 0) - (back.before[place] ?? 0)
    if (quantity === 0) return []
    return [
      {
        lineId: line.lineId,
        quantity,
        cashFen: carried(back, place, back.remaining[place] ?? 0),
        redPacketFen: sum(packets.map((it) => carried(back, place, shareOf(it, place)))),
        points: sum(
          points.map((it) => carried(back, place, shareOf(it, place)) * (it.offer.row.terms.pointsPerFen ?? 1)),
        ),
      },
    ]
  })
  const goodsFen = sum(lines.map((line) => line.cashFen))
  const shippingFen = feesBack(back)
  return {
    status: 'refunded',
    lines,
    goodsFen,
    shippingFen,
    cashFen: goodsFen + shippingFen,
    points: sum(lines.map((line) => line.points)),
    redPackets: packets.flatMap((it) => {
      const fen = sum(checkout.lines.map((_, place) => carried(back, place, shareOf(it, place))))
      return fen === 0 ? [] : [{ sourceId: it.offer.row.id, fen }]
    }),
    giftsToReturn: used.flatMap((it) => giftsBack(back, it)),
    holdsReturned: used.flatMap((it) => (isCoupon(it.offer.row) && comesBack(back, it) ? [it.offer.row.id] : [])),
  }
}

const sum = (parts: readonly number[]): number => parts.reduce((total, part) => total + part, 0)

const shareOf = ({ offer, shares }: Used, place: number): number => shares[offer.covers.indexOf(place)] ?? 0

/** The first k pieces of a line carry `floor(fen × k / quantity)`; so the last piece takes the rest. */
function carried({ checkout, before, after }: Return, place: number, fen: number): number {
  const quantity = checkout.lines[place]?.line.quantity ?? 1
  return share(fen, after[place] ?? 0, quantity) - share(fen, before[place] ?? 0, quantity)
}

const isBack = ({ checkout }: Return, pieces: readonly number[], places: readonly number[]): boolean =>
  places.every((place) => pieces[place] === checkout.lines[place]?.line.quantity)

function feesBack(back: Return): number {
  if (back.reason === 'no-reason') return 0
  return sum(
    back.fees.map(({ shopId, feeFen }) => {
      const places = back.checkout.lines.flatMap(({ line }, place) => (line.shopId === shopId ? [place] : []))
      if (!isBack(back, back.after, places) || isBack(back, back.before, places)) return 0
      const insurance = back.insurances.find((it) => it.shopId === shopId)?.feeFen ?? 0
      return (feeFen ?? 0) + (back.reason === 'not-shipped' ? insurance : 0)
    }),
  )
}

const isCoupon = ({ kind }: LedgerRow): boolean => kind.endsWith('-coupon')

function comesBack(back: Return, it: Used): boolean {
  const places = it.offer.covers.filter((_, index) => (it.shares[index] ?? 0) > 0)
  return isBack(back, back.after, places) && !isBack(back, back.before, places)
}

function giftsBack(back: Return, it: Used): Refunded['giftsToReturn'] {
  const { gift } = it
  if (gift === null) return []
  const quantity = earnedBy(back, it, back.before) - earnedBy(back, it, back.after)
  return quantity > 0 ? [{ sourceId: it.offer.row.id, skuId: gift.skuId, quantity }] : []
}

/** How many pieces of the gift the goods that are kept still earn; never more than were given. */
function earnedBy({ checkout }: Return, { offer, gift, sets }: Used, back: readonly number[]): number {
  let thresholdFen = 0
  let thresholdQty = 0
  for (const place of offer.covers) {
    const line = checkout.lines[place]
    if (line === undefined) continue
    const { quantity } = line.line
    thresholdFen += line.goodsFen - share(line.goodsFen, back[place] ?? 0, quantity)
    thresholdQty += quantity - (back[place] ?? 0)
  }
  if (thresholdQty === 0 || gift === null) return 0
  const earned = earnedGift({ row: offer.row, thresholdFen, thresholdQty, left: offer.left })
  return earned.gift?.skuId === gift.skuId ? Math.min(sets * gift.quantity, earned.sets * earned.gift.quantity) : 0
}
