import { formatMoney } from '../../kernel/money.ts'
import type { Source } from '../../message/index.ts'
import type { Product, Sku } from '../../shop/index.ts'
import { highestPrice, lowestPrice } from '../product-words.ts'
import type { Resolved } from '../resolved.ts'
import type { Scene } from '../scene.ts'
import { pricesNow, priceNow, sourceOfPrice } from './price-now.ts'

/** What a product or one option of it costs now, in money and with the record that says so. */
export interface Priced {
  readonly low: { readonly amount: number; readonly currency: string }
  readonly high: { readonly amount: number; readonly currency: string }
  readonly source: Source
  /** Of the highest price. */
  readonly highSource: Source
}

const CNY = 'CNY'

/** Null: there is no sure price. The ledger counts in yuan; what is sold in other money has the price of its listing. */
export function pricedNow(product: Product, sku: Sku | null, scene: Scene): Priced | null {
  const listed = sku?.price ?? lowestPrice(product)
  if (listed.currency !== CNY) return scene.context.offers.isStopped ? null : byListing(product, sku)
  const price = sku ? priceNow(product, sku, scene) : null
  const both = sku ? price && { low: price, high: price } : pricesNow(product, scene)
  if (!both) return null
  return {
    low: { amount: both.low.unitFen, currency: CNY },
    high: { amount: both.high.unitFen, currency: CNY },
    source: sourceOfPrice(both.low),
    highSource: sourceOfPrice(both.high),
  }
}

export function priceText(product: Product, sku: Sku | null, scene: Scene): Resolved | undefined {
  const priced = pricedNow(product, sku, scene)
  return priced ? { value: formatMoney(priced.low), source: priced.source } : undefined
}

function byListing(product: Product, sku: Sku | null): Priced {
  const source = { sourceId: `product:${product.productId}`, version: String(product.updatedAt), validTo: null }
  return {
    low: sku?.price ?? lowestPrice(product),
    high: sku?.price ?? highestPrice(product),
    source,
    highSource: source,
  }
}
