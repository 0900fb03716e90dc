import type { DeliveryJob } from '../delivery/index.ts'
import type { Advisor } from '../dialogue/index.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Logger } from '../kernel/logger.ts'
import type { InboundMessage } from '../message/index.ts'
import { heardPart, openTalkPart, settledPart } from '../conversation/index.ts'
import { createHotBatch, type Database, type HotBatch } from '../storage/index.ts'
import type { Announcement } from './announcement.ts'
import type { House, Said } from './house.ts'
import { createOutcomes, type TurnOutcome } from './outcomes.ts'
import { type Ack, receive, TURN_CLAIM_MS } from './reception.ts'
import type { ShopModels } from './shop-models.ts'
import { sweepTurns } from './sweep-turns.ts'
import type { Talk } from './talk.ts'
import { createTalkBook } from './talk-book.ts'

/** The path as others use it. */
export interface Path {
  receive(account: Talk['account'], message: InboundMessage): Promise<Ack>
  /** Resolves when the turn is settled here; ask before it can be, or read the log. */
  outcome(turnId: string): Promise<TurnOutcome>
  sweep(): Promise<number>
  /** After a change of the conversation that did not come by this path: what is held of it is read again. */
  renew(conversationId: string): void
  /** The conversation is no more: whoever writes next opens one anew. */
  forget(conversationId: string): void
  /**
   * Resolves when no turn of this conversation is between thinking and commit. A take-over waits for it: what the robot
   * said before the fence has then been announced, and a turn that starts later finds the fence.
   */
  idle(conversationId: string): Promise<void>
  /** Messages waiting for a commit: the measure of overload. */
  readonly depth: number
  /** Waits for running turns and batches. */
  drain(): Promise<void>
}

export interface PathOptions {
  readonly database: Database
  readonly clock: Clock
  readonly logger: Logger
  readonly models: ShopModels
  /** Shared with delivery, what it has to say travels in the same commits. */
  readonly writer?: HotBatch
  readonly maxTalks?: number
  readonly claimMs?: number
  /** Optional models, asked where the robot is not sure. */
  readonly advisor?: Advisor
  /** A path on a virtual clock brings the timer of that clock; without it the process's own is used. */
  schedule?(delayMs: number, run: () => void): () => void
  isPulled(channelId: string): Promise<boolean>
  /** See `House.openWindow`; without it no channel counts. */
  openWindow?(said: Said): Promise<void> | null
  announce(announcement: Announcement): void
  dispatch(jobs: readonly DeliveryJob[]): void
  wakeHandlers(): void
}

export function createPath(options: PathOptions): Path {
  const { database, clock, logger } = options
  const writer = options.writer ?? createHotBatch(database.hot)
  const house: House = {
    clock,
    logger,
    hot: database.hot,
    hear: writer.open(heardPart),
    settle: writer.open(settledPart),
    talks: createTalkBook(writer.open(openTalkPart), options.maxTalks ?? 50_000),
    models: options.models,
    outcomes: createOutcomes(),
    claimMs: options.claimMs ?? TURN_CLAIM_MS,
    advisor: options.advisor ?? null,
    schedule: options.schedule ?? afterDelay,
    isPulled: options.isPulled,
    openWindow: options.openWindow ?? (() => null),
    announce: options.announce,
    dispatch: options.dispatch,
    wakeHandlers: options.wakeHandlers,
  }
  return {
    receive: (account, message) => receive(account, message, house),
    outcome: house.outcomes.wait,
    sweep: () => sweepTurns(house),
    renew(conversationId) {
      const talk = house.talks.byId(conversationId)
      if (talk) talk.isStale = true
    },
    forget: house.talks.forget,
    idle: (conversationId) => house.talks.byId(conversationId)?.running ?? Promise.resolve(),
    get depth() {
      return writer.depth
    },
    drain: () => writer.idle(),
  }
}

function afterDelay(delayMs: number, run: () => void): () => void {
  const timer = setTimeout(run, delayMs)
  return () => clearTimeout(timer)
}
