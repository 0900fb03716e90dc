import { type Content, type ContentOf, isLink } from '../message/index.ts'
import { formatMoney } from '../kernel/money.ts'
import type { Coupon } from '../shop/index.ts'
import { latestParcel } from './order-words.ts'
import { highestPrice, lowestPrice } from './product-words.ts'
import { sourceOfProduct } from './resolve-variable.ts'
import type { Scene } from './scene.ts'
import { say } from './speech.ts'
import { usableCoupons } from './usable-coupons.ts'

type CardName = 'product' | 'order' | 'parcel' | 'coupon'
const MOST_COUPON_CARDS = 2

/** Cards that an answer asks for and the data can fill; what is not known is left out. */
export function cardsFor(names: readonly CardName[], scene: Scene): Content[] {
  return names.flatMap((name): Content[] => {
    if (name === 'product') return listOf(productCard(scene))
    if (name === 'order') return listOf(orderCard(scene))
    if (name === 'parcel') return listOf(parcelCard(scene))
    return usableCoupons(scene).slice(0, MOST_COUPON_CARDS).map(couponCard)
  })
}

const listOf = (card: Content | null): Content[] => (card ? [card] : [])

function productCard({ product, sku }: Scene): ContentOf<'product-card'> | null {
  if (!product) return null
  const low = sku?.price ?? lowestPrice(product)
  const high = highestPrice(product)
  return {
    kind: 'product-card',
    productId: product.productId,
    ...(sku ? { skuId: sku.skuId } : {}),
    title: product.title,
    price: low,
    ...(!sku && high.amount > low.amount ? { priceTo: high } : {}),
    stock: sku ? sku.stock : stockOf(product.skus.map(({ stock }) => stock)),
    ...pictureOf(product.picture),
    ...urlOf(product.url),
    source: sourceOfProduct(product),
  }
}

const stockOf = (stocks: readonly (number | null)[]): number | null =>
  stocks.reduce((sum, stock) => (sum === null || stock === null ? null : sum + stock), 0)

function orderCard(scene: Scene): ContentOf<'order-card'> | null {
  const order = scene.order?.order
  if (!order) return null
  const [first] = order.lines
  return {
    kind: 'order-card',
    orderId: order.orderId,
    state: say(`order.state.${order.state}`, scene),
    title: first?.title ?? order.orderId,
    quantity: order.lines.reduce((sum, { quantity }) => sum + quantity, 0),
    total: order.total,
    ...pictureOf(first?.picture),
    ...urlOf(order.url),
    source: { sourceId: `order:${order.orderId}`, version: String(order.updatedAt), validTo: null },
  }
}

function parcelCard(scene: Scene): ContentOf<'parcel'> | null {
  const parcel = latestParcel(scene.order?.parcels ?? [])
  if (!parcel || !scene.order) return null
  const latest = parcel.events.at(-1)
  return {
    kind: 'parcel',
    orderId: parcel.orderId,
    parcelId: parcel.parcelId,
    company: parcel.company,
    number: parcel.number,
    state: say(`parcel.state.${parcel.state}`, scene),
    latest: latest ? { at: latest.at, text: latest.text } : null,
    ...urlOf(scene.order.order.url),
    source: { sourceId: `parcel:${parcel.parcelId}`, version: String(parcel.updatedAt), validTo: null },
  }
}

function couponCard(coupon: Coupon): ContentOf<'coupon'> {
  return {
    kind: 'coupon',
    couponId: coupon.couponId,
    title: coupon.title || formatMoney(coupon.off),
    off: coupon.off,
    threshold: coupon.threshold,
    validFrom: coupon.validFrom,
    validTo: coupon.validTo,
    ...(coupon.url ? { url: coupon.url } : {}),
    source: { sourceId: `coupon:${coupon.couponId}`, version: String(coupon.updatedAt), validTo: coupon.validTo },
  }
}

/** An imported record may have no link, or something that is none: the card goes without. */
const opens = (link: string | null | undefined): link is string => typeof link === 'string' && isLink(link)
const urlOf = (link: string) => (opens(link) ? { url: link } : {})
const pictureOf = (link: string | null | undefined) => (opens(link) ? { picture: link } : {})
