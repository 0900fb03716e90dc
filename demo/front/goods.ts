import {
  type Coupon,
  coupon,
  type Order,
  order,
  type Parcel,
  parcel,
  type Product,
  product,
  type Refund,
  refund,
} from '../shapes.ts'
import { type Queryable, readOfOrder, readPage, readRecord } from '../store/records.ts'
import type { z } from 'zod'
import type { Kind } from '../store/records.ts'

const all = <Document>(
  database: Queryable,
  schema: z.ZodType<Document>,
  of: { readonly shopId: string; readonly kind: Kind; readonly customerId?: string },
): Promise<Document[]> =>
  readPage(database, schema, {
    ...of,
    updatedSince: 0,
    cursor: null,
    customerId: of.customerId ?? null,
    orderId: null,
    limit: 1000,
  })

export async function readGoods(database: Queryable, shopId: string): Promise<Product[]> {
  const found = await all(database, product, { shopId, kind: 'product' })
  return found.filter((one) => one.onShelf).sort((one, other) => one.productId.localeCompare(other.productId))
}

export const readProduct = (database: Queryable, shopId: string, id: string): Promise<Product | null> =>
  readRecord(database, product, { shopId, kind: 'product', id })

/** What a buyer can take today, the largest first. */
export async function readCoupons(database: Queryable, shopId: string, now: number): Promise<Coupon[]> {
  const found = await all(database, coupon, { shopId, kind: 'coupon' })
  return found
    .filter((one) => one.claimable && one.validFrom <= now && one.validTo > now && one.left !== 0)
    .sort((one, other) => other.off.amount - one.off.amount)
}

export async function readOrders(database: Queryable, shopId: string, customerId: string): Promise<Order[]> {
  const found = await all(database, order, { shopId, kind: 'order', customerId })
  return found.sort((one, other) => other.placedAt - one.placedAt)
}

export interface WholeOrder {
  readonly order: Order
  readonly parcels: readonly Parcel[]
  readonly refunds: readonly Refund[]
}

export async function readOrder(database: Queryable, shopId: string, id: string): Promise<WholeOrder | null> {
  const found = await readRecord(database, order, { shopId, kind: 'order', id })
  if (!found) return null
  const [parcels, mine] = await Promise.all([
    readOfOrder(database, parcel, { shopId, kind: 'parcel', orderId: id }),
    readOfOrder(database, refund, { shopId, kind: 'refund', orderId: id }),
  ])
  return { order: found, parcels, refunds: mine }
}

export const lowestPrice = ({ skus }: Product): number => Math.min(...skus.map(({ price }) => price.amount))
export const isInStock = ({ onShelf, skus }: Product): boolean => onShelf && skus.some(({ stock }) => stock > 0)
export const pagePath = (shopId: string, productId: string): string => `/demo-shop/s/${shopId}/p/${productId}`
export const orderPath = (shopId: string, orderId: string): string => `/demo-shop/s/${shopId}/o/${orderId}`
