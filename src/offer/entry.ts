import { z } from 'zod'
import {
  conditions,
  count,
  coupon,
  cut,
  every,
  fee,
  fen,
  fenOrNone,
  giftEvery,
  giftTiers,
  ids,
  limits,
  notWith,
  oneTier,
  oneTierOff,
  payBp,
  pieces,
  row,
  stacking,
  tiers,
  window,
} from './entry-parts.ts'
import { readInstant } from './read-instant.ts'

export const PLATFORM = 'platform'
/** Rows that fewer than everybody may use count pieces: of one SKU, or the count would not say which. */
interface Counted {
  readonly scope?: { readonly skus?: readonly string[] | undefined } | undefined
}
const namesOneSku = (it: Counted): boolean => {
  const scope: Readonly<Record<string, unknown>> = it.scope ?? {}
  const others = ['products', 'categories', 'shops'].some((list) => scope[list] !== undefined)
  return it.scope?.skus?.length === 1 && !others
}
const oneSkuIfLimited = (it: Counted & { limits?: unknown }) => it.limits === undefined || namesOneSku(it)
const isOfShop = (it: { owner: string }) => it.owner !== PLATFORM
const isOfPlatform = (it: { owner: string }) => it.owner === PLATFORM
const tiersOrEvery = (it: { tiers?: unknown; every?: unknown }) => (it.tiers === undefined) !== (it.every === undefined)

const price = { ...row, ...conditions, limits: limits.optional(), notWith: notWith.optional() }
const kind = <Name extends string>(name: Name) => ({ kind: z.literal(name) })
const ONE_SKU = 'a limited price names exactly one SKU'
const SHOP = 'belongs to a shop'
const OF_PLATFORM = 'belongs to the platform'
const ONE_OF = 'tiers or every'

const skuPrice = z
  .strictObject({ ...row, ...kind('sku-price'), priceFen: fen, maxPerBuyer: count.optional() })
  .refine((it) => it.maxPerBuyer === undefined || namesOneSku(it), ONE_SKU)
  .refine(isOfShop, SHOP)
const listPrice = z.strictObject({ ...row, ...kind('list-price'), priceFen: fen }).refine(isOfShop, SHOP)
const timePrice = z
  .strictObject({ ...price, ...kind('time-price'), priceFen: fen })
  .refine(oneSkuIfLimited, ONE_SKU)
  .refine(isOfShop, SHOP)
const memberPrice = z
  .strictObject({ ...price, ...kind('member-price'), priceFen: fen.optional(), payBp: payBp.optional() })
  .refine((it) => (it.priceFen === undefined) !== (it.payBp === undefined), 'priceFen or payBp')
  .refine(oneSkuIfLimited, ONE_SKU)
  .refine(isOfShop, SHOP)
const drop = z
  .strictObject({ ...price, ...kind('drop'), offFen: fen })
  .refine(oneSkuIfLimited, ONE_SKU)
  .refine(isOfShop, SHOP)
const discount = z
  .strictObject({ ...price, ...kind('discount'), payBp })
  .refine(oneSkuIfLimited, ONE_SKU)
  .refine(isOfShop, SHOP)
const presale = z
  .strictObject({
    ...row,
    ...kind('presale'),
    audience: conditions.audience,
    entrance: conditions.entrance,
    notWith: notWith.optional(),
    priceFen: fen,
    depositFen: fen,
    expandFen: fen,
    balance: window,
  })
  .refine((it) => it.depositFen <= it.expandFen && it.expandFen <= it.priceFen, 'deposit ≤ expansion ≤ price')
  .refine(
    (it) => it.validTo !== null && readInstant(it.validTo) <= readInstant(it.balance.from),
    'deposits end before balances start',
  )
  .refine(isOfShop, SHOP)
const nthPiece = z
  .strictObject({ ...row, ...stacking, ...kind('nth-piece'), pieces, repeat: z.boolean().optional() })
  .refine(isOfShop, SHOP)
