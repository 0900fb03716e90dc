import { entranceOf, type Hold, type Quoted as Priced, quote } from '../offer/index.ts'
import type { Coupon, Product, Sku } from '../shop/index.ts'
import type { Scene } from './scene.ts'

const MOST_TRIED = 12

// Facts, list and cards of one answer ask for the same.
const known = new WeakMap<Scene, readonly Coupon[]>()

/**
 * Coupons that may be offered for what is spoken of, best first: with a product, those that the quote of one piece uses
 * when the buyer holds them; without one, those that his entrance may use. None under the emergency stop, nor where
 * the ledger has no sure price.
 */
export function usableCoupons(scene: Scene): readonly Coupon[] {
  const before = known.get(scene)
  if (before) return before
  const found = find(scene)
  known.set(scene, found)
  return found
}

function find(scene: Scene): readonly Coupon[] {
  const { coupons, offers } = scene.context
  if (offers.isStopped || coupons.length === 0) return []
  const open = coupons.filter(({ couponId }) => isOfEntrance(couponId, scene))
  const article = scene.product && articleOf(scene.product, scene.sku)
  if (!scene.product || !article) return open
  const { product } = scene
  const inScope = open.filter(({ productIds }) => productIds.length === 0 || productIds.includes(product.productId))
  return inScope
    .slice(0, MOST_TRIED)
    .map((coupon) => ({ coupon, off: takenOff(coupon, article, scene) }))
    .filter(({ off }) => off > 0)
    .sort((one, other) => other.off - one.off)
    .map(({ coupon }) => coupon)
}

function isOfEntrance(couponId: string, { context: { offers, room } }: Scene): boolean {
  const entrance = offers.ledger.now.revisions.get(couponId)?.at(-1)?.terms.entrance
  return entrance === undefined || (room !== null && entrance === entranceOf(room.roomId))
}

interface Article {
  readonly product: Product
  readonly sku: Sku
}

/** Without an option named, the cheapest: what can be used on it can be used on every other. */
function articleOf(product: Product, sku: Sku | null): Article | null {
  const [first, ...rest] = product.skus
  if (!first) return null
  const cheapest = rest.reduce((low, one) => (one.price.amount < low.price.amount ? one : low), first)
  return { product, sku: sku ?? cheapest }
}

function takenOff(coupon: Coupon, article: Article, scene: Scene): number {
  const { ledger } = scene.context.offers
  if (!ledger.now.revisions.has(coupon.couponId)) return byItsRecord(coupon, article)
  const priced = priceWith([{ entryId: coupon.couponId }], article, scene)
  const step = priced?.steps.find(({ sourceId }) => sourceId === coupon.couponId)
  return step?.reductionFen ?? 0
}

/** A coupon that the ledger has not been told of: what its own record says of threshold and amount. */
function byItsRecord({ off, threshold }: Coupon, { sku }: Article): number {
  return (threshold?.amount ?? 0) <= sku.price.amount ? off.amount : 0
}

function priceWith(holds: readonly Hold[], { product, sku }: Article, { context }: Scene): Priced | null {
  const line = {
    ...{ lineId: 'l1', skuId: sku.skuId, productId: product.productId, shopId: context.shop.shopId },
    ...{ categoryIds: product.category ? [product.category] : [], quantity: 1 },
    ...(context.room && { entrance: entranceOf(context.room.roomId) }),
  }
  const answer = quote({
    ledger: context.offers.ledger,
    cart: { lines: [line] },
    buyer: { holds },
    at: context.now,
  })
  return answer.status === 'quoted' ? answer : null
}
