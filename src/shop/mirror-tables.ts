import type { z } from 'zod'
import {
  backendBuyer,
  coupon,
  order,
  parcel,
  product,
  refund,
  type BackendBuyer,
  type Coupon,
  type Order,
  type Parcel,
  type Product,
  type Refund,
} from './commerce.ts'
import type { MirrorKind } from './freshness.ts'

/** A looked-up column beside the document: its SQL type and where its value stands in the document. */
interface Column<Item> {
  readonly name: string
  readonly type: 'text' | 'bigint' | 'boolean'
  readonly of: (item: Item) => string | number | boolean
}

export interface MirrorTable<Item> {
  readonly kind: MirrorKind
  readonly table: string
  readonly idColumn: string
  readonly schema: z.ZodType<Item>
  readonly idOf: (item: Item) => string
  readonly columns: readonly Column<Item>[]
}

export const PRODUCTS: MirrorTable<Product> = {
  kind: 'products',
  table: 'product',
  idColumn: 'product_id',
  schema: product,
  idOf: (item) => item.productId,
  columns: [
    { name: 'title', type: 'text', of: (item) => item.title },
    { name: 'category', type: 'text', of: (item) => item.category },
    { name: 'on_shelf', type: 'boolean', of: (item) => item.onShelf },
  ],
}

export const ORDERS: MirrorTable<Order> = {
  kind: 'orders',
  table: 'shop_order',
  idColumn: 'order_id',
  schema: order,
  idOf: (item) => item.orderId,
  columns: [
    { name: 'customer_id', type: 'text', of: (item) => item.customerId },
    { name: 'state', type: 'text', of: (item) => item.state },
    { name: 'placed_at', type: 'bigint', of: (item) => item.placedAt },
  ],
}

export const PARCELS: MirrorTable<Parcel> = {
  kind: 'parcels',
  table: 'parcel',
  idColumn: 'parcel_id',
  schema: parcel,
  idOf: (item) => item.parcelId,
  columns: [
    { name: 'order_id', type: 'text', of: (item) => item.orderId },
    { name: 'state', type: 'text', of: (item) => item.state },
  ],
}

export const REFUNDS: MirrorTable<Refund> = {
  kind: 'refunds',
  table: 'refund',
  idColumn: 'refund_id',
  schema: refund,
  idOf: (item) => item.refundId,
  columns: [
    { name: 'order_id', type: 'text', of: (item) => item.orderId },
    { name: 'customer_id', type: 'text', of: (item) => item.customerId },
    { name: 'state', type: 'text', of: (item) => item.state },
  ],
}

export const COUPONS: MirrorTable<Coupon> = {
  kind: 'coupons',
  table: 'coupon',
  idColumn: 'coupon_id',
  schema: coupon,
  idOf: (item) => item.couponId,
  columns: [
    { name: 'valid_from', type: 'bigint', of: (item) => item.validFrom },
    { name: 'valid_to', type: 'bigint', of: (item) => item.validTo },
  ],
}

export const BUYERS: MirrorTable<BackendBuyer> = {
  kind: 'buyers',
  table: 'backend_buyer',
  idColumn: 'customer_id',
  schema: backendBuyer,
  idOf: (item) => item.customerId,
  columns: [{ name: 'name', type: 'text', of: (item) => item.name }],
}
