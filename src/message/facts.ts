import { assertNever } from '../kernel/assert-never.ts'
import { formatMoney } from '../kernel/money.ts'
import type { ContentOf } from './content.ts'
import { fill, localTime, type RenderWords } from './render-words.ts'

export type Card = ContentOf<'product-card' | 'order-card' | 'parcel' | 'coupon' | 'red-packet'>

/** What a card says, as words: the lines are what must never be lost. */
export interface Facts {
  readonly id: string
  readonly title: string
  readonly lines: readonly string[]
  readonly url: string | null
  readonly picture: string | null
}

export function factsOf(card: Card, words: RenderWords): Facts {
  switch (card.kind) {
    case 'product-card':
      return productFacts(card, words)
    case 'order-card':
      return orderFacts(card, words)
    case 'parcel':
      return parcelFacts(card, words)
    case 'coupon':
      return couponFacts(card, words)
    case 'red-packet':
      return redPacketFacts(card, words)
    default:
      return assertNever(card)
  }
}

function productFacts(card: ContentOf<'product-card'>, words: RenderWords): Facts {
  const { lines } = words
  const value = formatMoney(card.price)
  const out = [
    card.priceTo ? fill(lines.priceFrom, { value, to: formatMoney(card.priceTo) }) : fill(lines.price, { value }),
  ]
  if (card.stock === 0) out.push(lines.soldOut)
  else if (card.stock !== null) out.push(fill(lines.stock, { value: String(card.stock) }))
  if (card.source.validTo !== null) out.push(until(card.source.validTo, words))
  return { id: card.productId, title: card.title, lines: out, url: card.url ?? null, picture: card.picture ?? null }
}

function orderFacts(card: ContentOf<'order-card'>, words: RenderWords): Facts {
  const { lines } = words
  const out = [
    fill(lines.quantity, { value: String(card.quantity) }),
    fill(lines.total, { value: formatMoney(card.total) }),
  ]
  if (card.state) out.push(fill(lines.state, { value: card.state }))
  return { id: card.orderId, title: card.title, lines: out, url: card.url ?? null, picture: card.picture ?? null }
}

function parcelFacts(card: ContentOf<'parcel'>, words: RenderWords): Facts {
  const { lines } = words
  // A title may be cut: the number stands in a line of its own.
  const out = [fill(lines.parcel, { company: card.company, number: card.number })]
  if (card.state) out.push(fill(lines.state, { value: card.state }))
  if (card.latest) out.push(fill(lines.latest, { at: localTime(card.latest.at, words), text: card.latest.text }))
  return { id: card.parcelId, title: card.company, lines: out, url: card.url ?? null, picture: null }
}

function couponFacts(card: ContentOf<'coupon'>, words: RenderWords): Facts {
  const out = [offLine(card.off, card.threshold, words)]
  if (card.validTo !== null) {
    const [from, to] = [localTime(card.validFrom, words), localTime(card.validTo, words)]
    out.push(fill(words.lines.validBetween, { from, to }))
  }
  if (card.terms) out.push(card.terms)
  return { id: card.couponId, title: card.title, lines: out, url: card.url ?? null, picture: null }
}

function redPacketFacts(card: ContentOf<'red-packet'>, words: RenderWords): Facts {
  const out = [offLine(card.amount, card.threshold, words), until(card.validTo, words)]
  return { id: card.redPacketId, title: card.title, lines: out, url: card.url ?? null, picture: null }
}

const until = (at: number, words: RenderWords): string => fill(words.lines.validUntil, { to: localTime(at, words) })

function offLine(off: Parameters<typeof formatMoney>[0], threshold: typeof off | null, words: RenderWords): string {
  const value = formatMoney(off)
  if (threshold === null) return fill(words.lines.offNoThreshold, { value })
  return fill(words.lines.off, { value, threshold: formatMoney(threshold) })
}
