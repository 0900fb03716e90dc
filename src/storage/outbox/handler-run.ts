import type { Clock } from '../../kernel/clock.ts'
import type { Database } from '../database.ts'
import { moveCursor, openCursor } from './cursor.ts'
import { handlePage } from './handle-page.ts'
import { handleRetries } from './handle-retries.ts'
import type { Handler } from './handler.ts'
import type { HandlerLocks } from './handler-locks.ts'
import type { Cursor, Page } from './read-page.ts'
import { insertHeld, readHeldKeys } from './retry-rows.ts'

export interface HandlerRun {
  /** Handles one page and what is due again. True when there was something to do. */
  step(): Promise<boolean>
}

export interface HandlerRunOptions {
  readonly database: Database
  readonly handler: Handler
  readonly locks: HandlerLocks
  readonly clock: Clock
  readonly read: (after: Cursor) => Promise<Page>
}

interface Standing {
  cursor: Cursor
  readonly held: Set<string>
}

export function createHandlerRun(options: HandlerRunOptions): HandlerRun {
  const { database, handler, locks, clock } = options
  let standing: Standing | null = null
  const stand = async (): Promise<Standing | null> => {
    if (!(await locks.take(handler.name))) return null
    // Read once the lock is ours: whoever had it before may have moved on.
    return {
      held: await readHeldKeys(database, handler.name),
      cursor: await openCursor(database, handler, clock.now()),
    }
  }
  return {
    async step() {
      standing = (await locks.take(handler.name)) ? (standing ?? (await stand())) : null
      if (!standing) return false
      try {
        return await work(options, standing)
      } catch (error) {
        // What was kept in memory may be ahead of what is stored.
        standing = null
        throw error
      }
    },
  }
}

async function work({ database, handler, clock, read }: HandlerRunOptions, standing: Standing): Promise<boolean> {
  const page = await read(standing.cursor)
  // A parked event that somebody replays holds no key: it is found when there is nothing else to do.
  const isDue = page.isEmpty || standing.held.size > 0
  const tries = isDue ? await handleRetries({ database, handler, clock, held: standing.held }) : 0
  if (page.isEmpty) return tries > 0
  const kept = await handlePage({ handler, events: page.events, held: standing.held, clock })
  await database.within([...new Set(kept.map(({ event }) => event.orgId))], async (tx) => {
    await insertHeld(tx, handler.name, kept)
    await moveCursor(tx, handler.name, { ...page.next, at: clock.now() })
  })
  standing.cursor = page.next
  return true
}
