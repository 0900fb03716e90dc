import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { Replayed } from './corpus-row.ts'
import { shareOf } from './replay-figures.ts'

const NO_TRADE = 'OTHER'
const intentMap = z.object({ about: z.string(), intents: z.record(z.string(), z.array(z.string())) })
export type IntentMap = Readonly<Record<string, readonly string[]>>

export const readIntentMap = (path: string): IntentMap =>
  intentMap.parse(JSON.parse(readFileSync(path, 'utf8'))).intents

/** Does this scenario answer what the label asks? A name that ends in * stands for all that begin so. */
export function answersLabel(map: IntentMap, label: string, scenario: string | null): boolean {
  const name = scenario?.replace(/^general\./, '')
  if (name === undefined) return false
  return (map[label] ?? []).some((one) => (one.endsWith('*') ? name.startsWith(one.slice(0, -1)) : name === one))
}

/**
 * Against machine labels, which carry noise of their own: a question is a buyer message whose label is not OTHER, a message
 * that its burst swallowed is judged by the answer that the burst got, and recognised is only what the map says fits the label.
 */
export function labelledFigures(all: readonly Replayed[], map: IntentMap) {
  const answers = new Map(all.map((one) => [`${one.row.session} ${one.row.turn}`, one.answer]))
  const questions = all
    .filter(({ row }) => row.intent !== undefined && row.intent !== NO_TRADE)
    .map(({ row, answer }) => {
      const given = answer.mergedInto === null ? answer : (answers.get(`${row.session} ${answer.mergedInto}`) ?? answer)
      const fits = answersLabel(map, row.intent ?? '', given.scenario ?? given.intent)
      return { session: row.session, fits, recognised: given.recognised && fits, answered: given.answered }
    })
  const sessions = new Map<string, boolean>()
  for (const { session, recognised } of questions) sessions.set(session, (sessions.get(session) ?? false) || recognised)
  const count = (is: (one: (typeof questions)[number]) => boolean) =>
    shareOf(questions.filter(is).length, questions.length)
  return {
    sessionsRecognised: shareOf([...sessions.values()].filter((is) => is).length, sessions.size),
    questionsRecognised: count(({ recognised }) => recognised),
    /** The right scenario stands first, whether or not the robot dared to say so. */
    firstFits: count(({ fits }) => fits),
    questionsCovered: count(({ answered }) => answered),
    coveredAndFits: count(({ answered, fits }) => answered && fits),
  }
}
