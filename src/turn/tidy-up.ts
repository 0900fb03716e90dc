import { closeSilentSessions } from '../conversation/index.ts'
import type { Clock } from '../kernel/clock.ts'
import { SETTINGS_DEFAULTS } from '../shop/index.ts'
import { type Database, purgeExpired } from '../storage/index.ts'

const MOST = 5000

/** Closes silent sessions, forgets expired keys and memories. True: there may be more. For a periodic job. */
export async function tidyUp(database: Database, clock: Clock): Promise<boolean> {
  const at = clock.now()
  const usualGapMinutes = SETTINGS_DEFAULTS.sessionGapMinutes
  const closed = await closeSilentSessions(database, { at, usualGapMinutes, most: MOST })
  const purged = await purgeExpired(database.hot, { at, most: MOST })
  return closed >= MOST || purged >= MOST
}
