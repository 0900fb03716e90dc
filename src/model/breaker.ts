import type { Clock } from '../kernel/clock.ts'

/** Keeps buyers from waiting for somebody who does not answer. By name of what is called. */
export interface Breaker {
  /** False: it failed lately. Once the rest is over one caller is let through to see. */
  mayCall(name: string): boolean
  succeeded(name: string): void
  failed(name: string): void
}

const FAILURES = 3
const REST_MS = 30_000
const MOST_NAMES = 10_000

interface State {
  failures: number
  closedUntil: number
}

export function createBreaker(clock: Clock): Breaker {
  const states = new Map<string, State>()
  return {
    mayCall(name) {
      const state = states.get(name)
      if (!state || state.failures < FAILURES) return true
      if (clock.now() < state.closedUntil) return false
      // Whoever comes while this one looks still waits for its finding.
      state.closedUntil = clock.now() + REST_MS
      return true
    },
    succeeded(name) {
      states.delete(name)
    },
    failed(name) {
      if (states.size >= MOST_NAMES) states.clear()
      const failures = (states.get(name)?.failures ?? 0) + 1
      states.set(name, { failures, closedUntil: clock.now() + REST_MS })
    },
  }
}
