import { assertNever } from '../kernel/assert-never.ts'
import type { Expectation } from './test-case.ts'

/** What the robot did in one turn. */
export interface Actual {
  /** Ids of the entries that the message was heard as. */
  readonly intents: readonly string[]
  /** Ids of the entries that were answered from. */
  readonly entries: readonly string[]
  /** Kinds of its acts. */
  readonly acts: readonly string[]
  /** What it said, as text. */
  readonly texts: readonly string[]
}

export interface Failure {
  readonly expected: Expectation
  /** What there was instead. */
  readonly actual: readonly string[]
}

/** What was expected and did not come; empty = passed. */
export const judgeTurn = (expected: readonly Expectation[], actual: Actual): Failure[] =>
  expected.flatMap((one) => {
    const { isMet, instead } = judge(one, actual)
    return isMet ? [] : [{ expected: one, actual: instead }]
  })

interface Verdict {
  readonly isMet: boolean
  readonly instead: readonly string[]
}

function judge(expected: Expectation, actual: Actual): Verdict {
  switch (expected.kind) {
    case 'intent':
      return { isMet: actual.intents.includes(expected.entryId), instead: actual.intents }
    case 'entry':
      return { isMet: actual.entries.includes(expected.entryId), instead: actual.entries }
    case 'act':
      return { isMet: actual.acts.includes(expected.act), instead: actual.acts }
    case 'text':
      return { isMet: actual.texts.some((text) => holds(text, expected.text)), instead: actual.texts }
    default:
      return assertNever(expected)
  }
}

const holds = (text: string, words: string): boolean => plain(text).includes(plain(words))

/** Width, case and spacing are no difference to a reader. */
const plain = (text: string): string => text.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, '')
