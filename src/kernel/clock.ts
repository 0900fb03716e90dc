/** Epoch milliseconds. The only place that says "now"; SQL gets the instant as a parameter. */
export interface Clock {
  now(): number
}

/** The operating system's clock plus an offset that demo mode and tests may set ("skip five hours"). */
export interface ShiftableClock extends Clock {
  readonly offsetMs: number
  shift(byMs: number): void
}

export const systemClock: Clock = { now: () => Date.now() }

export function createShiftableClock(source: Clock = systemClock): ShiftableClock {
  let offsetMs = 0
  return {
    get offsetMs() {
      return offsetMs
    },
    now: () => source.now() + offsetMs,
    shift(byMs) {
      offsetMs += byMs
    },
  }
}

/** A clock that stands still until it is told to move: tests and replays. */
export interface ManualClock extends Clock {
  set(at: number): void
  advance(byMs: number): void
}

export function createManualClock(startAt: number): ManualClock {
  let at = startAt
  return {
    now: () => at,
    set(next) {
      at = next
    },
    advance(byMs) {
      at += byMs
    },
  }
}

export const toIso = (at: number): string => new Date(at).toISOString()
