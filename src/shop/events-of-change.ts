import { isDeepStrictEqual } from 'node:util'
import type { DomainEvent, EventType } from '../kernel/events.ts'
import type { Coupon, Order, OrderState, Parcel, Product, Refund } from './commerce.ts'
import type { RowChange } from './mirror-rows.store.ts'

/** What a change means in the trade; `DomainEvent` without the place and time, which the mirror adds. */
export type Happening = Pick<DomainEvent, 'type' | 'key' | 'body'>

const AFTER_PAID: readonly OrderState[] = ['paid', 'shipped', 'received', 'completed']
const AFTER_SHIPPED: readonly OrderState[] = ['shipped', 'received', 'completed']
const AFTER_RECEIVED: readonly OrderState[] = ['received', 'completed']

/** The stages an order passes, in this order; not every back end tells the instants, so the state counts as well. */
const MILESTONES: readonly { readonly type: EventType; readonly reached: (order: Order) => boolean }[] = [
  { type: 'order.placed', reached: () => true },
  { type: 'order.paid', reached: (order) => order.paidAt !== null || AFTER_PAID.includes(order.state) },
  { type: 'order.shipped', reached: (order) => order.shippedAt !== null || AFTER_SHIPPED.includes(order.state) },
  { type: 'order.delivered', reached: (order) => order.receivedAt !== null || AFTER_RECEIVED.includes(order.state) },
]

/** Every stage newly reached, else (closed, other address, other lines…) one `order.changed`. */
export function eventsOfOrder({ before, after }: RowChange<Order>): Happening[] {
  const reached = MILESTONES.filter(({ reached }) => reached(after) && !(before !== null && reached(before)))
  const types = reached.map(({ type }) => type)
  const becameClosed = after.state === 'closed' && before?.state !== 'closed'
  if (types.length === 0 || (before === null && becameClosed)) types.push('order.changed')
  const body = {
    orderId: after.orderId,
    customerId: after.customerId,
    state: after.state,
    stateBefore: before?.state ?? null,
    totalFen: after.total.amount,
    productIds: [...new Set(after.lines.map((line) => line.productId))],
    changed: fieldsChanged(before, after),
  }
  return types.map((type) => ({ type, key: orderKey(after.orderId), body }))
}

/** A parcel belongs to its order: readers of the order hear of its state in the order's own sequence. */
export function eventsOfParcel({ before, after }: RowChange<Parcel>): Happening[] {
  if (before?.state === after.state) return []
  const body = { orderId: after.orderId, parcelId: after.parcelId, parcelState: after.state, changed: ['parcel'] }
  return [{ type: 'order.changed', key: orderKey(after.orderId), body }]
}

export function eventsOfRefund({ before, after }: RowChange<Refund>): Happening[] {
  const body = {
    refundId: after.refundId,
    orderId: after.orderId,
    customerId: after.customerId,
    kind: after.kind,
    state: after.state,
    stateBefore: before?.state ?? null,
    amountFen: after.amount.amount,
  }
  const key = orderKey(after.orderId)
  const changed: Happening = { type: 'refund.changed', key, body }
  if (before !== null) return [changed]
  const requested: Happening = { type: 'refund.requested', key, body }
  return after.state === 'requested' ? [requested] : [requested, changed]
}

export function eventsOfProduct({ before, after }: RowChange<Product>): Happening[] {
  const body = { productId: after.productId, onShelf: after.onShelf, changed: fieldsChanged(before, after) }
  return [{ type: 'product.changed', key: `product:${after.productId}`, body }]
}

export function eventsOfCoupon({ before, after }: RowChange<Coupon>): Happening[] {
  const changed = fieldsChanged(before, after)
  // Every claimed coupon lowers `left`; that alone is no other offer until none is left.
  if (before !== null && changed.every((field) => field === 'left') && after.left !== 0 && before.left !== 0) return []
  const body = { couponId: after.couponId, validFrom: after.validFrom, validTo: after.validTo, changed }
  return [{ type: 'offer.changed', key: `coupon:${after.couponId}`, body }]
}

const orderKey = (orderId: string): string => `order:${orderId}`

/** Names of the fields that differ; empty for what is new. */
function fieldsChanged<Item extends { readonly updatedAt: number }>(before: Item | null, after: Item): string[] {
  if (before === null) return []
  const was: Map<string, unknown> = new Map(Object.entries(before))
  return Object.entries(after)
    .filter(([name, value]) => name !== 'updatedAt' && !isDeepStrictEqual(was.get(name), value))
    .map(([name]) => name)
}
