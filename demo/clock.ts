/** The shop's own time: the machine's plus an offset that is kept in its database ("skip five hours" outlives a restart). */
export interface DemoClock {
  now(): number
  readonly offsetMs: number
  setOffset(offsetMs: number): void
}

export function createDemoClock(initialOffsetMs: number): DemoClock {
  let offsetMs = initialOffsetMs
  return {
    now: () => Date.now() + offsetMs,
    get offsetMs() {
      return offsetMs
    },
    setOffset(next) {
      offsetMs = next
    },
  }
}

/** The machine's time, for what really happens outside (retries of pushes). */
export const realNow = (): number => Date.now()

export const MINUTE_MS = 60_000
export const HOUR_MS = 3_600_000
export const DAY_MS = 86_400_000
