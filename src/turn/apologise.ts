import { type Context, type Decision, traceOf, type Turn, type Understanding } from '../dialogue/index.ts'
import { compose } from '../reply/index.ts'
import { CODE_VERSION } from './code-version.ts'
import type { Handled } from './handle-turn.ts'

/** What a buyer gets when the path itself broke: a person, said honestly. Uses as little of the path as can be. */
export function apologise(turn: Turn, context: Context): Handled {
  const seen: Understanding = {
    text: '',
    language: context.shop.language,
    wanted: [],
    entities: [],
    focus: { product: null, skuId: null, order: null, productRivals: [], orderRivals: [] },
    demandState: { value: 'pre-sale', origin: 'none' },
    emotion: { kind: 'neutral', confidence: 0 },
    other: [],
    choice: null,
    bare: null,
    pending: null,
    cart: null,
  }
  const decision: Decision = {
    acts: [{ kind: 'hand-off', reason: 'rule', entryId: null, why: 'the path failed on our side' }],
    considered: [{ policy: 'apologise', outcome: 'taken' }],
  }
  const reply = compose(decision, { turn, seen, context })
  const costUs = { understand: 0, decide: 0, compose: 0 }
  return { seen, decision, reply, trace: traceOf(context, { seen, decision, reply, code: CODE_VERSION, costUs }) }
}
