import type { Clock } from '../../kernel/clock.ts'

/** A clock that is moved by hand and rings on its way: replays need no waiting. */
export interface VirtualClock extends Clock {
  schedule(delayMs: number, run: () => void): () => void
  /** Moves on to `at`, never back. Before that every alarm that is due rings at its own time, and `settled` is waited for. */
  advance(at: number, settled: () => Promise<void>): Promise<void>
  /** Lets everything ring that is still planned. */
  runOut(settled: () => Promise<void>): Promise<void>
}

interface Alarm {
  readonly at: number
  run(): void
}

export function createVirtualClock(startAt: number): VirtualClock {
  let now = startAt
  const alarms = new Set<Alarm>()
  const next = (): Alarm | undefined => [...alarms].toSorted((a, b) => a.at - b.at)[0]
  const ringUntil = async (at: number, settled: () => Promise<void>): Promise<void> => {
    for (let alarm = next(); alarm && alarm.at <= at; alarm = next()) {
      alarms.delete(alarm)
      now = Math.max(now, alarm.at)
      alarm.run()
      await settled()
    }
  }
  return {
    now: () => now,
    schedule(delayMs, run) {
      const alarm = { at: now + delayMs, run }
      alarms.add(alarm)
      return () => alarms.delete(alarm)
    },
    async advance(at, settled) {
      await ringUntil(at, settled)
      now = Math.max(now, at)
    },
    runOut: (settled) => ringUntil(Number.POSITIVE_INFINITY, settled),
  }
}
