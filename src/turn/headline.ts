import type { Handled } from './handle-turn.ts'

/** A turn in one line: what was decided, on which reading, how sure. The same in the log and in what a waiting caller gets. */
export interface Headline {
  readonly decision: string
  readonly intent: string | null
  readonly scenario: string | null
  readonly confidence: number
}

export function headline({ decision, seen }: Pick<Handled, 'decision' | 'seen'>): Headline {
  const main = seen.wanted[0]?.best ?? null
  return {
    decision: decision.acts.map(({ kind }) => kind).join('+'),
    intent: main?.entryId ?? null,
    scenario: decision.acts.flatMap((act) => ('entryId' in act && act.entryId ? [act.entryId] : []))[0] ?? null,
    confidence: main?.confidence ?? 0,
  }
}
