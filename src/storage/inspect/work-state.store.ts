import { sql } from 'kysely'
import type { Tx } from '../database.ts'
import { readMigrations } from '../read-migrations.ts'

export interface HandlerState {
  readonly handler: string
  /** Rows of this organisation that it has not passed yet, and since when the oldest of them waits. */
  readonly behind: number
  readonly behindSince: number | null
  readonly parked: number
}

export interface WorkState {
  readonly handlers: readonly HandlerState[]
  readonly timers: { readonly pending: number; readonly overdue: number }
  readonly deliveries: { readonly due: number; readonly overdue: number; readonly dead: number }
}

/** What waits to be done for one organisation, as it stands in the tables. */
export async function readWorkState(tx: Tx, orgId: string, at: number): Promise<WorkState> {
  const handlers = await sql<HandlerState>`
    select c.handler, coalesce(o.behind, 0)::int as behind, o.since as "behindSince",
      (select count(*)::int from handler_retry r where r.org_id = ${orgId} and r.handler = c.handler and r.state = 'parked') as parked
    from handler_cursor c left join lateral (
      select count(*) as behind, min(x.at) as since from outbox x
      where x.org_id = ${orgId} and (x.txid, x.position) > (c.txid, c.position)) o on true
    order by c.handler`.execute(tx)
  const timers = await sql<{ pending: number; overdue: number }>`
    select count(*)::int as pending, count(*) filter (where due_at < ${at})::int as overdue
    from timer where org_id = ${orgId}`.execute(tx)
  const deliveries = await sql<{ due: number; overdue: number; dead: number }>`
    select count(*)::int as due, count(*) filter (where next_at < ${at})::int as overdue,
      (select count(*)::int from delivery d where d.org_id = ${orgId} and d.state in ('dead','unknown','refused','held')) as dead
    from due_delivery where org_id = ${orgId}`.execute(tx)
  return {
    handlers: handlers.rows,
    timers: timers.rows[0] ?? { pending: 0, overdue: 0 },
    deliveries: deliveries.rows[0] ?? { due: 0, overdue: 0, dead: 0 },
  }
}

/** Several merchants on one installation: none of them may take a copy of the whole database. */
export async function isOnlyOrganisation(tx: Tx): Promise<boolean> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from all_organisations()`.execute(tx)
  return rows[0]?.count === 1
}

export interface ServerVersions {
  readonly postgres: string
  readonly migrations: number
}

export async function readServerVersions(tx: Tx): Promise<ServerVersions> {
  const { rows } = await sql<{ postgres: string }>`select current_setting('server_version') as postgres`.execute(tx)
  return { postgres: rows[0]?.postgres ?? '', migrations: readMigrations().length }
}
