import type { Clock } from '../kernel/clock.ts'
import {
  type Channel,
  type ChannelAccount,
  type OutboundEnvelope,
  type Rendered,
  type RenderWords,
  render,
  type SendOutcome,
} from '../message/index.ts'
import type { Database } from '../storage/index.ts'
import type { Admission } from './admit.store.ts'
import type { Batcher } from '../kernel/batcher.ts'
import { markSending, refundWindow, spendWindow } from './contact-window.store.ts'
import type { DeliveryJob } from './delivery-job.ts'
import type { RateLedger } from './rate-ledger.ts'
import { type Settlement, settlementOf, unsent } from './settlement.ts'

/** Where a reply goes: the account as stored, the platform's adapter, and the words for degrading in the shop's language. */
export interface ChannelTarget {
  readonly account: ChannelAccount
  readonly channel: Channel
  readonly words: RenderWords
}

export interface SendDesk {
  readonly database: Database
  readonly clock: Clock
  readonly random: () => number
  readonly rates: RateLedger
  readonly admit: Batcher<DeliveryJob, Admission>
  /** null: the account is gone or switched off. */
  readonly targetOf: (job: DeliveryJob) => Promise<ChannelTarget | null>
  readonly onError: (error: unknown) => void
}

export type Attempt =
  | { readonly kind: 'settled'; readonly settlement: Settlement }
  | { readonly kind: 'blocked'; readonly earlier: readonly string[] }
  /** Another process has it. */
  | { readonly kind: 'elsewhere' }

export interface AttemptOptions {
  /** False where the caller knows that everything older of the conversation was tried before. */
  readonly looksBack: boolean
  /** A process ended while it was sending this. */
  readonly wasSending: boolean
}

/** One reply, one try: fence, order, rate, window, send. */
export async function attemptSend(desk: SendDesk, job: DeliveryJob, options: AttemptOptions): Promise<Attempt> {
  const target = await desk.targetOf(job)
  const at = desk.clock.now()
  if (!target) return settled(unsent(job, 'refused', { reason: 'channel-gone', at }))
  if (job.contents.length === 0) return settled(unsent(job, 'refused', { reason: 'no-content', at }))
  if (target.channel.isPull?.(target.account)) return settled(pulled(desk, job))
  if (options.wasSending && !target.channel.dropsDoubles) {
    return settled(unsent(job, 'unknown', { reason: 'interrupted', at }))
  }
  const { capabilities } = target.channel
  const rendered = render(job.contents, capabilities, target.words)
  await pause(desk.rates.reserve(job.channelId, rendered.parts.length, capabilities.ratePerSecond))
  const stop = isFresh(job, desk.clock.now()) ? null : await lookAgain(desk, job, options)
  if (stop) return stop
  const refusal = await takeRoom(desk, { job, target, rendered })
  if (refusal) return refusal
  return settled(await send(desk, { job, target, rendered }))
}

/**
 * The commit that wrote the row has just looked at the fence and at what is older. A take-over since then waits for what is
 * on its way out (`Delivery.idle`), so a second look so soon would tell nothing new.
 */
const isFresh = (job: DeliveryJob, now: number): boolean =>
  job.isAhead && job.attempts === 0 && now - job.createdAt < FRESH_MS
const FRESH_MS = 250

async function lookAgain(desk: SendDesk, job: DeliveryJob, { looksBack }: AttemptOptions): Promise<Attempt | null> {
  const admission = await desk.admit.add(job)
  if (!admission.isCurrent) return settled(unsent(job, 'fenced', { reason: 'taken-over', at: desk.clock.now() }))
  return looksBack && admission.earlier.length > 0 ? { kind: 'blocked', earlier: admission.earlier } : null
}

const settled = (settlement: Settlement): Attempt => ({ kind: 'settled', settlement })

interface Ready {
  readonly job: DeliveryJob
  readonly target: ChannelTarget
  readonly rendered: Rendered
}

function pulled(desk: SendDesk, job: DeliveryJob): Settlement {
  const at = desk.clock.now()
  const outcome: SendOutcome = { kind: 'delivered', receipt: 'pull' }
  return settlementOf({ job, outcome, losses: [], dropsDoubles: true, startedAt: at, at, random: 0 })
}

async function takeRoom(desk: SendDesk, { job, target, rendered }: Ready): Promise<Attempt | null> {
  const { window } = target.channel.capabilities
  if (window) {
    const at = desk.clock.now()
    const verdict = await spendWindow(desk.database, { job, sends: rendered.parts.length, window, at })
    if (verdict !== 'spent') return settled(unsent(job, 'held', { reason: verdict, at }))
  }
  if (target.channel.dropsDoubles) return null
  return (await markSending(desk.database, job, desk.clock.now())) ? null : { kind: 'elsewhere' }
}

async function send(desk: SendDesk, { job, target, rendered }: Ready): Promise<Settlement> {
  const { channel, account } = target
  const startedAt = desk.clock.now()
  const envelope: OutboundEnvelope = {
    idempotencyKey: job.deliveryId,
    conversationId: job.conversationId,
    buyerId: job.buyerId,
    buyerRef: job.buyerRef,
    turnId: job.turnId,
    seqs: job.seqs,
    messageIds: job.messageIds,
    role: job.role,
    at: startedAt,
  }
  const outcome = await channel.send(account, rendered.parts, envelope).catch((error: unknown): SendOutcome => {
    desk.onError(error)
    return { kind: 'unknown', reason: 'channel-failed' }
  })
  if (outcome.kind === 'unreachable' && channel.capabilities.window) {
    await refundWindow(desk.database, job, rendered.parts.length)
  }
  const { losses } = rendered
  const { dropsDoubles } = channel
  return settlementOf({ job, outcome, losses, dropsDoubles, startedAt, at: desk.clock.now(), random: desk.random() })
}

const pause = (ms: number): Promise<void> | undefined =>
  ms > 0 ? new Promise((settle) => setTimeout(settle, ms)) : undefined
