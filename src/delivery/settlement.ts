import type { EventType } from '../kernel/events.ts'
import { nextAttemptAt } from '../egress/index.ts'
import type { Loss, SendOutcome } from '../message/index.ts'
import type { DeliveryJob } from './delivery-job.ts'

/**
 * pending → (sending →) delivered | refused | unknown | dead | fenced | held, with retrying in between.
 * `held`: the channel's window is shut, nothing was sent. `unknown`: it may have arrived, and may not be repeated.
 */
export type DeliveryState = 'delivered' | 'refused' | 'retrying' | 'dead' | 'unknown' | 'fenced' | 'held'

export interface Settlement {
  readonly job: DeliveryJob
  readonly state: DeliveryState
  readonly attempts: number
  readonly nextAt: number | null
  readonly reason: string | null
  readonly receipt: string | null
  readonly losses: readonly Loss[]
  readonly at: number
  /** One line of the attempt log. A reply that went out at the first try is its own log. */
  readonly log: { readonly outcome: string; readonly durationMs: number } | null
}

/** Ten tries make a round; a replay starts the next one. */
export const TRIES_PER_ROUND = 10

export interface Sent {
  readonly job: DeliveryJob
  readonly outcome: SendOutcome
  readonly losses: readonly Loss[]
  readonly dropsDoubles: boolean
  readonly startedAt: number
  readonly at: number
  readonly random: number
}

/** What a send's outcome makes of its delivery. */
export function settlementOf(sent: Sent): Settlement {
  const { job, outcome, at } = sent
  const attempts = job.attempts + 1
  const log = { outcome: outcome.kind, durationMs: Math.max(0, Math.round(at - sent.startedAt)) }
  const rest = { job, attempts, at, losses: sent.losses, nextAt: null, receipt: null }
  switch (outcome.kind) {
    case 'delivered':
      return delivered(sent, outcome.receipt, attempts === 1 ? null : log)
    case 'refused':
      return { ...rest, state: 'refused', reason: clean(outcome.reason), log }
    case 'unknown':
      if (!sent.dropsDoubles) return { ...rest, state: 'unknown', reason: clean(outcome.reason), log }
      return { ...rest, ...again(sent, attempts, 0), reason: clean(outcome.reason), log }
    case 'unreachable':
      return { ...rest, ...again(sent, attempts, outcome.retryAfterMs ?? 0), reason: clean(outcome.reason), log }
  }
}

// What almost every reply comes to: written out, since a copy of an object costs more than all the rest of this.
const delivered = ({ job, losses, at }: Sent, receipt: string | null, log: Settlement['log']): Settlement => ({
  job,
  state: 'delivered',
  attempts: job.attempts + 1,
  nextAt: null,
  reason: null,
  receipt,
  losses,
  at,
  log,
})

function again(sent: Sent, attempts: number, notBeforeMs: number): Pick<Settlement, 'state' | 'nextAt'> {
  const place = ((attempts - 1) % TRIES_PER_ROUND) + 1
  const nextAt = nextAttemptAt(place, sent.at, sent.random)
  if (nextAt === null) return { state: 'dead', nextAt: null }
  return { state: 'retrying', nextAt: Math.max(nextAt, sent.at + notBeforeMs) }
}

/** Settled without a send: nothing is logged and no try is used up. */
export const unsent = (
  job: DeliveryJob,
  state: 'fenced' | 'held' | 'refused' | 'retrying' | 'unknown',
  more: { readonly reason: string; readonly at: number; readonly nextAt?: number },
): Settlement => ({
  job,
  state,
  attempts: job.attempts,
  nextAt: more.nextAt ?? null,
  reason: more.reason,
  receipt: null,
  losses: [],
  at: more.at,
  log: null,
})

/** Words of the outside: PostgreSQL takes no NUL, and a log line has a length. */
const clean = (reason: string): string => reason.replaceAll('\u0000', '').slice(0, 300)

/** The event that a settlement is, if it is one: a retry is no news, and a fenced reply was meant never to be seen. */
export function eventOf(settlement: Settlement): EventType | null {
  switch (settlement.state) {
    case 'delivered':
      return 'reply.delivered'
    case 'refused':
    case 'dead':
    case 'unknown':
    case 'held':
      return 'reply.failed'
    case 'retrying':
    case 'fenced':
      return null
  }
}
