import {
  type AccountBook,
  type ChannelTarget,
  createDelivery,
  type Delivery,
  type DeliveryJob,
  type WindowRow,
} from './delivery/index.ts'
import type { Clock } from './kernel/clock.ts'
import type { Packs } from './knowledge/index.ts'
import type { Channel } from './message/index.ts'
import { createHotBatch, type Database, type HotBatch } from './storage/index.ts'
import type { ShopModels } from './turn/index.ts'

export interface DeliveryTools {
  readonly database: Database
  readonly clock: Clock
  readonly accounts: AccountBook
  readonly channels: readonly Channel[]
  readonly packs: Packs
  readonly models: ShopModels
  readonly onError: (error: unknown) => void
}

export interface OpenDelivery {
  readonly delivery: Delivery
  /** What the path hears and settles shares its commits with what delivery has to write. */
  readonly writer: HotBatch
  /** Whoever fetches his answers himself gets nothing sent. */
  isPulled(channelId: string): Promise<boolean>
  /** A buyer wrote on a channel whose platform counts sends; null on all others. */
  openWindow(said: WindowRow & { readonly kind: string }): Promise<void> | null
}

/** The only door out, with the batch that it shares with the path. */
export function openDelivery(tools: DeliveryTools): OpenDelivery {
  const { database, clock, accounts, channels, packs, models, onError } = tools
  const writer = createHotBatch(database.hot)
  const targetOf = async (job: DeliveryJob): Promise<ChannelTarget | null> => {
    const account = await accounts.find(job.channelId)
    const channel = channels.find(({ kind }) => kind === account?.kind)
    if (!account || !channel || !packs.render) return null
    const { view } = await models.get(job)
    return { account, channel, words: { lines: packs.render[view.language], utcOffsetMinutes: view.utcOffsetMinutes } }
  }
  const counting = new Set(channels.filter(({ capabilities }) => capabilities.window).map(({ kind }) => kind))
  const delivery = createDelivery({ database, clock, writer, targetOf, onError })
  return {
    delivery,
    writer,
    openWindow: ({ kind, ...row }) => (counting.has(kind) ? delivery.heard([row]) : null),
    async isPulled(channelId) {
      const account = await accounts.find(channelId)
      return account ? (channels.find(({ kind }) => kind === account.kind)?.isPull?.(account) ?? false) : false
    },
  }
}
