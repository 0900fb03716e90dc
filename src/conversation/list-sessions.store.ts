import type { Tx } from '../storage/index.ts'

/** A slice of a conversation for service and statistics. Closing deletes nothing. */
export interface Session {
  readonly sessionId: string
  readonly openedBy: string
  readonly openedAt: number
  readonly closedAt: number | null
  readonly closedBy: string | null
}

export interface SessionQuery {
  readonly orgId: string
  readonly conversationId: string
  /** Session id of the last row of the page before. */
  readonly after?: string | undefined
  readonly limit: number
}

/** Latest first. */
export async function listSessions(tx: Tx, query: SessionQuery): Promise<Session[]> {
  const { after } = query
  const rows = await tx
    .selectFrom('session')
    .select(['session_id', 'opened_by', 'opened_at', 'closed_at', 'closed_by'])
    .where('org_id', '=', query.orgId)
    .where('conversation_id', '=', query.conversationId)
    .$if(after !== undefined, (some) => some.where('session_id', '<', after ?? ''))
    .orderBy('session_id', 'desc')
    .limit(query.limit)
    .execute()
  return rows.map((row) => ({
    sessionId: row.session_id,
    openedBy: row.opened_by,
    openedAt: row.opened_at,
    closedAt: row.closed_at,
    closedBy: row.closed_by,
  }))
}
