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

const MOST_SOURCES = 100

/** Words with the records of their figures, each record once. */
export function textContent(text: string, quoted: readonly Quoted[] = []): Content {
  const sources = new Map(
    quoted.map(({ sourceId, version, validTo }) => [`${sourceId} ${version}`, { sourceId, version, validTo }]),
  )
  if (sources.size === 0) return { kind: 'text', text }
  return { kind: 'text', text, sources: [...sources.values()].slice(0, MOST_SOURCES) }
}
