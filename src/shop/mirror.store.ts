import { sql } from 'kysely'
import type { DomainEvent } from '../kernel/events.ts'
import { appendEvents, type Tx } from '../storage/index.ts'
import type { CommerceEvent } from './commerce-backend.ts'
import type { Coupon, Product } from './commerce.ts'
import {
  eventsOfCoupon,
  eventsOfOrder,
  eventsOfParcel,
  eventsOfProduct,
  eventsOfRefund,
  type Happening,
} from './events-of-change.ts'
import { mirrorRows, type RowChange } from './mirror-rows.store.ts'
import { BUYERS, COUPONS, ORDERS, PARCELS, PRODUCTS, REFUNDS } from './mirror-tables.ts'
import type { ShopRef } from './shop.store.ts'

export interface MirrorBatch {
  readonly shop: ShopRef
  readonly events: readonly CommerceEvent[]
  /** When we saw it (our clock), epoch ms. */
  readonly at: number
  /** The first fill of a mirror: what lies in the past is no news, so no domain events are written. */
  readonly isBackfill?: boolean
  /** What else must hold in the same transaction: the ledger of offers takes prices and coupons from here. */
  readonly follow?: MirrorFollower | undefined
}

export type MirrorFollower = (tx: Tx, change: GoodsChange) => Promise<unknown>

export interface GoodsChange {
  readonly shop: ShopRef
  readonly products: readonly RowChange<Product>[]
  readonly coupons: readonly RowChange<Coupon>[]
  readonly at: number
  /** False on the first fill of a mirror. */
  readonly isNews: boolean
}

/**
 * Brings the mirror up to what a back end told us, in bulk, and writes the domain events that follow in the same
 * transaction. Safe to repeat, and in any order: newer `updatedAt` wins. Answers how many rows changed.
 */
export async function applyToMirror(tx: Tx, batch: MirrorBatch): Promise<{ readonly changed: number }> {
  // A push and a poll of one shop may overlap; without the lock both would see the old row and tell the change twice.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`mirror ${batch.shop.shopId}`}, 0))`.execute(tx)
  const seen = documentsIn(batch)
  const buyers = await mirrorRows(tx, BUYERS, { ...seen, items: seen.buyers })
  const products = await mirrorRows(tx, PRODUCTS, { ...seen, items: seen.products })
  const coupons = await mirrorRows(tx, COUPONS, { ...seen, items: seen.coupons })
  const orders = await mirrorRows(tx, ORDERS, { ...seen, items: seen.orders })
  const parcels = await mirrorRows(tx, PARCELS, { ...seen, items: seen.parcels })
  const refunds = await mirrorRows(tx, REFUNDS, { ...seen, items: seen.refunds })
  // Before our own write to the shop's row: whoever writes the ledger takes its book first and that row after it.
  if (products.length + coupons.length > 0)
    await batch.follow?.(tx, { ...batch, isNews: !batch.isBackfill, products, coupons })
  if (products.length + coupons.length > 0) await bumpGoods(tx, batch.shop)
  const happenings = [
    ...products.flatMap(eventsOfProduct),
    ...coupons.flatMap(eventsOfCoupon),
    ...orders.flatMap(eventsOfOrder),
    ...parcels.flatMap(eventsOfParcel),
    ...refunds.flatMap(eventsOfRefund),
  ]
  const told = happenings.map((happening) => toEvent(happening, batch))
  if (batch.isBackfill !== true) await appendEvents(tx, told)
  return { changed: [buyers, products, coupons, orders, parcels, refunds].reduce(countChanges, 0) }
}

const documentsIn = ({ shop, events, at }: MirrorBatch) => ({
  shop,
  seenAt: at,
  buyers: events.flatMap((event) => (event.kind === 'buyer' ? [event.buyer] : [])),
  products: events.flatMap((event) => (event.kind === 'product' ? [event.product] : [])),
  coupons: events.flatMap((event) => (event.kind === 'coupon' ? [event.coupon] : [])),
  orders: events.flatMap((event) => (event.kind === 'order' ? [event.order] : [])),
  parcels: events.flatMap((event) => (event.kind === 'parcel' ? [event.parcel] : [])),
  refunds: events.flatMap((event) => (event.kind === 'refund' ? [event.refund] : [])),
})

async function bumpGoods(tx: Tx, shop: ShopRef): Promise<void> {
  await tx
    .updateTable('shop')
    .set((row) => ({ goods_version: row('goods_version', '+', 1) }))
    .where('org_id', '=', shop.orgId)
    .where('shop_id', '=', shop.shopId)
    .execute()
}

const toEvent = (happening: Happening, { shop, at }: MirrorBatch): DomainEvent => ({
  ...happening,
  orgId: shop.orgId,
  shopId: shop.shopId,
  at,
})

const countChanges = (sum: number, changes: readonly RowChange<unknown>[]): number => sum + changes.length
