import { decide } from '../decision/index.ts'
import {
  type Context,
  type Decision,
  type Reply,
  type Trace,
  traceOf,
  type Turn,
  type Understanding,
} from '../dialogue/index.ts'
import { compose } from '../reply/index.ts'
import { understand } from '../understanding/index.ts'
import { CODE_VERSION } from './code-version.ts'

/** What came of a turn: all of it plain, so that the same turn and context give the same outcome again. */
export interface Handled {
  readonly seen: Understanding
  readonly decision: Decision
  readonly reply: Reply
  readonly trace: Trace
}

/** The path from message to reply. Receiving and recall come before it, settling and delivery after (`run-turn.ts`). */
export function handleTurn(turn: Turn, context: Context): Handled {
  const started = performance.now()
  const seen = understand(turn, context)
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

const us = (milliseconds: number): number => Math.round(milliseconds * 1000)
