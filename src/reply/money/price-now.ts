import { type PricedPiece, priceOfPiece } from '../../offer/index.ts'
import type { Source } from '../../message/index.ts'
import type { Product, Sku } from '../../shop/index.ts'
import type { Scene } from '../scene.ts'
import { articleOf } from './article.ts'
import { buyerFacts } from './buyer-facts.ts'

// A product has the same prices in all that one answer says.
const known = new WeakMap<Scene, Map<string, PricedPiece | null>>()

/** What one piece costs this buyer now, by the ledger. Null: it has no sure price, or answers about offers are stopped. */
export function priceNow(product: Product, sku: Sku, scene: Scene): PricedPiece | null {
  const prices = known.get(scene) ?? new Map<string, PricedPiece | null>()
  known.set(scene, prices)
  const before = prices.get(sku.skuId)
  if (before !== undefined) return before
  const { context } = scene
  const asked = { ledger: context.offers.ledger, buyer: buyerFacts(scene), at: context.now }
  const found =
    context.offers.isStopped || !product.onShelf ? null : priceOfPiece(asked, articleOf(product, sku, context))
  const price = found?.status === 'priced' ? found : null
  prices.set(sku.skuId, price)
  return price
}

/** The lowest and highest price of its options. Null: not all of them have a sure one. */
export function pricesNow(
  product: Product,
  scene: Scene,
): { readonly low: PricedPiece; readonly high: PricedPiece } | null {
  let low: PricedPiece | null = null
  let high: PricedPiece | null = null
  for (const sku of product.skus) {
    const price = priceNow(product, sku, scene)
    if (!price) return null
    if (!low || price.unitFen < low.unitFen) low = price
    if (!high || price.unitFen > high.unitFen) high = price
  }
  return low && high ? { low, high } : null
}

export const sourceOfPrice = ({ sourceId, version, validTo }: PricedPiece): Source => ({
  sourceId,
  version: String(version),
  validTo: validTo === null ? null : Date.parse(validTo),
})