const gift = z
  .strictObject({
    ...row,
    ...stacking,
    ...kind('gift'),
    tiers: giftTiers.optional(),
    every: giftEvery.optional(),
  })
  .refine(tiersOrEvery, ONE_OF)
  .refine(isOfShop, SHOP)
const reduction = { ...row, ...cut, tiers: tiers.optional(), every: every.optional() }
const shopReduction = z
  .strictObject({ ...reduction, ...kind('shop-reduction') })
  .refine(tiersOrEvery, ONE_OF)
  .refine(isOfShop, SHOP)
const crossShop = z
  .strictObject({ ...reduction, ...kind('cross-shop') })
  .refine(tiersOrEvery, ONE_OF)
  .refine(isOfPlatform, OF_PLATFORM)

const held = { ...row, ...coupon, tiers: oneTier }
const productCoupon = z.strictObject({ ...held, ...kind('product-coupon') }).refine(isOfShop, SHOP)
const shopCoupon = z.strictObject({ ...held, ...kind('shop-coupon') }).refine(isOfShop, SHOP)
const categoryCoupon = z.strictObject({ ...held, ...kind('category-coupon') }).refine(isOfPlatform, OF_PLATFORM)
const platformCoupon = z.strictObject({ ...held, ...kind('platform-coupon') }).refine(isOfPlatform, OF_PLATFORM)
const packet = { ...row, ...coupon, tiers: oneTierOff }
const shopRedPacket = z.strictObject({ ...packet, ...kind('shop-red-packet') }).refine(isOfShop, SHOP)
const redPacket = z.strictObject({ ...packet, ...kind('red-packet') }).refine(isOfPlatform, OF_PLATFORM)
const points = z
  .strictObject({
    ...row,
    ...conditions,
    ...kind('points'),
    exclusive: ids.optional(),
    notWith: notWith.optional(),
    pointsPerFen: count,
    maxBp: z.int().min(1).max(10_000),
  })
  .refine(isOfPlatform, OF_PLATFORM)

const shippingFee = z
  .strictObject({
    ...row,
    ...kind('shipping-fee'),
    regions: ids,
    fee: fee.optional(),
    refuse: z.literal(true).optional(),
  })
  .refine((it) => (it.fee === undefined) !== (it.refuse === undefined), 'fee or refuse')
  .refine(isOfShop, SHOP)
const freeShipping = z
  .strictObject({
    ...row,
    ...conditions,
    ...kind('free-shipping'),
    minFen: fenOrNone.optional(),
    minQty: count.optional(),
    regions: ids.optional(),
    exceptRegions: ids.optional(),
    maxGram: count.optional(),
    thresholdOn: cut.thresholdOn,
  })
  .refine(isOfShop, SHOP)
const freightInsurance = z
  .strictObject({
    ...row,
    ...conditions,
    ...kind('freight-insurance'),
    feeFen: fenOrNone,
    paidBy: z.enum(['seller', 'buyer']),
    coverFen: fenOrNone.optional(),
  })
  .refine(isOfShop, SHOP)
const priceProtection = z.strictObject({ ...row, ...kind('price-protection'), days: z.int().min(1).max(366) })

/**
 * A row of the ledger that a quote can count with, one shape a kind: reference offers.md §2 and §12. Fen, rates in 1/10,000
 * paid, instants as ISO texts. `recordedAt` and `seq` are written by the store, `validFrom`/`validTo` by whoever made the offer.
 */
export const offerEntry = z.discriminatedUnion('kind', [
  skuPrice,
  listPrice,
  timePrice,
  memberPrice,
  drop,
  discount,
  presale,
  nthPiece,
  gift,
  shopReduction,
  crossShop,
  productCoupon,
  shopCoupon,
  categoryCoupon,
  platformCoupon,
  shopRedPacket,
  redPacket,
  points,
  shippingFee,
  freeShipping,
  freightInsurance,
  priceProtection,
])
export type OfferEntry = z.infer<typeof offerEntry>
export type OfferKind = OfferEntry['kind']
