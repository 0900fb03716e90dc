import type { Handled } from './handle-turn.ts'
import type { StoredMessage } from './announcement.ts'

/** How a turn ended, for callers that wait for it (`?wait=`, command line, replays). */
export interface TurnOutcome {
  readonly turnId: string
  /** Null: the turn was answered elsewhere or voided by a take-over. */
  readonly handled: Handled | null
  readonly messages: readonly StoredMessage[]
}

/** Waiting rooms of running turns. An outcome is kept for nobody: who comes later reads the log. */
export interface Outcomes {
  wait(turnId: string): Promise<TurnOutcome>
  settle(outcome: TurnOutcome): void
  /** Rooms with somebody in them. */
  readonly size: number
}

interface Room {
  readonly openedMs: number
  readonly waiting: ((outcome: TurnOutcome) => void)[]
}

/** Longer than anybody waits: what another process settles is never told here. */
const EXPIRES_MS = 5 * 60_000

/** `nowMs` runs on when the trade's clock is moved: a virtual day must not send everybody away. */
export function createOutcomes(nowMs: () => number = () => performance.now()): Outcomes {
  // Rooms stand in the order in which they were opened.
  const rooms = new Map<string, Room>()
  const settle = (outcome: TurnOutcome): void => {
    const room = rooms.get(outcome.turnId)
    if (!room) return
    rooms.delete(outcome.turnId)
    for (const resolve of room.waiting) resolve(outcome)
  }
  const closeOld = (until: number): void => {
    for (const [turnId, { openedMs }] of rooms) {
      if (openedMs > until) return
      settle({ turnId, handled: null, messages: [] })
    }
  }
  return {
    wait: (turnId) =>
      new Promise((resolve) => {
        const openedMs = nowMs()
        closeOld(openedMs - EXPIRES_MS)
        const room = rooms.get(turnId)
        if (room) room.waiting.push(resolve)
        else rooms.set(turnId, { openedMs, waiting: [resolve] })
      }),
    settle,
    get size() {
      return rooms.size
    },
  }
}
