import type { AnswerChoice, HandoffReason, MemoryFact, Pending, Quoted } from '../dialogue/index.ts'
import type { Content } from '../message/index.ts'

/** What one act says, and what it leaves behind. */
export interface Spoken {
  readonly contents: readonly Content[]
  readonly quoted: readonly Quoted[]
  readonly choices: readonly AnswerChoice[]
  readonly remember: readonly MemoryFact[]
  readonly pending: Pending | null
  readonly handOff: HandoffReason | null
  /** False for asking back, fallback and silence: those turns count as missed. */
  readonly isSubstance: boolean
}

export const spoken = (part: Partial<Spoken>): Spoken => ({
  contents: [],
  quoted: [],
  choices: [],
  remember: [],
  pending: null,
  handOff: null,
  isSubstance: false,
  ...part,
})

export const textContent = (text: string): Content => ({ kind: 'text', text })
