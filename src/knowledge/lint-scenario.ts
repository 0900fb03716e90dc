import { editDistance } from '../language/index.ts'
import { type BannedTerms, findBanned } from './banned-terms.ts'
import { diagnoseEntry } from './diagnose-entry.ts'
import type { Entry } from './entry.ts'
import { plain } from './phrasing-lookup.ts'
import { variablesIn } from './select-answer.ts'

export interface LintProblem {
  readonly severity: 'error' | 'warning'
  readonly code: string
  readonly scenarioId: string
  readonly message: string
}

export interface LintContext {
  /** Scenarios of all packs. */
  readonly all: readonly Entry[]
  readonly bannedTerms: BannedTerms
}

const FEWEST_PHRASINGS = 12
const WANTED_PHRASINGS = 15
const FEWEST_ENGLISH = 4
const NEAREST = 0.4

/** What is wrong with one scenario of a pack by itself (packs/README.md). */
export function lintScenario(entry: Entry, context: LintContext): LintProblem[] {
  const found: LintProblem[] = []
  const add = (severity: LintProblem['severity'], code: string, message: string) =>
    found.push({ severity, code, scenarioId: entry.entryId, message })
  lintCounts(entry, add)
  lintDistances(entry, add)
  lintAnswers(entry, context, add)
  for (const boundary of entry.boundaries)
    for (const id of boundary.match(/\b[a-z-]+\.[a-z-]+\.[a-z-]+\b/g) ?? [])
      if (!context.all.some((other) => other.entryId === id)) add('warning', 'unknown-boundary', `there is no ${id}`)
  const own = new Set(entry.phrasings.map(plain))
  for (const negative of entry.negatives) if (own.has(plain(negative))) add('error', 'negative-is-phrasing', negative)
  return found
}

type Add = (severity: LintProblem['severity'], code: string, message: string) => void

function lintCounts(entry: Entry, add: Add): void {
  const count = entry.phrasings.length
  if (count < FEWEST_PHRASINGS) add('error', 'few-phrasings', `${count} phrasings, at least ${FEWEST_PHRASINGS}`)
  else if (count < WANTED_PHRASINGS) add('warning', 'few-phrasings', `${count} phrasings, ${WANTED_PHRASINGS} wanted`)
  if (entry.english.length < FEWEST_ENGLISH) add('warning', 'few-english', `${entry.english.length} English phrasings`)
  if (entry.answers.length === 0) add('error', 'no-answer', 'no answer')
}

function lintDistances(entry: Entry, add: Add): void {
  const texts = entry.phrasings.map(plain)
  texts.forEach((text, at) => {
    for (let other = 0; other < at; other += 1) {
      const distance = editDistance(text, texts[other] ?? '')
      if (distance <= NEAREST)
        add('error', 'phrasings-alike', `${entry.phrasings[other]} ~ ${entry.phrasings[at]} (${distance.toFixed(2)})`)
    }
  })
}

const AS_ERRORS: ReadonlySet<string> = new Set([
  'no-fallback',
  'never-reached',
  'unknown-fact',
  'unknown-policy',
  'unknown-variable',
  'contradiction',
])
const PHRASING_CODES: ReadonlySet<string> = new Set(['duplicate-phrasing', 'near-duplicate-phrasing', 'id-not-ours'])

function lintAnswers(entry: Entry, context: LintContext, add: Add): void {
  for (const one of diagnoseEntry(entry, { at: 0, siblings: [], validities: new Map() })) {
    if (PHRASING_CODES.has(one.code)) continue
    add(AS_ERRORS.has(one.code) ? 'error' : 'warning', one.code, `${one.path}: ${one.message}`)
  }
  for (const answer of entry.answers) {
    if (answer.texts.length < 2) add('warning', 'one-variant', `${answer.id} has one text`)
    if (answer.textsEn.length === 0) add('warning', 'no-english', `${answer.id} has no English text`)
    for (const text of [...answer.texts, ...answer.textsEn]) {
      for (const { term, kind } of findBanned(text, context.bannedTerms))
        add('error', 'banned-term', `${term} (${kind}): ${text}`)
      if (variablesIn(text).includes('product.attribute') && !entry.attribute)
        add('error', 'no-attribute', `${answer.id} says {product.attribute}, the scenario names none`)
    }
  }
}
