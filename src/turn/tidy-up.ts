import { closeSilentSessions } from '../conversation/index.ts'
import type { Clock } from '../kernel/clock.ts'
import { SETTINGS_DEFAULTS } from '../shop/index.ts'
import { type Database, purgeExpired, purgeOutbox } from '../storage/index.ts'

export interface Tidying {
  readonly database: Database
  readonly clock: Clock
  /** Events younger than this stay, whoever has read them. */
  readonly keepEventsMs: number
}

const MOST = 5000

/** Closes silent sessions, forgets expired keys and memories, and events that are read and old. True: there may be more. For a periodic job. */
export async function tidyUp({ database, clock, keepEventsMs }: Tidying): Promise<boolean> {
  const at = clock.now()
  const usualGapMinutes = SETTINGS_DEFAULTS.sessionGapMinutes
  const closed = await closeSilentSessions(database, { at, usualGapMinutes, most: MOST })
  const purged = await purgeExpired(database.hot, { at, most: MOST })
  const read = await purgeOutbox(database.hot, { before: at - keepEventsMs, most: MOST })
  return closed >= MOST || purged >= MOST || read >= MOST
}
