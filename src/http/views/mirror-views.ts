import { z } from 'zod'
import { toIso } from '../../kernel/clock.ts'
import {
  type BackendBuyer,
  backendBuyer,
  type Coupon,
  coupon,
  freshnessOf,
  MIRROR_KINDS,
  type MirrorKind,
  type MirrorProgress,
  type Order,
  order,
  type Parcel,
  parcel,
  type Product,
  product,
  type Refund,
  refund,
  type Seen,
} from '../../shop/index.ts'
import { instantOut } from '../fields.ts'
import { maskAddress, maskNumbersIn } from './mask.ts'

/** When we last knew it to be true, and whether that is recent enough to be told to a buyer. */
const freshness = { updatedAt: instantOut, seenAt: instantOut, isFresh: z.boolean() }

const showFreshness = (kind: MirrorKind, seen: Seen<{ readonly updatedAt: number }>, at: number) => ({
  updatedAt: toIso(seen.item.updatedAt),
  seenAt: toIso(seen.seenAt),
  isFresh: freshnessOf(kind, seen.seenAt, at).isFresh,
})

const isoOrNull = (at: number | null): string | null => (at === null ? null : toIso(at))

export const productView = product.extend(freshness).strict()
export const showProduct = (seen: Seen<Product>, at: number) => ({
  ...seen.item,
  ...showFreshness('products', seen, at),
})

const orderTimes = {
  placedAt: instantOut,
  paidAt: instantOut.nullable(),
  shipBy: instantOut.nullable(),
  shippedAt: instantOut.nullable(),
  receivedAt: instantOut.nullable(),
  closedAt: instantOut.nullable(),
}
export const orderView = order.extend({ ...freshness, ...orderTimes, isMasked: z.boolean() }).strict()

/** Phone, door and name of the buyer masked, and every long number in his note. */
export function showOrder(seen: Seen<Order>, at: number) {
  const { address, note } = seen.item
  return { ...showOrderUnmasked(seen, at), address: maskAddress(address), note: maskNumbersIn(note), isMasked: true }
}

/** As the back end has it: only for the route that writes it down. */
export const showOrderUnmasked = (seen: Seen<Order>, at: number) => ({
  ...seen.item,
  ...showFreshness('orders', seen, at),
  placedAt: toIso(seen.item.placedAt),
  paidAt: isoOrNull(seen.item.paidAt),
  shipBy: isoOrNull(seen.item.shipBy),
  shippedAt: isoOrNull(seen.item.shippedAt),
  receivedAt: isoOrNull(seen.item.receivedAt),
  closedAt: isoOrNull(seen.item.closedAt),
  isMasked: false,
})

const parcelEvent = z.strictObject({ at: instantOut, text: z.string(), place: z.string().optional() })
export const parcelView = parcel
  .extend({ ...freshness, events: z.array(parcelEvent), eta: instantOut.nullable() })
  .strict()
export const showParcel = (seen: Seen<Parcel>, at: number) => ({
  ...seen.item,
  ...showFreshness('parcels', seen, at),
  eta: isoOrNull(seen.item.eta),
  events: seen.item.events.map((event) => ({ ...event, at: toIso(event.at), text: maskNumbersIn(event.text) })),
})

export const refundView = refund.extend({ ...freshness, requestedAt: instantOut }).strict()
export const showRefund = (seen: Seen<Refund>, at: number) => ({
  ...seen.item,
  ...showFreshness('refunds', seen, at),
  reason: maskNumbersIn(seen.item.reason),
  requestedAt: toIso(seen.item.requestedAt),
})

export const couponView = coupon.extend({ ...freshness, validFrom: instantOut, validTo: instantOut }).strict()
export const showCoupon = (seen: Seen<Coupon>, at: number) => ({
  ...seen.item,
  ...showFreshness('coupons', seen, at),
  validFrom: toIso(seen.item.validFrom),
  validTo: toIso(seen.item.validTo),
})

export const buyerView = backendBuyer.extend(freshness).strict()
/** Some shop systems give a phone number for a name. */
export const showBuyer = (seen: Seen<BackendBuyer>, at: number) => ({
  ...seen.item,
  ...showFreshness('buyers', seen, at),
  name: maskNumbersIn(seen.item.name),
})

export const progressView = z.strictObject({
  kind: z.enum(MIRROR_KINDS),
  syncedTo: instantOut.nullable(),
  syncedAt: instantOut.nullable(),
  isFresh: z.boolean(),
  problem: z.string().nullable(),
})
export const showProgress = (progress: MirrorProgress, at: number) => ({
  kind: progress.kind,
  syncedTo: isoOrNull(progress.syncedTo),
  syncedAt: isoOrNull(progress.syncedAt),
  isFresh: progress.syncedAt !== null && freshnessOf(progress.kind, progress.syncedAt, at).isFresh,
  problem: progress.problem,
})
