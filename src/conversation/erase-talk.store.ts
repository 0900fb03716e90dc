import { sql } from 'kysely'
import type { Tx } from '../storage/index.ts'
import { type BuyerKey, findConversationOf } from './buyer-conversation.store.ts'
import { eraseBuyerFiles } from './buyer-files.store.ts'
import { type ConversationKey, holdConversation } from './read-conversation.store.ts'

interface Erased {
  readonly conversationId: string
  readonly shopId: string
  readonly messages: number
}

// By what they name: each of these rows is of the talk and of nothing else.
const OF_TALK = ['due_turn', 'turn', 'due_delivery', 'session', 'told_correction'] as const

/**
 * Everything that was said between one buyer and the shop on a channel, what he showed, what was made of it and what was
 * remembered, and who he is. Orders, coupons that he holds and the audit log are the shop's own books and stay. A turn that is being
 * thought through finds itself no longer due and says nothing. Undefined: there is nothing of him.
 */
export async function eraseTalk(tx: Tx, key: BuyerKey): Promise<Erased | undefined> {
  const found = await findConversationOf(tx, key)
  if (!found) return undefined
  const { conversationId, shopId, buyer } = found
  const talk = { orgId: key.orgId, conversationId }
  await holdConversation(tx, talk)
  await eraseKeys(tx, talk, key.channelId)
  for (const table of OF_TALK)
    await tx.deleteFrom(table).where('org_id', '=', key.orgId).where('conversation_id', '=', conversationId).execute()
  await eraseBuyerFiles(tx, key, conversationId)
  const messages = await tx
    .deleteFrom('message')
    .where('org_id', '=', key.orgId)
    .where('conversation_id', '=', conversationId)
    .executeTakeFirst()
  await eraseBuyer(tx, talk, buyer.buyerId)
  return { conversationId, shopId, messages: Number(messages.numDeletedRows) }
}

/** What points at the rows that go: attempts at their deliveries, and the digests of what he said. */
async function eraseKeys(tx: Tx, { orgId, conversationId }: ConversationKey, channelId: string): Promise<void> {
  await sql`delete from delivery_attempt a using delivery d where a.org_id = ${orgId} and d.org_id = a.org_id
    and d.delivery_id = a.delivery_id and d.conversation_id = ${conversationId}`.execute(tx)
  await tx.deleteFrom('delivery').where('org_id', '=', orgId).where('conversation_id', '=', conversationId).execute()
  await sql`delete from heard_key h where h.org_id = ${orgId} and h.channel_id = ${channelId} and h.message_id in
    (select m.message_id from message m where m.org_id = ${orgId} and m.conversation_id = ${conversationId})`.execute(
    tx,
  )
}

async function eraseBuyer(tx: Tx, { orgId, conversationId }: ConversationKey, buyerId: string): Promise<void> {
  for (const table of ['memory', 'contact_window', 'buyer'] as const)
    await tx.deleteFrom(table).where('org_id', '=', orgId).where('buyer_id', '=', buyerId).execute()
  await tx
    .deleteFrom('conversation')
    .where('org_id', '=', orgId)
    .where('conversation_id', '=', conversationId)
    .execute()
}
