import { toIso } from '../kernel/clock.ts'
import type { Tx } from '../storage/index.ts'
import type { LedgerRef } from './offer-revision.ts'
import { entranceOf } from './open-entrances.store.ts'
import { type OfferChange, writeOffers, type Written } from './write-offers.store.ts'

interface Fen {
  readonly amount: number
  readonly currency: string
}

/** A product of a back end, as far as prices go. */
export interface PricedProduct {
  readonly productId: string
  readonly onShelf: boolean
  readonly skus: readonly { readonly skuId: string; readonly price: Fen }[]
}

export interface ClaimableCoupon {
  readonly couponId: string
  readonly title: string
  readonly off: Fen
  readonly threshold: Fen | null
  readonly validFrom: number
  readonly validTo: number
  readonly claimable: boolean
  readonly left: number | null
  readonly productIds: readonly string[]
  /** Only for buyers who come from this live room. */
  readonly roomId?: string | undefined
}

interface Change<Item> {
  readonly before: Item | null
  readonly after: Item
}

export interface GoodsChange {
  readonly shop: LedgerRef
  readonly products: readonly Change<PricedProduct>[]
  readonly coupons: readonly Change<ClaimableCoupon>[]
  readonly at: number
  /** False: what is brought in held before and is told to nobody. */
  readonly isNews: boolean
}

/** Where it comes from: rows of a back end are given by that back end, and a person who changes one by hand is overruled by its next change. */
export const BACKEND_SOURCE = 'backend:mirror'
/** A shop system tells what a price is, not since when. */
const SINCE_EVER = '1970-01-01T00:00:00Z'

/** What a back end changed in prices and coupons becomes rows of the ledger, in the transaction that brings it into the mirror. */
export async function goodsIntoLedger(tx: Tx, change: GoodsChange): Promise<Written | null> {
  const changes = [
    ...onePerSku(change.products.flatMap((product) => pricesOf(product, change.shop.shopId))),
    ...change.coupons.map(({ after }) => ({ offerId: after.couponId, rule: couponRule(after, change.shop.shopId) })),
  ]
  if (changes.length === 0) return null
  const { shop, at, isNews } = change
  return writeOffers(tx, { shop, changes, source: BACKEND_SOURCE, by: 'mirror', at, isNews })
}

/** The ledger knows a SKU by its id alone: one that several products share has a price only if they agree on it. */
function onePerSku(rows: readonly OfferChange[]): OfferChange[] {
  const byId = new Map<string, OfferChange>()
  for (const row of rows) {
    const before = byId.get(row.offerId)
    const agrees = !before || priceIn(before) === priceIn(row)
    byId.set(row.offerId, agrees ? row : { ...row, rule: null })
  }
  return [...byId.values()]
}

const priceIn = ({ rule }: OfferChange): unknown => rule?.['priceFen']

export const priceIdOf = (skuId: string): string => `price:${skuId}`

/** What is off the shelf, or of a currency that the ledger does not count in, has no price. */
function pricesOf({ before, after }: Change<PricedProduct>, shopId: string): OfferChange[] {
  const sold = after.onShelf ? after.skus.filter(({ price }) => price.currency === 'CNY' && price.amount > 0) : []
  const gone = (before?.skus ?? []).filter(({ skuId }) => !sold.some((sku) => sku.skuId === skuId))
  const rows = sold.map(({ skuId, price }) => ({
    offerId: priceIdOf(skuId),
    rule: {
      ...{ kind: 'sku-price', owner: shopId, scope: { skus: [skuId] }, priceFen: price.amount },
      ...{ validFrom: SINCE_EVER, validTo: null },
    },
  }))
  return [...rows, ...gone.map(({ skuId }) => ({ offerId: priceIdOf(skuId), rule: null }))]
}

function couponRule(coupon: ClaimableCoupon, shopId: string): Readonly<Record<string, unknown>> | null {
  if (coupon.off.currency !== 'CNY') return null
  return {
    kind: coupon.productIds.length > 0 ? 'product-coupon' : 'shop-coupon',
    owner: shopId,
    title: coupon.title,
    tiers: [{ minFen: coupon.threshold?.amount ?? 0, offFen: coupon.off.amount }],
    claimable: coupon.claimable && coupon.left !== 0,
    ...(coupon.roomId !== undefined && { entrance: entranceOf(coupon.roomId) }),
    ...(coupon.productIds.length > 0 && { scope: { products: coupon.productIds } }),
    validFrom: toIso(coupon.validFrom),
    validTo: toIso(coupon.validTo),
  }
}
