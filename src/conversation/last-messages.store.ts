import type { Tx } from '../storage/index.ts'
import type { Conversation } from './conversation-row.store.ts'
import { type LoggedMessage, MESSAGE_COLUMNS, messageOf } from './read-messages.store.ts'

/** The latest message of each of these conversations, by conversation id: one look at the key for each. */
export async function readLastMessages(
  tx: Tx,
  orgId: string,
  conversations: readonly Conversation[],
): Promise<ReadonlyMap<string, LoggedMessage>> {
  if (conversations.length === 0) return new Map()
  const rows = await tx
    .selectFrom('message')
    .select([...MESSAGE_COLUMNS, 'conversation_id'])
    .where('org_id', '=', orgId)
    .where(({ eb, or }) =>
      or(
        conversations.map(({ conversationId, lastSeq }) =>
          eb('conversation_id', '=', conversationId).and('seq', '=', lastSeq),
        ),
      ),
    )
    .execute()
  return new Map(rows.map((row) => [row.conversation_id, messageOf(row)]))
}
