import { type SqlBool, sql } from 'kysely'
import type { Tx } from '../storage/index.ts'
import type { BackendBuyer, Coupon, Order, Parcel, Product, Refund } from './commerce.ts'
import { BUYERS, COUPONS, type MirrorTable, ORDERS, PARCELS, PRODUCTS, REFUNDS } from './mirror-tables.ts'
import type { ShopRef } from './shop.store.ts'

/** A copy and when it was last known to be true: when it was read, or the last complete synchronisation after that. */
export interface Seen<Item> {
  readonly item: Item
  readonly seenAt: number
}

export async function readProduct(tx: Tx, shop: ShopRef, productId: string): Promise<Seen<Product> | null> {
  return first(await readSeen(tx, PRODUCTS, { shop, where: sql<SqlBool>`m.product_id = ${productId}` }))
}

/** All products, those off the shelf too (buyers ask about them), by id: for the read model. */
export function readProducts(tx: Tx, shop: ShopRef): Promise<Seen<Product>[]> {
  return readSeen(tx, PRODUCTS, { shop, where: sql<SqlBool>`true`, order: sql`m.product_id` })
}

export async function readOrder(tx: Tx, shop: ShopRef, orderId: string): Promise<Seen<Order> | null> {
  return first(await readSeen(tx, ORDERS, { shop, where: sql<SqlBool>`m.order_id = ${orderId}` }))
}

interface OrdersOf {
  readonly shop: ShopRef
  readonly customerId: string
  readonly limit: number
}

/** Latest first. */
export function readOrdersOf(tx: Tx, { shop, customerId, limit }: OrdersOf): Promise<Seen<Order>[]> {
  const where = sql<SqlBool>`m.customer_id = ${customerId}`
  return readSeen(tx, ORDERS, { shop, where, order: sql`m.placed_at desc, m.order_id desc`, limit })
}

/** Of all these orders, by parcel id. */
export function readParcels(tx: Tx, shop: ShopRef, orderIds: readonly string[]): Promise<Seen<Parcel>[]> {
  const where = sql<SqlBool>`m.order_id = any (${orderIds}::text[])`
  return readSeen(tx, PARCELS, { shop, where, order: sql`m.parcel_id` })
}

/** Of all these orders, by refund id. */
export function readRefunds(tx: Tx, shop: ShopRef, orderIds: readonly string[]): Promise<Seen<Refund>[]> {
  const where = sql<SqlBool>`m.order_id = any (${orderIds}::text[])`
  return readSeen(tx, REFUNDS, { shop, where, order: sql`m.refund_id` })
}

/** What a buyer can take now: begun, not ended (half open), claimable and not used up. Highest reduction first. */
export async function readClaimableCoupons(tx: Tx, shop: ShopRef, at: number): Promise<Seen<Coupon>[]> {
  const where = sql<SqlBool>`m.valid_from <= ${at} and m.valid_to > ${at}`
  const running = await readSeen(tx, COUPONS, { shop, where, order: sql`m.coupon_id` })
  return running
    .filter(({ item }) => item.claimable && item.left !== 0)
    .sort((one, other) => other.item.off.amount - one.item.off.amount)
}

/** Every coupon known, ended ones too. */
export function readCoupons(tx: Tx, shop: ShopRef): Promise<Seen<Coupon>[]> {
  return readSeen(tx, COUPONS, { shop, where: sql<SqlBool>`true`, order: sql`m.coupon_id` })
}

export async function readBackendBuyer(tx: Tx, shop: ShopRef, customerId: string): Promise<Seen<BackendBuyer> | null> {
  return first(await readSeen(tx, BUYERS, { shop, where: sql<SqlBool>`m.customer_id = ${customerId}` }))
}

interface Query {
  readonly shop: ShopRef
  readonly where: ReturnType<typeof sql<SqlBool>>
  readonly order?: ReturnType<typeof sql>
  readonly limit?: number
}

async function readSeen<Item>(tx: Tx, table: MirrorTable<Item>, query: Query): Promise<Seen<Item>[]> {
  const { rows } = await sql<{ document: unknown; seen_at: number }>`
    select m.document, greatest(m.seen_at, coalesce(p.synced_at, 0)) as seen_at
    from ${sql.table(table.table)} m
    left join mirror_progress p on p.org_id = m.org_id and p.shop_id = m.shop_id and p.kind = ${table.kind}
    where m.org_id = ${query.shop.orgId} and m.shop_id = ${query.shop.shopId} and ${query.where}
    order by ${query.order ?? sql`1`} limit ${query.limit ?? null}`.execute(tx)
  return rows.map((row) => ({ item: table.schema.parse(row.document), seenAt: row.seen_at }))
}

const first = <Item>(found: readonly Seen<Item>[]): Seen<Item> | null => found[0] ?? null
