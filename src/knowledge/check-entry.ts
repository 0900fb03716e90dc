import { XiaoerError } from '../kernel/errors.ts'
import { checkPattern } from './check-pattern.ts'
import type { Entry } from './entry.ts'

/** Something that keeps an entry from being saved. `path` is the field, `code` is stable. */
export interface EntryProblem {
  readonly path: string
  readonly code:
    | 'id-not-ours'
    | 'unsafe-pattern'
    | 'answer-id-twice'
    | 'empty-period'
    | 'too-many-literal-phrasings'
    | 'says-nothing'
  readonly message: string
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const MAX_LITERAL_PHRASINGS = 200

/** What the schema cannot say. Empty = the entry may be saved. */
export function checkEntry(entry: Entry): EntryProblem[] {
  return [...checkIdentity(entry), ...checkMatch(entry), ...checkAnswers(entry)]
}

/** Throws 422 `unprocessable` with the first problem. */
export function requireSound(entry: Entry): void {
  const [first] = checkEntry(entry)
  if (first) throw new XiaoerError({ code: 'unprocessable', field: `entry.${first.path}`, message: first.message })
}

function checkIdentity(entry: Entry): EntryProblem[] {
  const problems: EntryProblem[] = []
  if (!UUID.test(entry.entryId))
    problems.push({ path: 'entryId', code: 'id-not-ours', message: 'The id of an own entry is a UUID.' })
  if (entry.answers.length === 0 && !entry.overrides && !entry.off)
    problems.push({ path: 'answers', code: 'says-nothing', message: 'An entry needs an answer.' })
  return problems
}

function checkMatch(entry: Entry): EntryProblem[] {
  if (entry.match === 'semantic') return []
  const problems: EntryProblem[] = []
  if (entry.phrasings.length > MAX_LITERAL_PHRASINGS) {
    const message = `Exact, contained and pattern phrasings are limited to ${MAX_LITERAL_PHRASINGS}.`
    problems.push({ path: 'phrasings', code: 'too-many-literal-phrasings', message })
  }
  if (entry.match !== 'regex') return problems
  entry.phrasings.forEach((pattern, index) => {
    const why = checkPattern(pattern)
    if (why) problems.push({ path: `phrasings.${index}`, code: 'unsafe-pattern', message: `The pattern ${why}.` })
  })
  return problems
}

function checkAnswers(entry: Entry): EntryProblem[] {
  const problems: EntryProblem[] = []
  const ids = new Set<string>()
  entry.answers.forEach((answer, index) => {
    if (ids.has(answer.id))
      problems.push({
        path: `answers.${index}.id`,
        code: 'answer-id-twice',
        message: `Answer ${answer.id} stands twice.`,
      })
    ids.add(answer.id)
    const { from, to } = answer.when ?? {}
    if (from !== undefined && to !== undefined && from >= to)
      problems.push({
        path: `answers.${index}.when.to`,
        code: 'empty-period',
        message: 'The period ends before it begins.',
      })
  })
  return problems
}
