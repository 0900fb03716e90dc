import { z } from 'zod'
import { money } from '../kernel/money.ts'

/** Where a figure came from and until when it holds. Every price, coupon, stock, freight and date we say carries one. */
export const source = z.object({
  sourceId: z.string().max(200),
  version: z.string().max(100),
  validTo: z.int().nullable(),
})
export type Source = z.infer<typeof source>

const shortText = z.string().min(1).max(500)
const link = z.url({ protocol: /^https?$/ }).max(2000)

/** Whether a channel can open it: what a shop's own records call a link may be empty, or none. */
export const isLink = (text: string): boolean => link.safeParse(text).success

const externalId = z.string().min(1).max(128)

/** An opaque ASCII token of at most 64 bytes: fits every channel (Telegram callback 64, WeChat kf click id 64). */
export const menuToken = z.string().regex(/^[\x21-\x7e]{1,64}$/)

export const textContent = z.object({
  kind: z.literal('text'),
  text: z.string().min(1).max(10_000),
  /** Records of the figures in it. */
  sources: z.array(source).max(100).optional(),
})
export const imageContent = z.object({ kind: z.literal('image'), url: link, alt: z.string().max(500).optional() })
export const videoContent = z.object({ kind: z.literal('video'), url: link, title: z.string().max(500).optional() })
export const fileContent = z.object({
  kind: z.literal('file'),
  url: link,
  name: shortText,
  bytes: z.int().min(0).optional(),
})
export const linkContent = z.object({
  kind: z.literal('link'),
  url: link,
  title: shortText,
  text: z.string().max(1000).optional(),
  picture: link.optional(),
})

export const productCard = z.object({
  kind: z.literal('product-card'),
  productId: externalId,
  skuId: externalId.optional(),
  title: shortText,
  price: money,
  /** Highest SKU price when SKUs differ: shown as "from". */
  priceTo: money.optional(),
  stock: z.int().min(0).nullable(),
  picture: link.optional(),
  url: link.optional(),
  source,
  /** Records of its other figures: the highest price, what is in stock. */
  sources: z.array(source).max(10).optional(),
})

export const orderCard = z.object({
  kind: z.literal('order-card'),
  orderId: externalId,
  state: z.string().max(100),
  title: shortText,
  quantity: z.int().min(1),
  total: money,
  picture: link.optional(),
  url: link.optional(),
  source,
})

export const parcelContent = z.object({
  kind: z.literal('parcel'),
  orderId: externalId,
  parcelId: externalId,
  company: shortText,
  number: shortText,
  state: z.string().max(100),
  latest: z.object({ at: z.int(), text: z.string().max(1000) }).nullable(),
  url: link.optional(),
  source,
})

export const couponContent = z.object({
  kind: z.literal('coupon'),
  couponId: externalId,
  title: shortText,
  off: money,
  /** The amount from which it counts; null = no threshold. */
  threshold: money.nullable(),
  validFrom: z.int(),
  /** null = it has no end of its own: a room's holds as long as its show. */
  validTo: z.int().nullable(),
  terms: z.string().max(1000).optional(),
  url: link.optional(),
  source,
})

export const redPacketContent = z.object({
  kind: z.literal('red-packet'),
  redPacketId: externalId,
  title: shortText,
  amount: money,
  threshold: money.nullable(),
  validTo: z.int(),
  url: link.optional(),
  source,
})

export const miniProgramContent = z.object({
  kind: z.literal('mini-program'),
  appId: externalId,
  title: shortText,
  path: z.string().max(1000),
  picture: link.optional(),
  url: link.optional(),
})

export const menuContent = z.object({
  kind: z.literal('menu'),
  text: z.string().min(1).max(2000),
  items: z
    .array(z.object({ token: menuToken, label: shortText }))
    .min(1)
    .max(50),
})

export const formContent = z.object({
  kind: z.literal('form'),
  formId: externalId,
  text: z.string().min(1).max(2000),
  fields: z
    .array(z.object({ name: externalId, label: shortText, required: z.boolean() }))
    .min(1)
    .max(20),
  url: link.optional(),
})

export const ratingContent = z.object({
  kind: z.literal('rating'),
  text: z.string().min(1).max(1000),
  scale: z.int().min(2).max(10),
  token: menuToken,
})

export const systemContent = z.object({
  kind: z.literal('system'),
  event: z.string().max(100),
  text: z.string().min(1).max(2000),
})

/** The closed list of what a message may hold. */
export const content = z.discriminatedUnion('kind', [
  textContent,
  imageContent,
  videoContent,
  fileContent,
  linkContent,
  productCard,
  orderCard,
  parcelContent,
  couponContent,
  redPacketContent,
  miniProgramContent,
  menuContent,
  formContent,
  ratingContent,
  systemContent,
])
export type Content = z.infer<typeof content>
export type ContentKind = Content['kind']
export type ContentOf<Kind extends ContentKind> = Extract<Content, { kind: Kind }>
