import type { DomainEvent } from '../kernel/events.ts'
import { markAppended } from './append-signal.ts'
import type { Tx } from './database.ts'

/** Writes the events of one change in the change's own transaction: one outbox row per organisation. */
export async function appendEvents(tx: Tx, events: readonly DomainEvent[]): Promise<void> {
  if (events.length === 0) return
  markAppended(tx)
  const rows = new Map<string, { org_id: string; at: number; list: DomainEvent[] }>()
  for (const event of events) {
    const row = rows.get(event.orgId) ?? { org_id: event.orgId, at: event.at, list: [] }
    row.list.push(event)
    rows.set(event.orgId, row)
  }
  await tx
    .insertInto('outbox')
    .values([...rows.values()].map(({ list, ...row }) => ({ ...row, events: JSON.stringify(list) })))
    .execute()
}
