import type { DomainEvent } from '../kernel/events.ts'
import { markAppended } from './append-signal.ts'
import type { Tx } from './database.ts'

/** Writes the events of one change in the change's own transaction: one outbox row per organisation and key. */
export async function appendEvents(tx: Tx, events: readonly DomainEvent[]): Promise<void> {
  if (events.length === 0) return
  markAppended(tx)
  const rows = new Map<string, { org_id: string; key: string; at: number; list: DomainEvent[] }>()
  for (const event of events) {
    const slot = `${event.orgId} ${event.key}`
    const row = rows.get(slot) ?? { org_id: event.orgId, key: event.key, at: event.at, list: [] }
    row.list.push(event)
    rows.set(slot, row)
  }
  await tx
    .insertInto('outbox')
    .values([...rows.values()].map(({ list, ...row }) => ({ ...row, events: JSON.stringify(list) })))
    .execute()
}
