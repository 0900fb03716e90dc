import { type SqlBool, sql } from 'kysely'
import type { Tx } from '../storage/index.ts'
import { type TalkOutcome, talksWith } from './robot-turns.store.ts'
import { CONVERSATION_COLUMNS, type Conversation, conversationOf, type Owner } from './conversation-row.store.ts'

export interface ConversationQuery {
  readonly orgId: string
  /** Null = every shop of the organisation. */
  readonly shopIds: readonly string[] | null
  readonly owner?: Owner | undefined
  readonly buyerId?: string | undefined
  /** The channel's own id of the buyer. */
  readonly buyerRef?: string | undefined
  /** Last message at or after, and before; with `outcome`: a turn of the robot's at or after, and before. */
  readonly from?: number | undefined
  readonly to?: number | undefined
  /** A word that somebody said; looked for in the latest conversations only. */
  readonly find?: string | undefined
  /** What the robot did in one of its turns. */
  readonly outcome?: TalkOutcome | undefined
  /** Session id of the last row of the page before. */
  readonly after?: string | undefined
  readonly limit: number
}

/** Beyond these the log of a large merchant would be read from end to end for a word that nobody said. */
const MOST_SEARCHED = 2000

/** Conversations in which something was said, in the order of their latest sessions, the latest first. */
export async function listConversations(tx: Tx, query: ConversationQuery): Promise<Conversation[]> {
  const { shopIds, owner, buyerId, buyerRef, from, to, after, find, outcome } = query
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
    .$if(from !== undefined && outcome === undefined, (some) => some.where('c.last_at', '>=', from ?? 0))
    .$if(to !== undefined && outcome === undefined, (some) => some.where('c.last_at', '<', to ?? 0))
    .$if(find !== undefined, (some) => some.where(saying(query.orgId, find ?? '')))
    .$if(outcome !== undefined, (some) =>
      some.where(sql<SqlBool>`c.conversation_id in (${talksWith(outcome ?? 'heard', query)})`),
    )
    .$if(after !== undefined, (some) => some.where('c.session_id', '<', after ?? ''))
    .orderBy('c.session_id', 'desc')
    .limit(query.limit)
    .execute()
  return rows.map(conversationOf)
}

/** The channel's name of the buyer counts as said. */
const saying = (orgId: string, words: string) => {
  const like = `%${words.replace(/[\\%_]/g, '\\$&')}%`
  return sql<SqlBool>`c.session_id in (select session_id from conversation where org_id = ${orgId} and session_id is not null
      order by session_id desc limit ${MOST_SEARCHED})
    and (b.name ilike ${like} or b.external_id = ${words} or exists (select from message m where m.org_id = c.org_id
      and m.conversation_id = c.conversation_id and coalesce(m.content->>'text', m.content->>'title') ilike ${like}))`
}
