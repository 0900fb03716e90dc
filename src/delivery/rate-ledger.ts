import type { Clock } from '../kernel/clock.ts'

/** How long a send must wait so that an account stays within its vendor's sends per second; the place is taken at once. */
export interface RateLedger {
  reserve(channelId: string, sends: number, perSecond: number | null): number
}

const MOST_ACCOUNTS = 50_000

/** One place in time per account: the next send may start there. A second's worth may go at once. */
export function createRateLedger(clock: Clock): RateLedger {
  const nextFree = new Map<string, number>()
  return {
    reserve(channelId, sends, perSecond) {
      if (perSecond === null) return 0
      const at = clock.now()
      if (nextFree.size > MOST_ACCOUNTS) nextFree.clear()
      const from = Math.max(nextFree.get(channelId) ?? 0, at - 1000)
      const until = from + (sends * 1000) / perSecond
      nextFree.set(channelId, until)
      return Math.max(0, until - at)
    },
  }
}
