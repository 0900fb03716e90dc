import type { Clock } from '../kernel/clock.ts'
import type { Database } from '../storage/index.ts'
import { loadChannelAccount, type StoredChannelAccount } from './channel-account.store.ts'

/** Channel accounts by id, from memory: asked for every message in and out. */
export interface AccountBook {
  /** Null: no such account, or it is switched off. */
  find(channelId: string): Promise<StoredChannelAccount | null>
  /** After a change in this process; other processes follow within five seconds. */
  forget(channelId: string): void
}

const TRUSTED_MS = 5000
const MOST = 50_000

export function createAccountBook({ database, clock }: { database: Database; clock: Clock }): AccountBook {
  const known = new Map<string, { readonly until: number; readonly account: Promise<StoredChannelAccount | null> }>()
  return {
    find(channelId) {
      const hit = known.get(channelId)
      if (hit && hit.until > clock.now()) return hit.account
      if (known.size >= MOST) known.clear()
      const account = load(database, channelId)
      known.set(channelId, { until: clock.now() + TRUSTED_MS, account })
      account.catch(() => known.delete(channelId))
      return account
    },
    forget: (channelId) => void known.delete(channelId),
  }
}

async function load(database: Database, channelId: string): Promise<StoredChannelAccount | null> {
  const account = await loadChannelAccount(database, channelId)
  return account?.enabled ? account : null
}
