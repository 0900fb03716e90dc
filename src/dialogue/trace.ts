import type { Decision } from './decision.ts'
import type { AnswerChoice, Quoted } from './reply.ts'
import type { Understanding } from './understanding.ts'

/** What a robot message can say of itself. Stored with the turn; read by "why this answer" and by replays. */
export interface Trace {
  readonly versions: { readonly knowledge: string; readonly shop: number; readonly code: string }
  readonly understood: Understanding
  readonly decided: Decision
  readonly chosen: readonly AnswerChoice[]
  readonly quoted: readonly Quoted[]
  readonly memoryUsed: readonly string[]
  readonly costUs: { readonly understand: number; readonly decide: number; readonly compose: number }
}
