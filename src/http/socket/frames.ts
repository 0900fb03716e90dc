import { z } from 'zod'
import { conversationId } from '../../kernel/ids.ts'
import { toIso } from '../../kernel/clock.ts'
import type { Ack, Announcement, StoredMessage } from '../../turn/index.ts'

const speaker = z.enum(['buyer', 'robot', 'agent', 'system'])

/** What a client may say. The items of `messages` are read one by one: a bad one does not cost its neighbours. */
export const clientFrame = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('messages'), items: z.array(z.unknown()).min(1).max(100) }),
  z.strictObject({
    type: z.literal('subscribe'),
    /** Absent: every conversation of the channel, from now on. */
    conversationId: conversationId.optional(),
    /** The last number that the client has; what came after it is sent first. Only with a conversation. */
    afterSeq: z.int().min(0).max(2_147_483_647).optional(),
    /** Only what these speakers say. Absent: everything. */
    roles: z.array(speaker).min(1).max(4).optional(),
  }),
  z.strictObject({ type: z.literal('ping') }),
])
export type ClientFrame = z.infer<typeof clientFrame>
export type SubscribeFrame = Extract<ClientFrame, { type: 'subscribe' }>

export interface FrameProblem {
  readonly code: string
  readonly message: string
  readonly field?: string
}

export const ackText = (ack: Ack): string => JSON.stringify(ack)
export const refusalText = (messageId: string | null, error: FrameProblem): string =>
  JSON.stringify({ messageId, error })
export const errorText = (error: FrameProblem): string => JSON.stringify({ type: 'error', error })

export const messageText = (conversation: string, message: StoredMessage): string =>
  JSON.stringify({
    conversationId: conversation,
    seq: message.seq,
    id: message.id,
    role: message.role,
    content: message.content,
    at: toIso(message.at),
    turnId: message.turnId,
  })

// Ten sockets that hear the same announcement write it once.
const written = new WeakMap<Announcement, readonly string[]>()

export function announcementTexts(announcement: Announcement): readonly string[] {
  const known = written.get(announcement)
  if (known) return known
  const texts = announcement.messages.map((message) => messageText(announcement.conversationId, message))
  written.set(announcement, texts)
  return texts
}
