import type { Address, Order, Product, Sku } from '../shapes.ts'
import { fen } from '../shapes.ts'
import type { Course } from './advance.ts'
import { UNPAID_MS } from './plan-journey.ts'

export interface OrderWanted {
  readonly orderId: string
  readonly customerId: string
  readonly shop: { readonly id: string; readonly freeShippingFen: number; readonly freightFen: number }
  readonly lines: readonly { readonly product: Product; readonly sku: Sku; readonly quantity: number }[]
  readonly address: Address
  readonly note: string
  readonly placedAt: number
}

/** A new order that waits for its payment and ends by itself when none comes. */
export function placeOrder(wanted: OrderWanted): Course {
  const { shop, placedAt, orderId } = wanted
  const goods = wanted.lines.reduce((sum, { sku, quantity }) => sum + sku.price.amount * quantity, 0)
  const freight = goods >= shop.freeShippingFen ? 0 : shop.freightFen
  const order: Order = {
    orderId,
    customerId: wanted.customerId,
    state: 'unpaid',
    rawState: 'WAIT_BUYER_PAY',
    lines: wanted.lines.map(({ product, sku, quantity }) => ({
      productId: product.productId,
      skuId: sku.skuId,
      title: product.title,
      options: sku.options,
      quantity,
      price: sku.price,
      picture: product.picture,
    })),
    total: fen(goods + freight),
    freight: fen(freight),
    address: wanted.address,
    note: wanted.note,
    placedAt,
    paidAt: null,
    shipBy: null,
    shippedAt: null,
    receivedAt: null,
    closedAt: null,
    url: `/shops/${shop.id}/orders/${orderId}`,
    updatedAt: placedAt,
  }
  return { order, parcels: [], refunds: [], steps: [{ kind: 'expire', at: placedAt + UNPAID_MS }] }
}
