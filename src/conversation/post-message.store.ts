import type { DomainEvent } from '../kernel/events.ts'
import { type DeliveryId, type MessageId, newId, type SessionId } from '../kernel/ids.ts'
import type { Content } from '../message/index.ts'
import { appendEvents, type Tx } from '../storage/index.ts'
import type { Conversation } from './conversation-row.store.ts'
import { holdConversation } from './read-conversation.store.ts'
import type { LoggedMessage } from './read-messages.store.ts'

export interface Posting {
  readonly orgId: string
  readonly conversationId: string
  readonly role: 'agent' | 'system'
  /** Staff id or key id of an agent; null for the system. */
  readonly author: string | null
  readonly contents: readonly Content[]
  readonly at: number
  /** How long this process has the delivery for itself (`CLAIM_MS` of delivery). */
  readonly claimMs: number
}

/** What was posted: the messages as they stand in the log, and all that `delivery.dispatch` needs, after the commit. */
export interface Posted {
  readonly conversation: Conversation
  readonly messages: readonly LoggedMessage[]
  readonly job: {
    readonly orgId: string
    readonly shopId: string
    readonly channelId: string
    readonly conversationId: string
    readonly deliveryId: string
    readonly turnId: null
    readonly seqs: readonly number[]
    readonly messageIds: readonly string[]
    readonly contents: readonly Content[]
    readonly role: 'agent' | 'system'
    readonly epoch: number
    readonly buyerId: string
    readonly buyerRef: string
    readonly attempts: number
    readonly createdAt: number
    readonly isAhead: false
  }
}

/** Somebody of the merchant, or the house itself, speaks: next numbers, log, delivery and events in the caller's transaction. */
export async function postMessage(tx: Tx, posting: Posting): Promise<Posted> {
  const { orgId, role, contents, at } = posting
  const held = await holdConversation(tx, posting)
  const session = await sessionFor(tx, held, posting)
  const sessionId = session.sessionId
  const messages = contents.map((content, place): LoggedMessage => {
    const id = newId<MessageId>(at)
    return { id, seq: held.lastSeq + 1 + place, role, content, at, turnId: null, sessionId, author: posting.author }
  })
  const lastSeq = held.lastSeq + messages.length
  await tx
    .updateTable('conversation')
    .set({ next_seq: lastSeq + 1, session_id: sessionId, last_at: Math.max(at, held.lastAt) })
    .where('org_id', '=', orgId)
    .where('conversation_id', '=', held.conversationId)
    .execute()
  const conversation = { ...held, lastSeq, sessionId, lastAt: Math.max(at, held.lastAt) }
  const job = jobOf(conversation, messages, posting)
  await insertMessages(tx, conversation, { messages, orgId })
  await insertDelivery(tx, job, posting)
  await appendEvents(tx, [...session.events, ...messages.map((message) => postedEvent(conversation, message, orgId))])
  return { conversation, messages, job }
}

/** An agent who speaks opens a session where none is open. */
async function sessionFor(tx: Tx, held: Conversation, { orgId, at, role }: Posting) {
  const { conversationId, shopId } = held
  const open = await tx
    .selectFrom('session')
    .select('session_id')
    .where('org_id', '=', orgId)
    .where('conversation_id', '=', conversationId)
    .where('closed_at', 'is', null)
    .executeTakeFirst()
  const events: DomainEvent[] = []
  if (open) return { sessionId: open.session_id, events }
  // A notice of the house is no reason to open one.
  if (role === 'system' && held.sessionId !== null) return { sessionId: held.sessionId, events }
  const sessionId: string = newId<SessionId>(at)
  await tx
    .insertInto('session')
    .values({
      org_id: orgId,
      session_id: sessionId,
      conversation_id: conversationId,
      shop_id: shopId,
      opened_by: role,
      opened_at: at,
      closed_at: null,
      closed_by: null,
    })
    .execute()
  events.push({ type: 'session.opened', orgId, shopId, key: conversationId, at, body: { sessionId, conversationId } })
  return { sessionId, events }
}

function jobOf(conversation: Conversation, messages: readonly LoggedMessage[], posting: Posting): Posted['job'] {
  const { shopId, channelId, conversationId, epoch, buyer } = conversation
  return {
    orgId: posting.orgId,
    shopId,
    channelId,
    conversationId,
    deliveryId: newId<DeliveryId>(posting.at),
    turnId: null,
    seqs: messages.map(({ seq }) => seq),
    messageIds: messages.map(({ id }) => id),
    contents: posting.contents,
    role: posting.role,
    epoch,
    buyerId: buyer.buyerId,
    buyerRef: buyer.externalId,
    attempts: 0,
    createdAt: posting.at,
    isAhead: false,
  }
}

const insertMessages = (
  tx: Tx,
  { conversationId, shopId }: Conversation,
  { messages, orgId }: { readonly messages: readonly LoggedMessage[]; readonly orgId: string },
) =>
  tx
    .insertInto('message')
    .values(
      messages.map((message) => ({
        org_id: orgId,
        conversation_id: conversationId,
        seq: message.seq,
        message_id: message.id,
        shop_id: shopId,
        session_id: message.sessionId,
        turn_id: null,
        role: message.role,
        author: message.author,
        content: JSON.stringify(message.content),
        sent_at: message.at,
        stored_at: message.at,
      })),
    )
    .execute()

const insertDelivery = (tx: Tx, job: Posted['job'], { at, claimMs }: Posting) =>
  tx
    .insertInto('due_delivery')
    .values({
      org_id: job.orgId,
      delivery_id: job.deliveryId,
      conversation_id: job.conversationId,
      first_seq: job.seqs[0] ?? 0,
      shop_id: job.shopId,
      channel_id: job.channelId,
      turn_id: null,
      seqs: [...job.seqs],
      epoch: job.epoch,
      next_at: at,
      claimed_until: at + claimMs,
      reason: null,
      created_at: at,
    })
    .execute()

const postedEvent = (conversation: Conversation, message: LoggedMessage, orgId: string): DomainEvent => {
  const { conversationId, shopId, channelId } = conversation
  const { id: messageId, seq, role, author, at } = message
  const body = { messageId, conversationId, channelId, seq, role, author }
  return { type: 'message.posted', orgId, shopId, key: conversationId, at, body }
}
