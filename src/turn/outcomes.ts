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
  isExpected(turnId: string): boolean
  settle(outcome: TurnOutcome): void
}

export function createOutcomes(): Outcomes {
  const rooms = new Map<string, ((outcome: TurnOutcome) => void)[]>()
  return {
    wait: (turnId) =>
      new Promise((resolve) => {
        const room = rooms.get(turnId)
        if (room) room.push(resolve)
        else rooms.set(turnId, [resolve])
      }),
    isExpected: (turnId) => rooms.has(turnId),
    settle(outcome) {
      const room = rooms.get(outcome.turnId) ?? []
      rooms.delete(outcome.turnId)
      for (const resolve of room) resolve(outcome)
    },
  }
}
