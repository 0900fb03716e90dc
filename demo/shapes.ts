import { z } from 'zod'

/** The demo shop's own documents, as its API hands them out. Money in fen, times in epoch ms, addresses of pages as paths. */
const id = z.string().min(1).max(128)
const money = z.object({ amount: z.int(), currency: z.literal('CNY') })
export const fen = (amount: number) => ({ amount, currency: 'CNY' as const })

export const sku = z.object({
  skuId: id,
  options: z.record(z.string(), z.string()),
  price: money,
  stock: z.int().min(0),
})
export type Sku = z.infer<typeof sku>

export const product = z.object({
  productId: id,
  title: z.string(),
  category: z.string(),
  industry: z.string(),
  onShelf: z.boolean(),
  attributes: z.record(z.string(), z.string()),
  sizeTable: z.array(z.array(z.string())).optional(),
  skus: z.array(sku).min(1),
  shape: z.string(),
  picture: z.string(),
  url: z.string(),
  updatedAt: z.int(),
})
export type Product = z.infer<typeof product>

export const address = z.object({
  name: z.string().min(1).max(50),
  phone: z.string().min(5).max(30),
  province: z.string().min(1).max(30),
  city: z.string().min(1).max(30),
  district: z.string().max(30),
  street: z.string().min(1).max(200),
})
export type Address = z.infer<typeof address>

export const orderLine = z.object({
  productId: id,
  skuId: id,
  title: z.string(),
  options: z.record(z.string(), z.string()),
  quantity: z.int().min(1),
  price: money,
  picture: z.string(),
})

export const order = z.object({
  orderId: id,
  customerId: id,
  state: z.enum(['unpaid', 'paid', 'shipped', 'received', 'completed', 'closed']),
  rawState: z.string(),
  lines: z.array(orderLine).min(1),
  total: money,
  freight: money,
  address,
  note: z.string(),
  placedAt: z.int(),
  paidAt: z.int().nullable(),
  shipBy: z.int().nullable(),
  shippedAt: z.int().nullable(),
  receivedAt: z.int().nullable(),
  closedAt: z.int().nullable(),
  url: z.string(),
  updatedAt: z.int(),
})
export type Order = z.infer<typeof order>

export const parcelState = z.enum(['waiting', 'in-transit', 'delivering', 'delivered', 'returned', 'lost'])
export const parcel = z.object({
  parcelId: id,
  orderId: id,
  company: z.string(),
  number: z.string(),
  state: parcelState,
  events: z.array(z.object({ at: z.int(), text: z.string(), place: z.string().optional() })),
  eta: z.int().nullable(),
  updatedAt: z.int(),
})
export type Parcel = z.infer<typeof parcel>

export const refundState = z.enum(['requested', 'agreed', 'sent-back', 'refused', 'withdrawn', 'done'])
export const refund = z.object({
  refundId: id,
  orderId: id,
  customerId: id,
  kind: z.enum(['refund', 'return', 'exchange']),
  state: refundState,
  amount: money,
  reason: z.string(),
  requestedAt: z.int(),
  updatedAt: z.int(),
})
export type Refund = z.infer<typeof refund>

export const coupon = z.object({
  couponId: id,
  title: z.string(),
  off: money,
  threshold: money.nullable(),
  validFrom: z.int(),
  validTo: z.int(),
  claimable: z.boolean(),
  left: z.int().min(0).nullable(),
  productIds: z.array(id),
  /** Only for who comes from this live room. */
  roomId: id.optional(),
  url: z.string(),
  updatedAt: z.int(),
})
export type Coupon = z.infer<typeof coupon>

export const buyer = z.object({
  customerId: id,
  name: z.string(),
  memberLevel: z.string(),
  tags: z.array(z.string()),
  orderCount: z.int().min(0),
  spent: money,
  updatedAt: z.int(),
})
export type Buyer = z.infer<typeof buyer>
