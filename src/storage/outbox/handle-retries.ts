import type { Clock } from '../../kernel/clock.ts'
import type { Database } from '../database.ts'
import { reasonOf } from './handle-page.ts'
import type { Handler } from './handler.ts'
import { forget, keyOf, nextWaiting, readDue, readHeld, recordFailure, type RetryPlace } from './retry-rows.ts'

export interface RetryWork {
  readonly database: Database
  readonly handler: Handler
  readonly held: Set<string>
  readonly clock: Clock
}

/** Tries what is due again; where it succeeds, the events behind it follow in order. Gives the number of tries. */
export async function handleRetries(work: RetryWork): Promise<number> {
  const due = await readDue(work.database, work.handler.name, work.clock.now())
  for (const place of due) await followKey(work, place)
  return due.length
}

async function followKey(work: RetryWork, first: RetryPlace): Promise<void> {
  let place: RetryPlace | null = first
  let key = ''
  while (place) {
    const held = await readHeld(work.database, place)
    if (!held) return
    const { event } = held
    key = keyOf(event)
    if (!(await isSettled(work, place, held))) return
    place = await nextWaiting(work.database, place, event.key)
  }
  work.held.delete(key)
}

/** True when the event is out of the way: handled, or parked after its last try. */
async function isSettled(
  work: RetryWork,
  place: RetryPlace,
  held: NonNullable<Awaited<ReturnType<typeof readHeld>>>,
): Promise<boolean> {
  try {
    await work.handler.handle([held.event])
  } catch (error) {
    const failure = { event: held.event, attempts: held.attempts + 1, reason: reasonOf(error), at: work.clock.now() }
    return recordFailure(work.database, place, failure)
  }
  await forget(work.database, place)
  return true
}
