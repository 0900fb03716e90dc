import { z } from 'zod'
import type { Conversation, LoggedMessage, RememberedFact, Session } from '../../conversation/index.ts'
import { toIso } from '../../kernel/clock.ts'
import { conversationId } from '../../kernel/ids.ts'
import { content, inboundContent } from '../../message/index.ts'
import { instantOut } from '../fields.ts'
import { maskContactsIn, maskNumbersIn } from './mask.ts'

export const conversationParams = z.strictObject({ conversationId })

export const owner = z.enum(['robot', 'waiting', 'human'])

export const conversationView = z.strictObject({
  conversationId: z.string(),
  shopId: z.string(),
  channelId: z.string(),
  /** Numbers in the names that channels give are masked: some give a phone number. */
  buyer: z.strictObject({
    buyerId: z.string(),
    externalId: z.string(),
    name: z.string().nullable(),
    customerId: z.string().nullable(),
  }),
  owner,
  assignedTo: z.string().nullable(),
  sessionId: z.string().nullable(),
  lastSeq: z.int(),
  lastAt: instantOut,
  createdAt: instantOut,
})

export const showConversation = ({ epoch: _epoch, ...one }: Conversation) => ({
  ...one,
  buyer: {
    ...one.buyer,
    externalId: maskNumbersIn(one.buyer.externalId),
    name: one.buyer.name === null ? null : maskNumbersIn(one.buyer.name),
  },
  lastAt: toIso(one.lastAt),
  createdAt: toIso(one.createdAt),
})

export const messageView = z.strictObject({
  id: z.string(),
  seq: z.int(),
  role: z.enum(['buyer', 'robot', 'agent', 'system']),
  content: z.union([content, inboundContent]),
  at: instantOut,
  turnId: z.string().nullable(),
  sessionId: z.string().nullable(),
  author: z.string().nullable(),
})

/** What buyers type is masked; what they were told is shown as they were told it. */
export const showMessage = (message: LoggedMessage) => ({
  ...message,
  content: message.role === 'buyer' ? maskContent(message.content) : message.content,
  at: toIso(message.at),
})

function maskContent(said: LoggedMessage['content']): LoggedMessage['content'] {
  if (said.kind === 'text') return { ...said, text: maskContactsIn(said.text) }
  return said.kind === 'choice' ? { ...said, label: maskContactsIn(said.label) } : said
}

export const sessionView = z.strictObject({
  sessionId: z.string(),
  openedBy: z.string(),
  openedAt: instantOut,
  closedAt: instantOut.nullable(),
  closedBy: z.string().nullable(),
})

export const showSession = (session: Session) => ({
  ...session,
  openedAt: toIso(session.openedAt),
  closedAt: session.closedAt === null ? null : toIso(session.closedAt),
})

export const factView = z.strictObject({
  kind: z.string(),
  key: z.string(),
  value: z.unknown(),
  scope: z.string(),
  sourceTurn: z.string().nullable(),
  recordedAt: instantOut,
  expiresAt: instantOut.nullable(),
})

export const showFact = (fact: RememberedFact) => ({
  ...fact,
  recordedAt: toIso(fact.recordedAt),
  expiresAt: fact.expiresAt === null ? null : toIso(fact.expiresAt),
})
