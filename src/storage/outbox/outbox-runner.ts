import type { Clock } from '../../kernel/clock.ts'
import type { Database } from '../database.ts'
import { createPoll } from '../poll.ts'
import type { Handler } from './handler.ts'
import { createHandlerLocks } from './handler-locks.ts'
import { createHandlerRun } from './handler-run.ts'
import { createPageReader } from './page-reader.ts'

export interface OutboxRunner {
  /** Handles everything that is there and due now; for tests, commands and the last moments of a process. */
  drain(): Promise<void>
  /** Handles as it comes, until stop. */
  start(): void
  /** Ends after the page in hand. */
  stop(): Promise<void>
}

export interface OutboxRunnerOptions {
  readonly database: Database
  readonly handlers: readonly Handler[]
  readonly clock: Clock
  /** The database was away, or a page cannot be read: the runner goes on trying. */
  readonly onError: (error: unknown, handler: string) => void
}

/** Events are off the buyer's way: a tenth of a second later they are read by the hundred. */
const GAP_MS = 100

/** Every handler runs by itself with a cursor of its own; several processes may run, each handler runs in one of them. */
export function createOutboxRunner(options: OutboxRunnerOptions): OutboxRunner {
  const { database, handlers, clock, onError } = options
  const locks = createHandlerLocks(database.url)
  const read = createPageReader(database)
  const runs = handlers.map((handler) => ({
    handler,
    run: createHandlerRun({ database, handler, locks, clock, read }),
  }))
  const polls = runs.map(({ handler, run }) =>
    createPoll({
      step: run.step,
      onError: (error) => onError(error, handler.name),
      wake: database.appended.listen,
      gapMs: GAP_MS,
    }),
  )
  return {
    drain: async () => {
      let busy = true
      while (busy) {
        const worked = await Promise.all(runs.map(({ run }) => run.step()))
        busy = worked.includes(true)
      }
    },
    start: () => {
      for (const poll of polls) poll.start()
    },
    stop: async () => {
      await Promise.all(polls.map((poll) => poll.stop()))
      await locks.close()
    },
  }
}
