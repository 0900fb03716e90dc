import type { Clock } from '../../kernel/clock.ts'
import { appendEvents } from '../append-events.ts'
import type { Database } from '../database.ts'
import { createPoll } from '../poll.ts'
import { claimTimers, type DueTimer, postponeTimer, removeTimer } from './timer.store.ts'

/** Called at least once a timer, after it is due; it may be called again, so it must be idempotent. */
export type TimerHandler = (timer: DueTimer) => Promise<void>

export interface TimerRunner {
  /** Rings everything that is due now. */
  drain(): Promise<void>
  start(): void
  stop(): Promise<void>
}

export interface TimerRunnerOptions {
  readonly database: Database
  /** By kind. */
  readonly handlers: Readonly<Record<string, TimerHandler>>
  readonly clock: Clock
  readonly onError: (error: unknown, kind: string) => void
}

const MOST = 100
const LEASE_MS = 60_000
/** Seconds before the next try, by the number of tries so far; after the last one the timer is given up with an alert. */
const BACK_OFF_S = [1, 5, 30, 120, 600, 1800, 7200]

export function createTimerRunner(options: TimerRunnerOptions): TimerRunner {
  const step = async (): Promise<boolean> => {
    const at = options.clock.now()
    const due = await claimTimers(options.database, { at, until: at + LEASE_MS, most: MOST })
    await Promise.all(due.map((timer) => ring(options, timer)))
    return due.length > 0
  }
  const poll = createPoll({ step, onError: (error) => options.onError(error, 'claim') })
  return {
    drain: async () => {
      while (await step()) continue
    },
    start: poll.start,
    stop: poll.stop,
  }
}

async function ring(options: TimerRunnerOptions, timer: DueTimer): Promise<void> {
  const handler = options.handlers[timer.kind]
  try {
    if (!handler) throw new Error(`no handler rings for timers of kind ${timer.kind}`)
    await handler(timer)
    await options.database.within([timer.orgId], (tx) => removeTimer(tx, timer))
  } catch (error) {
    options.onError(error, timer.kind)
    await retryOrGiveUp(options, timer, error)
  }
}

async function retryOrGiveUp({ database, clock }: TimerRunnerOptions, timer: DueTimer, error: unknown): Promise<void> {
  const delayS = BACK_OFF_S[timer.attempts - 1]
  const at = clock.now()
  const reason = error instanceof Error ? error.message : String(error)
  const { orgId, kind, key } = timer
  await database.within([orgId], async (tx) => {
    if (delayS !== undefined) return postponeTimer(tx, timer, at + delayS * 1000)
    await removeTimer(tx, timer)
    const body = { alert: 'timer-given-up', kind, key, reason: reason.slice(0, 500) }
    await appendEvents(tx, [{ type: 'alert.raised', orgId, shopId: null, key: `timer:${kind}`, at, body }])
  })
}
