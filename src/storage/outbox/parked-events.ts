import type { DomainEvent } from '../../kernel/events.ts'
import type { Database, Tx } from '../database.ts'
import { domainEvent } from './read-page.ts'

export interface ParkedEvent {
  readonly handler: string
  readonly position: number
  readonly index: number
  readonly attempts: number
  readonly reason: string | null
  readonly event: DomainEvent
}

/** What could not be handled, oldest first. */
export async function listParkedEvents(database: Database, orgId: string, most = 100): Promise<ParkedEvent[]> {
  const rows = await database.within([orgId], (tx) =>
    tx
      .selectFrom('handler_retry')
      .select(['handler', 'position', 'index', 'attempts', 'reason', 'event'])
      .where('org_id', '=', orgId)
      .where('state', '=', 'parked')
      .orderBy('position')
      .orderBy('index')
      .limit(most)
      .execute(),
  )
  return rows.map((row) => ({ ...row, event: domainEvent.parse(row.event) }))
}

export interface ReplayOrder {
  readonly orgId: string
  readonly handler: string
  /** Only this one; without it all parked events of the handler. */
  readonly position?: number
  readonly at: number
}

/** Gives parked events their tries back. Gives how many. */
export async function replayParkedEvents(database: Database, order: ReplayOrder): Promise<number> {
  const result = await database.within([order.orgId], (tx) => {
    const update = tx
      .updateTable('handler_retry')
      .set({ state: 'retrying', attempts: 0, next_at: order.at })
      .where('org_id', '=', order.orgId)
      .where('handler', '=', order.handler)
      .where('state', '=', 'parked')
    return (order.position === undefined ? update : update.where('position', '=', order.position)).executeTakeFirst()
  })
  if (Number(result.numUpdatedRows) > 0) database.appended.fire()
  return Number(result.numUpdatedRows)
}

export interface DropOrder {
  readonly orgId: string
  readonly handler: string
  readonly position: number
}

/** Gives a parked event up for good. Gives how many: a row of the outbox may hold several. */
export async function dropParkedEvent(tx: Tx, order: DropOrder): Promise<number> {
  const result = await tx
    .deleteFrom('handler_retry')
    .where('org_id', '=', order.orgId)
    .where('handler', '=', order.handler)
    .where('position', '=', order.position)
    .where('state', '=', 'parked')
    .executeTakeFirst()
  return Number(result.numDeletedRows)
}
