import type { DeliveryJob } from '../delivery/index.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Logger } from '../kernel/logger.ts'
import type { HotLane } from '../storage/index.ts'
import type { Announcement } from './announcement.ts'
import type { BatchWriter } from './batch-writer.ts'
import type { Outcomes } from './outcomes.ts'
import type { ShopModels } from './shop-models.ts'
import type { TalkBook } from './talk-book.ts'

/** What the path works with; `createPath` puts it together. */
export interface House {
  readonly clock: Clock
  readonly hot: HotLane
  readonly writer: BatchWriter
  readonly talks: TalkBook
  readonly models: ShopModels
  readonly outcomes: Outcomes
  readonly logger: Logger
  /** How long a turn, and then its delivery, is this process's alone before others may take it for lost. */
  readonly claimMs: number
  /** Runs once after so long on the path's clock; answers how to take it back. */
  schedule(delayMs: number, run: () => void): () => void
  announce(announcement: Announcement): void
  dispatch(jobs: readonly DeliveryJob[]): void
  /** Called after each commit that wrote events. */
  wakeHandlers(): void
}
