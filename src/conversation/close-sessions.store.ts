import { sql } from 'kysely'
import { XiaoerError } from '../kernel/errors.ts'
import { appendEvents, type Database, type Tx } from '../storage/index.ts'
import type { Session } from './list-sessions.store.ts'
import { type ConversationKey, holdConversation } from './read-conversation.store.ts'

export interface Closing {
  readonly at: number
  /** The gap where neither shop nor group nor organisation sets one. */
  readonly usualGapMinutes: number
  readonly most?: number
}

interface SessionRef {
  readonly org_id: string
  readonly session_id: string
}

/**
 * Closes the sessions whose conversation has been silent for longer than its shop's gap. For a periodic job; several
 * processes may run it at once. Returns how many it closed: as many as `most` means that there may be more.
 */
export async function closeSilentSessions(database: Database, closing: Closing): Promise<number> {
  const { at, usualGapMinutes, most = 1000 } = closing
  const silent = await database.outside((tx) =>
    sql<SessionRef>`select * from silent_sessions(${at}, ${usualGapMinutes}, ${most})`.execute(tx),
  )
  if (silent.rows.length === 0) return 0
  const orgIds = [...new Set(silent.rows.map((row) => row.org_id))]
  return database.within(orgIds, (tx) => close(tx, silent.rows, at))
}

async function close(tx: Tx, silent: readonly SessionRef[], at: number): Promise<number> {
  const orgIds = silent.map((row) => row.org_id)
  const sessionIds = silent.map((row) => row.session_id)
  // Skips what a message that has just come is closing itself: to wait for it could be to wait for each other.
  const { rows } = await sql<{ org_id: string; shop_id: string; session_id: string; conversation_id: string }>`
    update session s set closed_at = ${at}, closed_by = 'silence'
    from (select o.org_id, o.session_id from session o
      where (o.org_id, o.session_id) in (select * from unnest(${orgIds}::uuid[], ${sessionIds}::uuid[])) and o.closed_at is null
      for update skip locked) open
    where s.org_id = open.org_id and s.session_id = open.session_id
    returning s.org_id, s.shop_id, s.session_id, s.conversation_id`.execute(tx)
  await appendEvents(
    tx,
    rows.map((row) => ({
      type: 'session.closed' as const,
      orgId: row.org_id,
      shopId: row.shop_id,
      key: row.conversation_id,
      at,
      body: { sessionId: row.session_id, conversationId: row.conversation_id, by: 'silence' },
    })),
  )
  return rows.length
}

/**
 * Somebody of the merchant says that this service is done. Deletes nothing and leaves the talk to whoever answers it; the
 * next message, of whichever side, opens a new session. Throws `not-found`, `precondition-failed` when none is open.
 */
export async function closeSession(
  tx: Tx,
  { orgId, conversationId, at, by }: ConversationKey & { readonly at: number; readonly by: string },
): Promise<Session> {
  const { shopId } = await holdConversation(tx, { orgId, conversationId })
  const closed = await tx
    .updateTable('session')
    .set({ closed_at: at, closed_by: 'hand' })
    .where('org_id', '=', orgId)
    .where('conversation_id', '=', conversationId)
    .where('closed_at', 'is', null)
    .returning(['session_id', 'opened_by', 'opened_at'])
    .executeTakeFirst()
  if (!closed) throw new XiaoerError({ code: 'precondition-failed', message: 'No session is open.' })
  const sessionId = closed.session_id
  const body = { sessionId, conversationId, by: 'hand', closedBy: by }
  await appendEvents(tx, [{ type: 'session.closed', orgId, shopId, key: conversationId, at, body }])
  return { sessionId, openedBy: closed.opened_by, openedAt: closed.opened_at, closedAt: at, closedBy: 'hand' }
}
