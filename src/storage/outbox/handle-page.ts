import type { Clock } from '../../kernel/clock.ts'
import type { Handler } from './handler.ts'
import { firstFailure, type HeldEvent, keyOf, waiting } from './retry-rows.ts'
import type { PlacedEvent } from './read-page.ts'

export interface PageWork {
  readonly handler: Handler
  readonly events: readonly PlacedEvent[]
  /** Keys that wait behind a failed event; grows here. */
  readonly held: Set<string>
  readonly clock: Clock
}

/** Hands the events over, all at once where it can, and gives back those that must be kept for later. */
export async function handlePage(work: PageWork): Promise<HeldEvent[]> {
  const wanted = work.events.filter(({ event }) => work.handler.types?.includes(event.type) ?? true)
  const behind = wanted.filter(({ event }) => work.held.has(keyOf(event))).map(waiting)
  const free = wanted.filter(({ event }) => !work.held.has(keyOf(event)))
  if (free.length === 0) return behind
  if (await isHandled(work.handler, free)) return behind
  return [...behind, ...(await handleOneByOne(work, free))]
}

async function isHandled(handler: Handler, events: readonly PlacedEvent[]): Promise<boolean> {
  try {
    await handler.handle(events.map(({ event }) => event))
    return true
  } catch {
    // One of many: the single calls that follow tell which one, and why.
    return false
  }
}

async function handleOneByOne(
  { handler, held, clock }: PageWork,
  events: readonly PlacedEvent[],
): Promise<HeldEvent[]> {
  const kept: HeldEvent[] = []
  for (const placed of events) {
    const key = keyOf(placed.event)
    if (held.has(key)) {
      kept.push(waiting(placed))
      continue
    }
    try {
      await handler.handle([placed.event])
    } catch (error) {
      held.add(key)
      kept.push(firstFailure(placed, reasonOf(error), clock.now()))
    }
  }
  return kept
}

export const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, 500)
