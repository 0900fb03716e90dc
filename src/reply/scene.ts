import type { Bound, Context, OrderFacts, TalkedCart } from '../dialogue/index.ts'
import type { Measure } from '../language/index.ts'
import type { Product, Sku } from '../shop/index.ts'

/** The things that one act speaks of, looked up once. */
export interface Scene {
  readonly context: Context
  readonly language: 'zh' | 'en'
  readonly product: Product | null
  readonly sku: Sku | null
  readonly order: OrderFacts | null
  /** Property asked for, as an id of attributes.json. */
  readonly attributeId: string | null
  /** Numbers of the turn's words: a weight, a length. */
  readonly measures: readonly Measure[]
  /** What a question about money is asked of. */
  readonly cart: TalkedCart | null
}

interface Said {
  readonly language: 'zh' | 'en'
  readonly attributeId: string | null
  readonly measures: readonly Measure[]
  readonly cart: TalkedCart | null
}

export function setScene(context: Context, bound: Bound, asked: Said): Scene {
  const order = context.orders.find((one) => one.order.orderId === bound.orderId) ?? null
  const product = bound.productId === null ? null : (context.catalogue.product(bound.productId) ?? null)
  const sku = product?.skus.find(({ skuId }) => skuId === bound.skuId) ?? onlySku(product)
  return { context, product, sku, order, ...asked }
}

const onlySku = (product: Product | null): Sku | null => (product?.skus.length === 1 ? (product.skus[0] ?? null) : null)
