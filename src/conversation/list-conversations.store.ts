import type { Tx } from '../storage/index.ts'
import { CONVERSATION_COLUMNS, type Conversation, conversationOf, type Owner } from './conversation-row.store.ts'

export interface ConversationQuery {
  readonly orgId: string
  /** Null = every shop of the organisation. */
  readonly shopIds: readonly string[] | null
  readonly owner?: Owner | undefined
  readonly buyerId?: string | undefined
  /** The channel's own id of the buyer. */
  readonly buyerRef?: string | undefined
  /** Last message at or after, and before. */
  readonly from?: number | undefined
  readonly to?: number | undefined
  /** Session id of the last row of the page before. */
  readonly after?: string | undefined
  readonly limit: number
}

/** Conversations in which something was said, in the order of their latest sessions, the latest first. */
export async function listConversations(tx: Tx, query: ConversationQuery): Promise<Conversation[]> {
  const { shopIds, owner, buyerId, buyerRef, from, to, after } = query
  const rows = await tx
    .selectFrom('conversation as c')
    .innerJoin('buyer as b', (join) => join.onRef('b.org_id', '=', 'c.org_id').onRef('b.buyer_id', '=', 'c.buyer_id'))
    .select(CONVERSATION_COLUMNS)
    .where('c.org_id', '=', query.orgId)
    .where('c.session_id', 'is not', null)
    .$if(shopIds !== null, (some) => some.where('c.shop_id', 'in', [...(shopIds ?? [])]))
    .$if(owner !== undefined, (some) => some.where('c.owner', '=', owner ?? 'robot'))
    .$if(buyerId !== undefined, (some) => some.where('c.buyer_id', '=', buyerId ?? ''))
    .$if(buyerRef !== undefined, (some) => some.where('b.external_id', '=', buyerRef ?? ''))
    .$if(from !== undefined, (some) => some.where('c.last_at', '>=', from ?? 0))
    .$if(to !== undefined, (some) => some.where('c.last_at', '<', to ?? 0))
    .$if(after !== undefined, (some) => some.where('c.session_id', '<', after ?? ''))
    .orderBy('c.session_id', 'desc')
    .limit(query.limit)
    .execute()
  return rows.map(conversationOf)
}
