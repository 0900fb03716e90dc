import type { Clock } from '../kernel/clock.ts'

/** Counts failures per key within a sliding window; bounded, so that an attacker cannot fill the memory with names. */
export interface TryCounter {
  /** Seconds to wait, 0 when another try is allowed. */
  waitS(key: string): number
  fail(key: string): void
  forget(key: string): void
}

const WINDOW_MS = 15 * 60_000
const MOST_KEYS = 100_000

export function createTryCounter(clock: Clock, tries: number): TryCounter {
  const failures = new Map<string, number[]>()
  const recent = (key: string): number[] => (failures.get(key) ?? []).filter((at) => at > clock.now() - WINDOW_MS)
  return {
    waitS(key) {
      const times = recent(key)
      const oldest = times.at(-tries)
      return oldest === undefined ? 0 : Math.max(1, Math.ceil((oldest + WINDOW_MS - clock.now()) / 1000))
    },
    fail(key) {
      const times = [...recent(key), clock.now()].slice(-tries)
      failures.delete(key)
      failures.set(key, times)
      const oldestKey = failures.size > MOST_KEYS ? failures.keys().next().value : undefined
      if (oldestKey !== undefined) failures.delete(oldestKey)
    },
    forget: (key) => {
      failures.delete(key)
    },
  }
}
