import { monitorEventLoopDelay } from 'node:perf_hooks'
import { XiaoerError } from '../kernel/errors.ts'

/** Refuses early when the process cannot keep up, so that what was accepted is finished in time. */
export interface OverloadGuard {
  /** Throws `overloaded` (with Retry-After) or, while closing, `not-ready`. */
  enter(): void
  leave(): void
  readonly inFlight: number
  refuseAll(): void
  close(): void
}

const WINDOW_MS = 500
const RESOLUTION_MS = 10
const NS_PER_MS = 1e6

export function createOverloadGuard(limits: { maxInFlight: number; maxLagMs: number }): OverloadGuard {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  delay.enable()
  // Of the last two windows the better one: what holds the loop once, however long, is no overload when it is over.
  const lagsMs: [number, number] = [0, 0]
  let inFlight = 0
  let isClosing = false
  // The median of the last half second: one long garbage collection is no overload.
  const timer = setInterval(() => {
    lagsMs[0] = lagsMs[1]
    lagsMs[1] = delay.percentile(50) / NS_PER_MS - RESOLUTION_MS
    delay.reset()
  }, WINDOW_MS)
  timer.unref()
  return {
    enter() {
      if (isClosing) throw new XiaoerError({ code: 'not-ready', retryAfterS: 2 })
      if (inFlight >= limits.maxInFlight || Math.min(...lagsMs) > limits.maxLagMs) {
        throw new XiaoerError({ code: 'overloaded', retryAfterS: 1 })
      }
      inFlight += 1
    },
    leave() {
      inFlight -= 1
    },
    get inFlight() {
      return inFlight
    },
    refuseAll() {
      isClosing = true
    },
    close() {
      clearInterval(timer)
      delay.disable()
    },
  }
}
