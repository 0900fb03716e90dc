import type { DeliveryJob } from '../delivery/index.ts'
import type { Advisor } from '../dialogue/index.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Logger } from '../kernel/logger.ts'
import type { Heard, HeardRow, SettledRow, SettledTurn } from '../conversation/index.ts'
import type { HotLane } from '../storage/index.ts'
import type { Announcement } from './announcement.ts'
import type { Outcomes } from './outcomes.ts'
import type { ShopModels } from './shop-models.ts'
import type { TalkBook } from './talk-book.ts'

export interface Said {
  readonly orgId: string
  readonly channelId: string
  /** Of the channel. */
  readonly kind: string
  readonly buyerId: string
  readonly at: number
}

/** What the path works with; `createPath` puts it together. */
export interface House {
  readonly clock: Clock
  readonly hot: HotLane
  /** Null: the key was known, the message is a repetition. */
  hear(item: Heard): Promise<HeardRow | null>
  /** Null: the turn was no longer ours to answer. */
  settle(item: SettledTurn): Promise<SettledRow | null>
  readonly talks: TalkBook
  readonly models: ShopModels
  readonly outcomes: Outcomes
  readonly logger: Logger
  /** How long a turn, and then its delivery, is this process's alone before others may take it for lost. */
  readonly claimMs: number
  /** Null: there are no models; nothing is asked of anybody outside the path. */
  readonly advisor: Advisor | null
  /** Runs once after so long on the path's clock; answers how to take it back. */
  schedule(delayMs: number, run: () => void): () => void
  /** The other side fetches its answers: storing them is delivering them. */
  isPulled(channelId: string): Promise<boolean>
  /** The buyer wrote: on a channel whose platform counts sends, he may be answered again. Null: nothing to wait for. */
  openWindow(said: Said): Promise<void> | null
  announce(announcement: Announcement): void
  dispatch(jobs: readonly DeliveryJob[]): void
  /** Called after each commit that wrote events. */
  wakeHandlers(): void
}
