import { sql } from 'kysely'
import { z } from 'zod'
import { type DomainEvent, EVENT_TYPES } from '../../kernel/events.ts'
import { type Database, seeOrganisations } from '../database.ts'

export interface Cursor {
  readonly txid: string
  readonly position: number
}

/** One event and its place: `position` of the outbox row, `index` within it. */
export interface PlacedEvent {
  readonly position: number
  readonly index: number
  readonly event: DomainEvent
}

export interface Page {
  readonly events: readonly PlacedEvent[]
  /** Behind the last row of the page; the cursor asked for when the page is empty. */
  readonly next: Cursor
  readonly isEmpty: boolean
}

interface PlaceRow {
  txid: string
  position: number
  org_id: string
}

export const domainEvent = z.object({
  type: z.enum(EVENT_TYPES),
  orgId: z.string(),
  shopId: z.string().nullable(),
  key: z.string(),
  at: z.number(),
  body: z.record(z.string(), z.unknown()),
})
const eventList = z.array(domainEvent)

// A row of the hot path holds what happened to one organisation in one batch: hundreds of events.
const PAGE_ROWS = 100

/** The next committed rows behind the cursor, whatever their organisation: first the ids from behind the wall, then exactly those. */
export async function readPage(database: Database, after: Cursor): Promise<Page> {
  return database.outside(async (tx) => {
    const found = await sql<PlaceRow>`
      select txid, "position", org_id from outbox_after(${after.txid}::xid8, ${after.position}, ${PAGE_ROWS})`.execute(
      tx,
    )
    const last = found.rows.at(-1)
    if (!last) return { events: [], next: after, isEmpty: true }
    await seeOrganisations(tx, [...new Set(found.rows.map((row) => row.org_id))])
    const positions = found.rows.map((row) => row.position)
    const txids = found.rows.map((row) => row.txid)
    const { rows } = await sql<{ position: number; events: unknown }>`
      select o."position", o.events from unnest(${txids}::xid8[], ${positions}::bigint[]) as i(txid, place)
      join outbox o on o.txid = i.txid and o."position" = i.place`.execute(tx)
    const byPosition = new Map(rows.map((row) => [row.position, row.events]))
    const events = positions.flatMap((position) =>
      eventList.parse(byPosition.get(position) ?? []).map((event, index) => ({ position, index, event })),
    )
    return { events, next: { txid: last.txid, position: last.position }, isEmpty: false }
  })
}
