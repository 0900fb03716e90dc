import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Tx } from '../storage/index.ts'
import type { BackendBuyer, Coupon, Order, Parcel, Product, Refund } from './commerce.ts'
import { BUYERS, COUPONS, type MirrorTable, ORDERS, PARCELS, PRODUCTS, REFUNDS } from './mirror-tables.ts'
import type { Seen } from './mirror-reads.store.ts'
import type { ShopRef } from './shop.store.ts'

export interface MirrorSlice {
  readonly shop: ShopRef
  /** Id of the last item of the page before. */
  readonly after?: string | undefined
  readonly limit: number
}

type Where = readonly RawBuilder<SqlBool>[]

/** By id. */
export const pageProducts = (
  tx: Tx,
  slice: MirrorSlice & { onShelf?: boolean | undefined; category?: string | undefined },
): Promise<Seen<Product>[]> =>
  byId(tx, PRODUCTS, {
    ...slice,
    where: [
      ...given(slice.onShelf, (onShelf) => sql<SqlBool>`m.on_shelf = ${onShelf}`),
      ...given(slice.category, (category) => sql<SqlBool>`m.category = ${category}`),
    ],
  })

export const pageParcels = (tx: Tx, slice: MirrorSlice & { orderId?: string | undefined }): Promise<Seen<Parcel>[]> =>
  byId(tx, PARCELS, { ...slice, where: given(slice.orderId, (orderId) => sql<SqlBool>`m.order_id = ${orderId}`) })

export const pageRefunds = (
  tx: Tx,
  slice: MirrorSlice & { orderId?: string | undefined; state?: string | undefined },
): Promise<Seen<Refund>[]> =>
  byId(tx, REFUNDS, {
    ...slice,
    where: [
      ...given(slice.orderId, (orderId) => sql<SqlBool>`m.order_id = ${orderId}`),
      ...given(slice.state, (state) => sql<SqlBool>`m.state = ${state}`),
    ],
  })

export const pageCoupons = (tx: Tx, slice: MirrorSlice): Promise<Seen<Coupon>[]> =>
  byId(tx, COUPONS, { ...slice, where: [] })

export const pageBuyers = (tx: Tx, slice: MirrorSlice): Promise<Seen<BackendBuyer>[]> =>
  byId(tx, BUYERS, { ...slice, where: [] })

interface OrderSlice extends Omit<MirrorSlice, 'after'> {
  readonly after?: { readonly placedAt: number; readonly orderId: string } | undefined
  readonly state?: string | undefined
  readonly customerId?: string | undefined
}

/** Latest first. */
export function pageOrders(tx: Tx, slice: OrderSlice): Promise<Seen<Order>[]> {
  const where = [
    ...given(slice.after, (last) => sql<SqlBool>`(m.placed_at, m.order_id) < (${last.placedAt}, ${last.orderId})`),
    ...given(slice.state, (state) => sql<SqlBool>`m.state = ${state}`),
    ...given(slice.customerId, (customerId) => sql<SqlBool>`m.customer_id = ${customerId}`),
  ]
  return read(tx, ORDERS, { ...slice, where, order: sql`m.placed_at desc, m.order_id desc` })
}

export const readParcel = (tx: Tx, shop: ShopRef, parcelId: string): Promise<Seen<Parcel> | null> =>
  one(tx, PARCELS, { shop, id: parcelId })
export const readRefund = (tx: Tx, shop: ShopRef, refundId: string): Promise<Seen<Refund> | null> =>
  one(tx, REFUNDS, { shop, id: refundId })
export const readCoupon = (tx: Tx, shop: ShopRef, couponId: string): Promise<Seen<Coupon> | null> =>
  one(tx, COUPONS, { shop, id: couponId })

async function one<Item>(
  tx: Tx,
  table: MirrorTable<Item>,
  { shop, id }: { shop: ShopRef; id: string },
): Promise<Seen<Item> | null> {
  const where = [sql<SqlBool>`${sql.ref(`m.${table.idColumn}`)} = ${id}`]
  const found = await read(tx, table, { shop, limit: 1, where, order: sql`1` })
  return found[0] ?? null
}

function byId<Item>(tx: Tx, table: MirrorTable<Item>, slice: MirrorSlice & { where: Where }): Promise<Seen<Item>[]> {
  const id = sql.ref(`m.${table.idColumn}`)
  const beyond = given(slice.after, (after) => sql<SqlBool>`${id} > ${after}`)
  return read(tx, table, { ...slice, where: [...slice.where, ...beyond], order: id })
}

interface Query {
  readonly shop: ShopRef
  readonly where: Where
  readonly order: RawBuilder<unknown>
  readonly limit: number
}

async function read<Item>(tx: Tx, table: MirrorTable<Item>, query: Query): Promise<Seen<Item>[]> {
  const { rows } = await sql<{ document: unknown; seen_at: number }>`
    select m.document, greatest(m.seen_at, coalesce(p.synced_at, 0)) as seen_at
    from ${sql.table(table.table)} m
    left join mirror_progress p on p.org_id = m.org_id and p.shop_id = m.shop_id and p.kind = ${table.kind}
    where m.org_id = ${query.shop.orgId} and m.shop_id = ${query.shop.shopId}
      and ${sql.join([sql`true`, ...query.where], sql` and `)}
    order by ${query.order} limit ${query.limit}`.execute(tx)
  return rows.map((row) => ({ item: table.schema.parse(row.document), seenAt: row.seen_at }))
}

const given = <Value>(value: Value | undefined, where: (value: Value) => RawBuilder<SqlBool>): Where =>
  value === undefined ? [] : [where(value)]
