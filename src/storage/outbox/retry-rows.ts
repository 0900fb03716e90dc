import { sql } from 'kysely'
import type { DomainEvent } from '../../kernel/events.ts'
import { appendEvents } from '../append-events.ts'
import type { Database, Tx } from '../database.ts'
import { domainEvent, type PlacedEvent } from './read-page.ts'

export interface HeldEvent extends PlacedEvent {
  readonly state: 'retrying' | 'waiting'
  readonly attempts: number
  readonly nextAt: number
  readonly reason: string | null
}

/** Seconds before the next try, by the number of tries so far; after the last one the event is parked. */
const BACK_OFF_S = [1, 5, 30, 120, 600, 1800, 7200]

export const keyOf = (event: DomainEvent): string => `${event.orgId} ${event.key}`

export const firstFailure = (placed: PlacedEvent, reason: string, at: number): HeldEvent => ({
  ...placed,
  state: 'retrying',
  attempts: 1,
  nextAt: at + (BACK_OFF_S[0] ?? 0) * 1000,
  reason,
})

export const waiting = (placed: PlacedEvent): HeldEvent => ({
  ...placed,
  state: 'waiting',
  attempts: 0,
  nextAt: 0,
  reason: null,
})

export async function insertHeld(tx: Tx, handler: string, held: readonly HeldEvent[]): Promise<void> {
  if (held.length === 0) return
  const rows = held.map(({ event, position, index, state, attempts, nextAt, reason }) => ({
    ...{ org_id: event.orgId, handler, position, index, key: event.key, event: JSON.stringify(event) },
    ...{ state, attempts, next_at: nextAt, reason },
  }))
  // A page that is handled again after a crash brings the same rows.
  await tx
    .insertInto('handler_retry')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['org_id', 'handler', 'position', 'index']).doNothing())
    .execute()
}

export async function readHeldKeys(database: Database, handler: string): Promise<Set<string>> {
  const { rows } = await database.outside((tx) =>
    sql<{ org_id: string; key: string }>`select org_id, key from held_keys(${handler})`.execute(tx),
  )
  return new Set(rows.map((row) => `${row.org_id} ${row.key}`))
}

export interface RetryPlace {
  readonly orgId: string
  readonly handler: string
  readonly position: number
  readonly index: number
}

/** What is due of one handler, oldest first. */
export async function readDue(database: Database, handler: string, at: number): Promise<RetryPlace[]> {
  const { rows } = await database.outside((tx) =>
    sql<{ org_id: string; position: number; index: number }>`
      select org_id, "position", index from due_event_retries(${at}, 200) where handler = ${handler}`.execute(tx),
  )
  return rows.map((row) => ({ orgId: row.org_id, handler, position: row.position, index: row.index }))
}

export async function readHeld(database: Database, place: RetryPlace) {
  const row = await database.within([place.orgId], (tx) =>
    rowAt(tx, place).select(['event', 'attempts', 'state']).executeTakeFirst(),
  )
  return row ? { event: domainEvent.parse(row.event), attempts: row.attempts, state: row.state } : null
}

/** The next event that waits behind this key, or null when the key is free. */
export async function nextWaiting(database: Database, place: RetryPlace, key: string): Promise<RetryPlace | null> {
  const row = await database.within([place.orgId], (tx) =>
    tx
      .selectFrom('handler_retry')
      .select(['position', 'index'])
      .where('org_id', '=', place.orgId)
      .where('handler', '=', place.handler)
      .where('key', '=', key)
      .where('state', '=', 'waiting')
      .orderBy('position')
      .orderBy('index')
      .limit(1)
      .executeTakeFirst(),
  )
  return row ? { ...place, ...row } : null
}

export async function forget(database: Database, place: RetryPlace): Promise<void> {
  await database.within([place.orgId], (tx) =>
    tx
      .deleteFrom('handler_retry')
      .where('org_id', '=', place.orgId)
      .where('handler', '=', place.handler)
      .where('position', '=', place.position)
      .where('index', '=', place.index)
      .execute(),
  )
}

export interface Failure {
  readonly event: DomainEvent
  /** Tries so far, this one included. */
  readonly attempts: number
  readonly reason: string
  readonly at: number
}

/** Plans the next try, or parks the event with an alert. True when it was parked. */
export async function recordFailure(database: Database, place: RetryPlace, failure: Failure): Promise<boolean> {
  const delayS = BACK_OFF_S[failure.attempts - 1]
  const isParked = delayS === undefined
  await database.within([place.orgId], async (tx) => {
    await tx
      .updateTable('handler_retry')
      .set({
        state: isParked ? 'parked' : 'retrying',
        attempts: failure.attempts,
        next_at: failure.at + (delayS ?? 0) * 1000,
        reason: failure.reason,
      })
      .where('org_id', '=', place.orgId)
      .where('handler', '=', place.handler)
      .where('position', '=', place.position)
      .where('index', '=', place.index)
      .execute()
    // An alert about an alert that cannot be handled would never end.
    if (isParked && failure.event.type !== 'alert.raised') await appendEvents(tx, [alertOf(place, failure)])
  })
  return isParked
}

const alertOf = (place: RetryPlace, { event, reason, at }: Failure): DomainEvent => ({
  type: 'alert.raised',
  orgId: event.orgId,
  shopId: event.shopId,
  key: `handler:${place.handler}`,
  at,
  body: {
    alert: 'event-parked',
    ...{ handler: place.handler, position: place.position, index: place.index },
    ...{ type: event.type, key: event.key, reason },
  },
})

const rowAt = (tx: Tx, place: RetryPlace) =>
  tx
    .selectFrom('handler_retry')
    .where('org_id', '=', place.orgId)
    .where('handler', '=', place.handler)
    .where('position', '=', place.position)
    .where('index', '=', place.index)
