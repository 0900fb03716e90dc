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
  const busy = new Map<string, number>()
  const underWay = new Set<Promise<void>>()
  const wakers = new Set<() => void>()
  const settler = createBatcher<WebhookOutcome, null>({
    run: async (list) => {
      await settleWebhooks(database, list)
      return list.map(() => null)
    },
    most: 256,
    inFlight: 1,
  })
  const work = async (webhook: Webhook): Promise<void> => {
    const sender = { ...options, random: options.random ?? Math.random, timeoutMs: options.timeoutMs ?? TIMEOUT_MS }
    try {
      const outcome = await sendWebhook(webhook, sender)
      await settler.add(outcome)
      if (outcome.state === 'dead') await giveUp(outcome, options)
    } catch (error) {
      // The claim runs out, and the row comes up again.
      options.onError(error)
    } finally {
      const left = (busy.get(webhook.endpointId) ?? 1) - 1
      if (left > 0) busy.set(webhook.endpointId, left)
      else busy.delete(webhook.endpointId)
    }
  }
  const begin = (webhook: Webhook): boolean => {
    const count = busy.get(webhook.endpointId) ?? 0
    if (count >= MOST_PER_ENDPOINT) return false
    busy.set(webhook.endpointId, count + 1)
    const running = work(webhook).finally(() => underWay.delete(running))
    underWay.add(running)
    return true
  }
  const step = async (): Promise<boolean> => {
    const room = MOST_UNDER_WAY - underWay.size
    const at = clock.now()
    const due = room > 0 ? await findDueWebhooks(database, at, room) : []
    if (due.length === 0) return false
    const claimed = await claimWebhooks(database, due, { at, until: at + CLAIM_MS })
    const late = claimed.filter((webhook) => !begin(webhook))
    await postponeWebhooks(database, late, at + POSTPONE_MS)
    return late.length < claimed.length
  }
  const wake = (): void => {
    for (const waker of wakers) waker()
  }
  const listen = (waker: () => void) => {
    wakers.add(waker)
    return () => void wakers.delete(waker)
  }
  const poll = createPoll({ step, onError: options.onError, wake: listen })
  const drain = async (): Promise<void> => {
    while (underWay.size > 0) await Promise.all(underWay)
  }
  return { step, wake, start: poll.start, drain, stop: () => poll.stop().then(drain) }
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
