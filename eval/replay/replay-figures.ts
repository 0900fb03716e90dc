import { normalise } from '../../src/language/index.ts'
import type { Replayed } from './corpus-row.ts'

/** A share with what it is a share of and its Wilson 95 % interval. Messages of one session are not independent: read it as a lower bound of the doubt. */
export interface Share {
  readonly share: number
  readonly count: number
  readonly of: number
  readonly low: number
  readonly high: number
}

const Z = 1.96

export function shareOf(count: number, of: number): Share {
  if (of === 0) return { share: 0, count, of, low: 0, high: 1 }
  const share = count / of
  const middle = share + (Z * Z) / (2 * of)
  const spread = Z * Math.sqrt((share * (1 - share)) / of + (Z * Z) / (4 * of * of))
  const scale = 1 + (Z * Z) / of
  const round = (value: number) => Math.round(value * 10_000) / 10_000
  return {
    share: round(share),
    count,
    of,
    low: round((middle - spread) / scale),
    high: round((middle + spread) / scale),
  }
}

// Courtesy needs no answer: it is no question. Nor is what holds no words (emoji, masks), nor a row that its burst swallowed.
const isCourtesy = ({ answer }: Replayed): boolean =>
  answer.decision === 'talk' && (answer.scenario ?? '').startsWith('general.talk.')
const isWordless = ({ row }: Replayed): boolean => normalise(row.text.replace(/https?:\S+/g, '')).isBare

export const isQuestion = (one: Replayed): boolean =>
  one.answer.mergedInto === null && !isWordless(one) && !isCourtesy(one)

const offersPerson = ({ answer }: Replayed): boolean => answer.reply.some(({ kind }) => kind === 'menu')

/** The figures of one body of talk, by the definitions of features.md §2 rows 10-12. */
export function replayFigures(all: readonly Replayed[]) {
  const valid = all.filter(isQuestion)
  const count = (is: (one: Replayed) => boolean, among = valid) => shareOf(among.filter(is).length, among.length)
  const answered = valid.filter(({ answer }) => answer.answered)
  return {
    buyerMessages: all.length,
    validQuestions: valid.length,
    wordless: all.filter(isWordless).length,
    courtesy: all.filter((one) => !isWordless(one) && isCourtesy(one)).length,
    sessionRecognition: sessionRecognition(valid),
    questionRecognition: count(({ answer }) => answer.recognised),
    questionCoverage: count(({ answer }) => answer.answered),
    /** Among the answered: a person is offered beside, as the general words may not be enough. */
    answeredWithPersonOffered: count(offersPerson, answered),
    askedBack: count(({ answer }) => answer.askedBack),
    handedOff: count(({ answer }) => answer.handedOff),
  }
}

function sessionRecognition(valid: readonly Replayed[]): Share {
  const sessions = new Map<string, boolean>()
  for (const { row, answer } of valid) {
    sessions.set(row.session, (sessions.get(row.session) ?? false) || answer.recognised)
  }
  return shareOf([...sessions.values()].filter((is) => is).length, sessions.size)
}

/** Most frequent first. */
export function tally(keys: readonly string[], most: number): Record<string, number> {
  const counts = new Map<string, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return Object.fromEntries([...counts].toSorted((a, b) => b[1] - a[1]).slice(0, most))
}
