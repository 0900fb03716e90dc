import { z } from 'zod'
import type { Order, Parcel, Refund } from './commerce.ts'

/** Where a buyer stands with a shop. Computed from orders, parcels and refunds first, from words second. */
export const demandState = z.enum([
  'pre-sale',
  'ordered-unpaid',
  'paid-unshipped',
  'in-transit',
  'received',
  'refunding',
  'closed',
])
export type DemandState = z.infer<typeof demandState>

const DAY_MS = 86_400_000
/** After this long a received order is history: the buyer is a shopper again. Return periods are 7 days, quality claims run to 15. */
export const RECEIVED_DAYS = 15
/** A closed order is talked about for some days ("why was it cancelled?"), then it is history too. */
export const CLOSED_DAYS = 3

export interface Purchases {
  readonly orders: readonly Order[]
  readonly parcels: readonly Parcel[]
  readonly refunds: readonly Refund[]
}

/**
 * The most recent live order decides. Live = unpaid, paid, under way, received within RECEIVED_DAYS, or with an open refund;
 * an open refund on it makes `refunding`. No live order: `closed` when the latest one was closed within CLOSED_DAYS, else `pre-sale`.
 */
export function computeDemandState(purchases: Purchases, at: number): DemandState {
  const latestFirst = [...purchases.orders].sort((one, other) => other.placedAt - one.placedAt)
  for (const order of latestFirst) {
    const state = stateOfOrder(order, purchases, at)
    if (state !== null) return state
  }
  const latest = latestFirst[0]
  if (latest?.state === 'closed' && at - (latest.closedAt ?? latest.updatedAt) <= CLOSED_DAYS * DAY_MS) return 'closed'
  return 'pre-sale'
}

/** Null = this order is no longer live. */
export function stateOfOrder(order: Order, purchases: Purchases, at: number): DemandState | null {
  if (purchases.refunds.some((refund) => refund.orderId === order.orderId && isOpenRefund(refund))) return 'refunding'
  switch (order.state) {
    case 'unpaid':
      return 'ordered-unpaid'
    case 'paid':
      return 'paid-unshipped'
    case 'shipped':
      return stateUnderWay(order, purchases.parcels, at)
    case 'received':
    case 'completed':
      return stillReceived(order.receivedAt ?? order.updatedAt, at)
    case 'closed':
      return null
    case 'pending':
      return stateByInstants(order, at)
  }
}

export const isOpenRefund = (refund: Refund): boolean =>
  refund.state === 'requested' || refund.state === 'agreed' || refund.state === 'sent-back'

// The carrier knows of the hand-over before the platform does: all parcels delivered = received.
function stateUnderWay(order: Order, parcels: readonly Parcel[], at: number): DemandState | null {
  const own = parcels.filter((parcel) => parcel.orderId === order.orderId)
  if (own.length === 0 || own.some((parcel) => parcel.state !== 'delivered')) return 'in-transit'
  return stillReceived(Math.max(...own.map((parcel) => parcel.updatedAt)), at)
}

const stillReceived = (receivedAt: number, at: number): DemandState | null =>
  at - receivedAt <= RECEIVED_DAYS * DAY_MS ? 'received' : null

// The platform's word is unknown to us: its instants still say how far the order came. None of them = nothing is claimed.
function stateByInstants(order: Order, at: number): DemandState | null {
  if (order.closedAt !== null) return null
  if (order.receivedAt !== null) return stillReceived(order.receivedAt, at)
  if (order.shippedAt !== null) return 'in-transit'
  return order.paidAt === null ? null : 'paid-unshipped'
}
