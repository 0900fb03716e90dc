import type { Capabilities } from './capabilities.ts'
import type { ContentKind } from './content.ts'

const EVERYTHING: ReadonlySet<ContentKind> = new Set([
  'text',
  'image',
  'video',
  'file',
  'link',
  'product-card',
  'order-card',
  'parcel',
  'coupon',
  'red-packet',
  'mini-program',
  'menu',
  'form',
  'rating',
  'system',
])

/** Our own ways in (HTTP, WebSocket, widget): the other side gets the content as it is. */
export const webProfile: Capabilities = {
  profile: 'web',
  native: EVERYTHING,
  textLimit: { unit: 'characters', max: 40_000 },
  menu: { maxItems: 50, maxLabelBytes: 2000 },
  canLink: true,
  partsPerTurn: null,
  window: null,
  ratePerSecond: null,
}

/**
 * WeChat customer service (kf/send_msg): text 2,048 bytes, msgmenu of 10 items (id 64 B, content 128 B, head 1,024 B),
 * link title 128 B and description 512 B; five messages within 48 h after each message of the buyer.
 */
export const weixinKfProfile: Capabilities = {
  profile: 'weixin-kf',
  native: new Set<ContentKind>(['text', 'image', 'video', 'file', 'link', 'mini-program', 'menu']),
  textLimit: { unit: 'bytes', max: 2048 },
  menu: { maxItems: 10, maxLabelBytes: 128, maxTextBytes: 1024 },
  linkCard: { maxTitleBytes: 128, maxTextBytes: 512 },
  canLink: true,
  // Five sends are the whole budget of a question, follow-ups included: words or menu, and one card.
  partsPerTurn: 2,
  window: { sends: 5, withinMs: 48 * 3_600_000 },
  ratePerSecond: null,
}

/** The poorest channel: words only. */
export const textOnlyProfile: Capabilities = {
  profile: 'text-only',
  native: new Set<ContentKind>(['text']),
  textLimit: { unit: 'characters', max: 1000 },
  menu: null,
  canLink: true,
  partsPerTurn: null,
  window: null,
  ratePerSecond: null,
}
