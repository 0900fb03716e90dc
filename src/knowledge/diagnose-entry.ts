import { type EntryProblem, checkEntry } from './check-entry.ts'
import type { Answer, Entry } from './entry.ts'
import { contradictionIn, findShadowed } from './find-shadowed.ts'
import { isKnownVariable, KNOWN_FACTS, KNOWN_POLICIES } from './known-names.ts'
import { createPhrasingLookup } from './phrasing-lookup.ts'
import { variablesIn } from './select-answer.ts'
import { endOf, type ValidityRule } from './validity.ts'

/** What is likely wrong with an entry. `error` keeps it from being saved; a `warning` is for the writer to judge. */
export interface Diagnosis {
  readonly severity: 'error' | 'warning'
  readonly code:
    | EntryProblem['code']
    | 'no-fallback'
    | 'never-reached'
    | 'contradiction'
    | 'expired'
    | 'unknown-validity'
    | 'unknown-fact'
    | 'unknown-policy'
    | 'unknown-variable'
    | 'unknown-scenario'
    | 'hard-figure'
    | 'duplicate-phrasing'
    | 'near-duplicate-phrasing'
    | 'switched-off'
  readonly path: string
  readonly message: string
  /** The other entry, where one is meant. */
  readonly other?: string
}

export interface DiagnosisContext {
  readonly at: number
  /** Other entries of the scope, of the scopes above and of the packs. */
  readonly siblings: readonly Entry[]
  readonly validities: ReadonlyMap<string, ValidityRule>
}

/** Two phrasings of one entry nearer than this teach nothing; of two entries, they confuse. */
const NEAR = 0.2

export function diagnoseEntry(entry: Entry, context: DiagnosisContext): Diagnosis[] {
  const unsound = checkEntry(entry).map((problem): Diagnosis => ({ ...problem, severity: 'error' }))
  if (entry.off) return [...unsound, warn('switched-off', 'off', 'The robot does not know it in this scope and below.')]
  return [
    ...unsound,
    ...diagnoseAnswers(entry, context),
    ...diagnosePhrasings(entry, context.siblings),
    ...diagnoseOverride(entry, context.siblings),
  ]
}

function diagnoseAnswers(entry: Entry, context: DiagnosisContext): Diagnosis[] {
  const found = findShadowed(entry.answers).map(({ answerId, by }) =>
    warn(
      'never-reached',
      `answers.${entry.answers.findIndex((one) => one.id === answerId)}`,
      `${answerId} is never given: ${by} comes first.`,
    ),
  )
  if (entry.answers.length > 0 && entry.answers.every(isConditional))
    found.push(warn('no-fallback', 'answers', 'Every answer has a condition: a buyer who meets none gets nothing.'))
  entry.answers.forEach((answer, index) => {
    found.push(...diagnoseWhen(answer, `answers.${index}.when`, context), ...diagnoseTexts(answer, `answers.${index}`))
  })
  return found
}

const isConditional = (answer: Answer): boolean =>
  Object.values(answer.when ?? {}).some((value) => value !== undefined) ||
  answer.texts.every((text) => variablesIn(text).length > 0)

function diagnoseWhen({ when, id }: Answer, path: string, context: DiagnosisContext): Diagnosis[] {
  if (!when) return []
  const found: Diagnosis[] = []
  const contradiction = contradictionIn(when)
  if (contradiction) found.push(warn('contradiction', path, `${id} never holds: ${contradiction}.`))
  if (when.to !== undefined && when.to <= context.at)
    found.push(warn('expired', `${path}.to`, `${id} is past its period.`))
  if (when.validity) found.push(...diagnoseValidity(when.validity, `${path}.validity`, context))
  for (const fact of [...(when.facts ?? []), ...(when.notFacts ?? [])])
    if (!KNOWN_FACTS.has(fact)) found.push(warn('unknown-fact', path, `There is no fact ${fact}.`))
  for (const key of Object.keys(when.policy ?? {}))
    if (!KNOWN_POLICIES.has(key)) found.push(warn('unknown-policy', path, `There is no policy ${key}.`))
  return found
}

