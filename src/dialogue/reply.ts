import type { Content, Source } from '../message/index.ts'
import type { HandoffReason } from './decision.ts'
import type { MemoryFact } from './context.ts'

/** A figure that was said, and where it stood. */
export interface Quoted extends Source {
  readonly variable: string
  readonly value: string
}

/** Why an answer and not its neighbours: printed to the operator. */
export interface AnswerChoice {
  readonly entryId: string
  readonly answerId: string | null
  readonly considered: readonly {
    readonly answerId: string
    readonly met: readonly string[]
    readonly failed: readonly string[]
    readonly missing: readonly string[]
  }[]
}

export interface Reply {
  readonly contents: readonly Content[]
  /** Something was answered: not a greeting, asking back, fallback or silence. */
  readonly isSubstance: boolean
  readonly quoted: readonly Quoted[]
  readonly choices: readonly AnswerChoice[]
  readonly remember: readonly MemoryFact[]
  readonly forget: readonly { readonly kind: string; readonly key: string }[]
  readonly handOff: HandoffReason | null
}
