import type { Answer, AnswerWhen } from './entry.ts'
import { variablesIn } from './select-answer.ts'

export interface Shadowed {
  readonly answerId: string
  readonly by: string
}

/** Answers that can never be given: an earlier one holds whenever they do, is at least as specific and needs no more variables. */
export function findShadowed(answers: readonly Answer[]): Shadowed[] {
  return answers.flatMap((answer, index) => {
    const earlier = answers.slice(0, index).find((other) => shadows(other, answer))
    return earlier ? [{ answerId: answer.id, by: earlier.id }] : []
  })
}

/** Conditions that contradict each other: the answer never holds. */
export function contradictionIn(when: AnswerWhen | undefined): string | null {
  if (!when) return null
  const both = when.facts?.find((fact) => when.notFacts?.includes(fact))
  if (both) return `${both} is asked for and excluded`
  if (when.from !== undefined && when.to !== undefined && when.from >= when.to)
    return 'the period ends before it begins'
  return null
}

function shadows(other: Answer, answer: Answer): boolean {
  const sayable = other.texts.some((text) => variablesIn(text).every((name) => everyTextNeeds(answer, name)))
  return sayable && isSameOrWider(other.when ?? {}, answer.when ?? {})
}

const everyTextNeeds = (answer: Answer, name: string): boolean =>
  answer.texts.every((text) => variablesIn(text).includes(name))

/** The same kinds of condition, each as wide or wider: the order written decides, so the earlier one wins. */
function isSameOrWider(wide: AnswerWhen, narrow: AnswerWhen): boolean {
  const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)
  return (
    includesAll(wide.stages, narrow.stages) &&
    includesAll(wide.products, narrow.products) &&
    includesAll(wide.categories, narrow.categories) &&
    includesAll(wide.channels, narrow.channels) &&
    includesAll(wide.buyerGroups, narrow.buyerGroups) &&
    same(wide.facts?.toSorted(), narrow.facts?.toSorted()) &&
    same(wide.notFacts?.toSorted(), narrow.notFacts?.toSorted()) &&
    same(sorted(wide.policy), sorted(narrow.policy)) &&
    same(wide.attribute, narrow.attribute) &&
    same(wide.hours, narrow.hours) &&
    wide.validity === narrow.validity &&
    wide.from === narrow.from &&
    wide.to === narrow.to
  )
}

const sorted = (record: object | undefined) => record && Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1))

function includesAll(wide: readonly string[] | undefined, narrow: readonly string[] | undefined): boolean {
  if (!wide || !narrow) return wide === narrow
  return narrow.every((value) => wide.includes(value))
}
