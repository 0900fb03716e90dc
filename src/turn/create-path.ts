import type { DeliveryJob } from '../delivery/index.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Logger } from '../kernel/logger.ts'
import type { InboundMessage } from '../message/index.ts'
import type { Database } from '../storage/index.ts'
import { createBatchWriter } from './batch-writer.ts'
import type { Announcement, House } from './house.ts'
import { createOutcomes, type TurnOutcome } from './outcomes.ts'
import { type Ack, receive } from './reception.ts'
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
  readonly maxTalks?: number
  announce(announcement: Announcement): void
  dispatch(jobs: readonly DeliveryJob[]): void
  wakeHandlers(): void
}

export function createPath(options: PathOptions): Path {
  const { database, clock, logger } = options
  const house: House = {
    clock,
    logger,
    hot: database.hot,
    writer: createBatchWriter(database.hot),
    talks: createTalkBook(database.hot, options.maxTalks ?? 50_000),
    models: options.models,
    outcomes: createOutcomes(),
    announce: options.announce,
    dispatch: options.dispatch,
    wakeHandlers: options.wakeHandlers,
  }
  return {
    receive: (account, message) => receive(account, message, house),
    outcome: house.outcomes.wait,
    sweep: () => sweepTurns(house),
    get depth() {
      return house.writer.depth
    },
    drain: () => house.writer.idle(),
  }
}
