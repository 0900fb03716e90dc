import { notFound } from '../kernel/errors.ts'
import type { Tx } from '../storage/index.ts'
import { CONVERSATION_COLUMNS, type Conversation, conversationOf } from './conversation-row.store.ts'

export interface ConversationKey {
  readonly orgId: string
  readonly conversationId: string
}

/** Throws `not-found`. */
export async function readConversation(tx: Tx, key: ConversationKey): Promise<Conversation> {
  const row = await select(tx, key).executeTakeFirst()
  if (!row) throw notFound()
  return conversationOf(row)
}

/** The same, and nobody else changes it until the transaction ends: everything that takes a number comes through here. */
export async function holdConversation(tx: Tx, key: ConversationKey): Promise<Conversation> {
  const row = await select(tx, key).forUpdate('c').executeTakeFirst()
  if (!row) throw notFound()
  return conversationOf(row)
}

const select = (tx: Tx, { orgId, conversationId }: ConversationKey) =>
  tx
    .selectFrom('conversation as c')
    .innerJoin('buyer as b', (join) => join.onRef('b.org_id', '=', 'c.org_id').onRef('b.buyer_id', '=', 'c.buyer_id'))
    .select(CONVERSATION_COLUMNS)
    .where('c.org_id', '=', orgId)
    .where('c.conversation_id', '=', conversationId)
