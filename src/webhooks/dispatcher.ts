import type { Egress } from '../egress/index.ts'
import { createBatcher } from '../kernel/batcher.ts'
import type { Clock } from '../kernel/clock.ts'
import { createPoll, type Database } from '../storage/index.ts'
import { disableEndpoint } from './disable-endpoint.store.ts'
import type { Listeners } from './listeners.ts'
import { sendWebhook } from './send-webhook.ts'
import {
  claimWebhooks,
  findDueWebhooks,
  postponeWebhooks,
  settleWebhooks,
  type Webhook,
  type WebhookOutcome,
} from './webhook-delivery.store.ts'

export interface DispatcherOptions {
  readonly database: Database
  readonly egress: Egress
  readonly clock: Clock
  readonly listeners: Listeners
  readonly onError: (error: unknown) => void
  readonly random?: () => number
  readonly timeoutMs?: number
}

export interface Dispatcher {
  /** Starts what is due and there is room for. True when something was started. */
  step(): Promise<boolean>
  wake(): void
  start(): void
  /** Resolves when nothing is under way. */
  drain(): Promise<void>
  stop(): Promise<void>
}

const MOST_UNDER_WAY = 256
const MOST_PER_ENDPOINT = 16
const TIMEOUT_MS = 15_000
const CLAIM_MS = 60_000
const POSTPONE_MS = 1000

/** Sends what the fan-out wrote, many endpoints side by side: a slow one takes up its own places only. */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { database, clock } = options
  const wakers = new Set<() => void>()
  const places = createPlaces()
  const work = createWork(options)
  const step = async (): Promise<boolean> => {
    const room = MOST_UNDER_WAY - places.taken
    const at = clock.now()
    const due = room > 0 ? await findDueWebhooks(database, at, room) : []
    if (due.length === 0) return false
    const claimed = await claimWebhooks(database, due, { at, until: at + CLAIM_MS })
    const late = claimed.filter((webhook) => !places.take(webhook.endpointId, () => work(webhook)))
    await postponeWebhooks(database, late, at + POSTPONE_MS)
    return late.length < claimed.length
  }
  const listen = (waker: () => void) => {
    wakers.add(waker)
    return () => void wakers.delete(waker)
  }
  const poll = createPoll({ step, onError: options.onError, wake: listen })
  return {
    step,
    wake() {
      for (const waker of wakers) waker()
    },
    start: poll.start,
    drain: places.drain,
    stop: () => poll.stop().then(places.drain),
  }
}

interface Places {
  readonly taken: number
  /** False: this endpoint has enough under way. */
  take(endpointId: string, work: () => Promise<void>): boolean
  drain(): Promise<void>
}

function createPlaces(): Places {
  const busy = new Map<string, number>()
  const underWay = new Set<Promise<void>>()
  const leave = (endpointId: string): void => {
    const left = (busy.get(endpointId) ?? 1) - 1
    if (left > 0) busy.set(endpointId, left)
    else busy.delete(endpointId)
  }
  return {
    get taken() {
      return underWay.size
    },
    take(endpointId, work) {
      const count = busy.get(endpointId) ?? 0
      if (count >= MOST_PER_ENDPOINT) return false
      busy.set(endpointId, count + 1)
      const running = work().finally(() => {
        leave(endpointId)
        underWay.delete(running)
      })
      underWay.add(running)
      return true
    },
    async drain() {
      while (underWay.size > 0) await Promise.all(underWay)
    },
  }
}

function createWork(options: DispatcherOptions): (webhook: Webhook) => Promise<void> {
  const settler = createBatcher<WebhookOutcome, null>({
    run: async (list) => {
      await settleWebhooks(options.database, list)
      return list.map(() => null)
    },
    most: 256,
    inFlight: 1,
  })
  const sender = { ...options, random: options.random ?? Math.random, timeoutMs: options.timeoutMs ?? TIMEOUT_MS }
  return async (webhook) => {
    try {
      const outcome = await sendWebhook(webhook, sender)
      await settler.add(outcome)
      if (outcome.state === 'dead') await giveUp(outcome, options)
    } catch (error) {
      // The claim runs out, and the row comes up again.
      options.onError(error)
    }
  }
}

/** A receiver that is gone for good says 410; one that took nothing for a whole schedule is as good as gone. */
async function giveUp(
  { webhook, reason, at, try: attempt }: WebhookOutcome,
  options: DispatcherOptions,
): Promise<void> {
  if (!attempt) return
  const { orgId, endpointId } = webhook
  const sinceIfSilent = attempt.status === 410 ? null : webhook.createdAt
  const isOff = await disableEndpoint(options.database, { orgId, endpointId, reason: reason ?? '', sinceIfSilent, at })
  if (isOff) options.listeners.forget(orgId)
}
