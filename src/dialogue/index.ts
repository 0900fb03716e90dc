export type * from './advice.ts'
export { type AskedValue, aboutOf, askedValue, missesValue } from './asked-value.ts'
export type * from './context.ts'
export type { Act, Bound, Decision, HandoffReason } from './decision.ts'
export { HUMAN_TOKEN } from './human-token.ts'
export type { AnswerChoice, Quoted, Reply } from './reply.ts'
export { cartBefore, regionBefore, type TalkedCart, type TalkedLine } from './talked-cart.ts'
export { roomBefore } from './room-value.ts'
export { toldBefore } from './told-value.ts'
export { type Topic, topicOf } from './topic-value.ts'
export { type Trace, traceOf } from './trace.ts'
export type { HeardMessage, Turn } from './turn.ts'
export type {
  Band,
  Candidate,
  Entity,
  EntityKind,
  Focus,
  FocusThing,
  Pending,
  Understanding,
  Wanted,
} from './understanding.ts'
