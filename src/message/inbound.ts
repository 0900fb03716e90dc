import { z } from 'zod'
import { menuToken } from './content.ts'

/** NUL is no text for PostgreSQL, nor is half of a surrogate pair: refused at the door, not by the database. */
const storable = (min: number, max: number) =>
  z
    .string()
    .min(min)
    .max(max)
    .regex(/^[^\0\p{Surrogate}]*$/u, 'The text holds a character that cannot be stored.')

/** A picture or film that a buyer gave to this server: an address of its own, without its name. */
const ownFile = z
  .string()
  .regex(/^\/api\/v1\/widget\/files\/[\w-]+\/[\w-]+$/)
  .max(200)
const fileAddress = z.union([z.url({ protocol: /^https?$/ }).max(2000), ownFile])

/** What buyers send. Text is as typed; the rest refers to things by the ids of the shop's back end. */
export const inboundContent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: storable(1, 4000) }),
  z.object({ kind: z.literal('image'), url: fileAddress }),
  z.object({ kind: z.literal('video'), url: fileAddress }),
  z.object({ kind: z.literal('file'), url: z.url({ protocol: /^https?$/ }).max(2000), name: storable(0, 300) }),
  /** The buyer pressed a menu item: the token that we gave out, and the label that was on it. */
  z.object({ kind: z.literal('choice'), token: menuToken, label: storable(0, 500).default('') }),
])
export type InboundContent = z.infer<typeof inboundContent>

/** What is on the buyer's screen when he writes: it heals "noon / afternoon". */
export const reference = z.object({
  productId: storable(1, 128).optional(),
  skuId: storable(1, 128).optional(),
  orderId: storable(1, 128).optional(),
  /** The live room that he comes from; null: he left it for the shop. Absent: where he was before. */
  roomId: storable(1, 128).nullable().optional(),
})
export type Reference = z.infer<typeof reference>

/** The normal form of every channel. `messageId` is the platform's own: the same id twice is the same message. */
export const inboundMessage = z.object({
  messageId: storable(1, 200),
  buyer: z.object({
    id: storable(1, 200),
    name: storable(0, 100).optional(),
    /** The shop's id of this buyer, only from a source that may vouch for it (signed webhook, API key). */
    customerId: storable(1, 128).optional(),
  }),
  content: inboundContent,
  reference: reference.optional(),
  /** item_page | order | live_room | qr …, as the channel says. */
  scene: storable(0, 100).optional(),
  /** When the buyer sent it, epoch ms; the server's clock when absent. */
  at: z.int().min(0).optional(),
})
export type InboundMessage = z.infer<typeof inboundMessage>
