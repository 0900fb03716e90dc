import { type Content, type ContentOf, isLink } from '../message/index.ts'
import type { LedgerRow } from '../offer/index.ts'
import { nameOf } from './money/naming.ts'
import { pricedNow } from './money/price-text.ts'
import { usableClaims } from './money/say-coupons.ts'
import { latestParcel } from './order-words.ts'
import { sourceOfProduct } from './product-words.ts'
import type { Scene } from './scene.ts'
import { say } from './speech.ts'

type CardName = 'product' | 'order' | 'parcel' | 'coupon'
const MOST_COUPON_CARDS = 2

/** Cards that an answer asks for and the data can fill; what is not known is left out. */
export function cardsFor(names: readonly CardName[], scene: Scene): Content[] {
  return names.flatMap((name): Content[] => {
    if (name === 'product') return listOf(productCard(scene))
    if (name === 'order') return listOf(orderCard(scene))
    if (name === 'parcel') return listOf(parcelCard(scene))
    return usableClaims(scene)
      .flatMap((row) => couponCard(row, scene) ?? [])
      .slice(0, MOST_COUPON_CARDS)
  })
}

const listOf = (card: Content | null): Content[] => (card ? [card] : [])

/** A card without a sure price would have to guess one. */
function productCard(scene: Scene): ContentOf<'product-card'> | null {
  const { product, sku } = scene
  const priced = product && pricedNow(product, sku, scene)
  if (!product || !priced) return null
  const { low, high, source, highSource } = priced
  const isSpan = !sku && high.amount > low.amount
  const stock = sku ? sku.stock : stockOf(product.skus.map(({ stock: of }) => of))
  const sources = [...(isSpan ? [highSource] : []), ...(stock === null ? [] : [sourceOfProduct(product)])]
  return {
    kind: 'product-card',
    productId: product.productId,
    ...(sku ? { skuId: sku.skuId } : {}),
    title: product.title,
    price: low,
    ...(isSpan ? { priceTo: high } : {}),
    stock,
    ...pictureOf(product.picture),
    ...urlOf(product.url),
    source,
    ...(sources.length > 0 ? { sources } : {}),
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

/** Cards tell an amount: a coupon by rate is told in words only. */
function couponCard(row: LedgerRow, scene: Scene): ContentOf<'coupon'> | null {
  const [tier] = row.terms.tiers ?? []
  if (tier?.offFen === undefined) return null
  const validTo = Number.isFinite(row.to) ? row.to : null
  const { coupons, offers, room } = scene.context
  const url = coupons.find(({ couponId }) => couponId === row.id)?.url
  const cny = (amount: number) => ({ amount, currency: 'CNY' })
  return {
    kind: 'coupon',
    couponId: row.id,
    title: nameOf(row, scene),
    off: cny(tier.offFen),
    threshold: tier.minFen ? cny(tier.minFen) : null,
    validFrom: Math.max(0, row.from),
    validTo,
    ...(room && row.terms.entrance !== undefined && { terms: termsOfRoom(room.title, scene) }),
    ...urlOf(url ?? ''),
    source: { sourceId: row.id, version: String(offers.ledger.now.version), validTo },
  }
}

const termsOfRoom = (title: string, scene: Scene): string =>
  say('coupon.ofRoom', scene, { variables: new Map([['room.title', title]]) })

/** An imported record may have no link, or something that is none: the card goes without. */
const opens = (link: string | null | undefined): link is string => typeof link === 'string' && isLink(link)
const urlOf = (link: string) => (opens(link) ? { url: link } : {})
const pictureOf = (link: string | null | undefined) => (opens(link) ? { picture: link } : {})
