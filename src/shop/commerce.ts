import { z } from 'zod'
import { money } from '../kernel/money.ts'

const externalId = z.string().min(1).max(128)
const instant = z.int().min(0)

export const sku = z.object({
  skuId: externalId,
  /** Colour, size…: names and values as in the listing. */
  options: z.record(z.string(), z.string()),
  price: money,
  stock: z.int().min(0).nullable(),
})
export type Sku = z.infer<typeof sku>

export const product = z.object({
  productId: externalId,
  title: z.string().min(1).max(300),
  /** What buyers call it, in any language, beside the words of its title. */
  names: z.array(z.string().min(1).max(100)).max(20).optional(),
  category: z.string().max(200),
  industry: z.string().max(50).optional(),
  onShelf: z.boolean(),
  attributes: z.record(z.string(), z.string()),
  /** Rows of the size table; first row = head. */
  sizeTable: z.array(z.array(z.string())).optional(),
  skus: z.array(sku).min(1),
  picture: z.string().optional(),
  url: z.string(),
  updatedAt: instant,
})
export type Product = z.infer<typeof product>

export const orderState = z.enum(['unpaid', 'paid', 'shipped', 'received', 'completed', 'closed', 'pending'])
export type OrderState = z.infer<typeof orderState>

export const orderLine = z.object({
  productId: externalId,
  skuId: externalId,
  title: z.string(),
  options: z.record(z.string(), z.string()),
  quantity: z.int().min(1),
  price: money,
  picture: z.string().optional(),
})

export const address = z.object({
  name: z.string(),
  phone: z.string(),
  province: z.string(),
  city: z.string(),
  district: z.string(),
  street: z.string(),
})
export type Address = z.infer<typeof address>

export const order = z.object({
  orderId: externalId,
  customerId: externalId,
  state: orderState,
  /** The platform's own word, kept when we do not know it. */
  rawState: z.string(),
  lines: z.array(orderLine).min(1),
  total: money,
  freight: money,
  address,
  note: z.string().default(''),
  placedAt: instant,
  paidAt: instant.nullable(),
  shipBy: instant.nullable(),
  shippedAt: instant.nullable(),
  receivedAt: instant.nullable(),
  closedAt: instant.nullable(),
  url: z.string(),
  updatedAt: instant,
})
export type Order = z.infer<typeof order>

export const parcel = z.object({
  parcelId: externalId,
  orderId: externalId,
  company: z.string(),
  number: z.string(),
  state: z.enum(['waiting', 'in-transit', 'delivering', 'delivered', 'returned', 'lost']),
  /** Oldest first. */
  events: z.array(z.object({ at: instant, text: z.string(), place: z.string().optional() })),
  eta: instant.nullable(),
  updatedAt: instant,
})
export type Parcel = z.infer<typeof parcel>

export const refund = z.object({
  refundId: externalId,
  orderId: externalId,
  customerId: externalId,
  kind: z.enum(['refund', 'return', 'exchange']),
  state: z.enum(['requested', 'agreed', 'sent-back', 'refused', 'withdrawn', 'done']),
  amount: money,
  reason: z.string(),
  requestedAt: instant,
  updatedAt: instant,
})
export type Refund = z.infer<typeof refund>

export const coupon = z.object({
  couponId: externalId,
  title: z.string(),
  off: money,
  threshold: money.nullable(),
  validFrom: instant,
  validTo: instant,
  claimable: z.boolean(),
  left: z.int().min(0).nullable(),
  productIds: z.array(externalId),
  /** Only for buyers who come from this live room. */
  roomId: externalId.optional(),
  url: z.string().optional(),
  updatedAt: instant,
})
export type Coupon = z.infer<typeof coupon>

export const backendBuyer = z.object({
  customerId: externalId,
  name: z.string(),
  memberLevel: z.string().optional(),
  tags: z.array(z.string()),
  orderCount: z.int().min(0),
  spent: money,
  updatedAt: instant,
})
export type BackendBuyer = z.infer<typeof backendBuyer>
