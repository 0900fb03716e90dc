import { decide } from '../decision/index.ts'
import {
  type Advice,
  type Context,
  type Decision,
  type Reply,
  type Trace,
  traceOf,
  type Turn,
  type Understanding,
} from '../dialogue/index.ts'
import { compose } from '../reply/index.ts'
import { reworded, settle, understand } from '../understanding/index.ts'
import { CODE_VERSION } from './code-version.ts'

/** What came of a turn: all of it plain, so that the same turn and context give the same outcome again. */
export interface Handled {
  readonly seen: Understanding
  readonly decision: Decision
  readonly reply: Reply
  readonly trace: Trace
}

/** The path from message to reply. Receiving and recall come before it, settling and delivery after (`run-turn.ts`). */
export function handleTurn(turn: Turn, context: Context, advice: Advice | null = null): Handled {
  const started = performance.now()
  const seen = advice === null ? understand(turn, context) : read(turn, context, advice)
  const understood = performance.now()
  const decision = decide(seen, context)
  const decided = performance.now()
  const reply = compose(decision, { turn, seen, context })
  const composed = performance.now()
  return {
    seen,
    decision,
    reply,
    trace: traceOf(context, {
      seen,
      decision,
      reply,
      code: CODE_VERSION,
      costUs: {
        understand: us(understood - started),
        decide: us(decided - understood),
        compose: us(composed - decided),
      },
    }),
  }
}

/** With what a model said, when the first reading was not sure (`seek-advice.ts`). */
const read = (turn: Turn, context: Context, advice: Advice): Understanding =>
  settle(understand(advice.kind === 'read' ? reworded(turn, advice) : turn, context), advice)

const us = (milliseconds: number): number => Math.round(milliseconds * 1000)
