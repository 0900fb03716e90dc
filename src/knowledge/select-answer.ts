import { type AnswerFacts, CONDITION_ORDER, checkConditions, type Condition } from './answer-conditions.ts'
import type { Answer, Entry } from './entry.ts'

export interface ConsideredAnswer {
  readonly answerId: string
  readonly met: readonly string[]
  readonly failed: readonly string[]
  readonly missingVariables: readonly string[]
  /** Why it lost, or that it was chosen. */
  readonly outcome: 'chosen' | 'condition-failed' | 'variables-missing' | 'less-specific'
}

export interface SelectedAnswer {
  readonly answer: Answer | null
  /** Texts that can be said now, templates not yet filled; in the language asked for, else in the other one. */
  readonly variantsUsable: readonly string[]
  /** Every answer, the most specific first. */
  readonly considered: readonly ConsideredAnswer[]
  readonly why: string
}

/** The most specific answer that holds and can be said; equals by the order written. Pure. */
export function selectAnswer(entry: Entry, facts: AnswerFacts): SelectedAnswer {
  const candidates = entry.answers.map((answer) => weigh(answer, facts)).sort(bySpecificity)
  const chosen = candidates.find((one) => one.failed.length === 0 && one.usable.length > 0)
  return {
    answer: chosen?.answer ?? null,
    variantsUsable: chosen?.usable ?? [],
    considered: candidates.map((one) => ({
      answerId: one.answer.id,
      met: one.met,
      failed: one.failed,
      missingVariables: one.missingVariables,
      outcome: outcomeOf(one, chosen),
    })),
    why: explain(chosen),
  }
}

interface Candidate {
  readonly answer: Answer
  readonly specificity: readonly number[]
  readonly met: readonly string[]
  readonly failed: readonly string[]
  readonly missingVariables: readonly string[]
  readonly usable: readonly string[]
  readonly strongest: string
}

function weigh(answer: Answer, facts: AnswerFacts): Candidate {
  const conditions = checkConditions(answer.when, facts)
  const texts = facts.language === 'en' ? [answer.textsEn, answer.texts] : [answer.texts, answer.textsEn]
  const isSayable = (text: string) => missingIn(text, facts).length === 0 && facts.isTrue(text)
  const usable = texts.map((list) => list.filter(isSayable)).find((list) => list.length > 0) ?? []
  const specificity = countByKind(conditions)
  return {
    answer,
    specificity,
    met: conditions.filter((one) => one.holds).map((one) => one.name),
    failed: conditions.filter((one) => !one.holds).map((one) => one.name),
    missingVariables: [...new Set(answer.texts.flatMap((text) => [...missingIn(text, facts), ...untrue(text, facts)]))],
    usable,
    strongest: CONDITION_ORDER[specificity.findIndex((count) => count > 0)] ?? 'default',
  }
}

/** How many conditions of each kind, in the published order: compared from the left. */
const countByKind = (conditions: readonly Condition[]): number[] =>
  CONDITION_ORDER.map((kind) => conditions.filter((one) => one.kind === kind).length)

function bySpecificity(a: Candidate, b: Candidate): number {
  const kind = a.specificity.findIndex((count, index) => count > 0 !== (b.specificity[index] ?? 0) > 0)
  if (kind >= 0) return (b.specificity[kind] ?? 0) - (a.specificity[kind] ?? 0)
  return sum(b.specificity) - sum(a.specificity)
}

/** A text whose figures hold no more is as if a variable of it were not known. */
const untrue = (text: string, facts: AnswerFacts): string[] => (facts.isTrue(text) ? [] : [text])

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0)

function outcomeOf(one: Candidate, chosen: Candidate | undefined): ConsideredAnswer['outcome'] {
  if (one === chosen) return 'chosen'
  if (one.failed.length > 0) return 'condition-failed'
  return one.usable.length === 0 ? 'variables-missing' : 'less-specific'
}

function explain(chosen: Candidate | undefined): string {
  if (!chosen) return 'no answer holds and can be said: fallback'
  if (chosen.met.length === 0) return 'default: no answer with conditions holds and can be said'
  return `most specific by ${chosen.strongest}: ${chosen.met.join(', ')}`
}

const VARIABLE = /\{([a-zA-Z]+(?:\.[a-zA-Z]+)+)\}/g

/** Names of the variables in a text, without braces. Texts of knowledge come again with every answer, so they are read once. */
export function variablesIn(text: string): readonly string[] {
  const known = variablesOf.get(text)
  if (known) return known
  const names = [...text.matchAll(VARIABLE)].map((match) => match[1] ?? '')
  if (variablesOf.size >= MOST_TEXTS) variablesOf.clear()
  variablesOf.set(text, names)
  return names
}

const MOST_TEXTS = 50_000
const variablesOf = new Map<string, readonly string[]>()

const missingIn = (text: string, facts: AnswerFacts): string[] =>
  variablesIn(text).filter((name) => !facts.variables.has(name))