function diagnoseValidity(id: string, path: string, context: DiagnosisContext): Diagnosis[] {
  const rule = context.validities.get(id)
  if (!rule) return [warn('unknown-validity', path, `There is no period ${id}.`)]
  const end = endOf(rule)
  return end !== null && end <= context.at ? [warn('expired', path, `The period ${id} is over.`)] : []
}

function diagnoseTexts(answer: Answer, path: string): Diagnosis[] {
  const found: Diagnosis[] = []
  const texts = [
    ...answer.texts.map((text, i) => [`texts.${i}`, text] as const),
    ...answer.textsEn.map((text, i) => [`textsEn.${i}`, text] as const),
  ]
  for (const [name, text] of texts) {
    const unknown = variablesIn(text).filter((variable) => !isKnownVariable(variable))
    if (unknown.length > 0)
      found.push(warn('unknown-variable', `${path}.${name}`, `There is no variable {${unknown.join('}, {')}}.`))
    const figure = hardFigure(text)
    if (figure) found.push(warn('hard-figure', `${path}.${name}`, `"${figure}" will go stale: use a variable.`))
  }
  return found
}

// Money, percentages, discounts, days, hours: figures that the shop's rules or catalogue know better than a text does.
const FIGURE =
  /[\u00a5\uffe5$]\s*\d+(?:\.\d+)?|\d+(?:\.\d+)?\s*(?:%|\u5143|\u5757|\u6298|\u5929|\u5c0f\u65f6|\u5206\u949f|\u4e2a\u6708|\u4e2a\u5de5\u4f5c\u65e5|\u5de5\u4f5c\u65e5|\u5e74|rmb|yuan|hours?|days?|minutes?)/iu

/** The first figure in a text that looks like a price, a discount or a term. */
export function hardFigure(text: string): string | null {
  const bare = text.replace(/\{[^}]*\}/g, '')
  return FIGURE.exec(bare)?.[0] ?? null
}

function diagnosePhrasings(entry: Entry, siblings: readonly Entry[]): Diagnosis[] {
  if (entry.match === 'regex') return []
  const found: Diagnosis[] = []
  const rivals = siblings.filter(
    (one) => one.entryId !== entry.entryId && one.entryId !== entry.overrides && one.match !== 'regex',
  )
  const others = createPhrasingLookup(
    rivals.flatMap((one) => one.phrasings.map((phrasing) => ({ entryId: one.entryId, phrasing }))),
  )
  entry.phrasings.forEach((phrasing, index) => {
    const path = `phrasings.${index}`
    const [twin] = others.twins(phrasing, NEAR)
    if (twin) found.push({ ...twinOf(path, phrasing, twin), other: twin.entryId })
    const before = createPhrasingLookup(
      entry.phrasings.slice(0, index).map((text) => ({ entryId: entry.entryId, phrasing: text })),
    )
    const [own] = before.twins(phrasing, NEAR)
    if (own) found.push(twinOf(path, phrasing, own))
  })
  return found
}

const twinOf = (path: string, phrasing: string, twin: { phrasing: string; distance: number }): Diagnosis =>
  twin.distance === 0
    ? warn('duplicate-phrasing', path, `"${phrasing}" stands elsewhere as "${twin.phrasing}".`)
    : warn('near-duplicate-phrasing', path, `"${phrasing}" is nearly "${twin.phrasing}".`)

function diagnoseOverride(entry: Entry, siblings: readonly Entry[]): Diagnosis[] {
  if (!entry.overrides || siblings.some((one) => one.entryId === entry.overrides)) return []
  return [warn('unknown-scenario', 'overrides', `There is no scenario ${entry.overrides}.`)]
}

const warn = (code: Diagnosis['code'], path: string, message: string): Diagnosis => ({
  severity: 'warning',
  code,
  path,
  message,
})
