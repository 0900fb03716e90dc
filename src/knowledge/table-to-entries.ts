import { createHash } from 'node:crypto'
import type { z } from 'zod'
import { canonicalEntry } from './canonical-entry.ts'
import { checkEntry } from './check-entry.ts'
import { type Entry, entry as entrySchema } from './entry.ts'
import { readCell, readLines } from './table-cell.ts'
import type { Column, SheetName, Table, TableProblem, TableRow } from './table-columns.ts'

export interface ReadEntries {
  readonly entries: readonly { readonly entry: Entry; readonly row: number }[]
  readonly problems: readonly TableProblem[]
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Rows → entries; whatever cannot be read is a problem with the row and column of the file. `scopeId` makes ids of new entries. */
export function tableToEntries(table: Table, scopeId: string): ReadEntries {
  const problems: TableProblem[] = []
  const questions = gather(table.questions, ['entryId'], { sheet: 'questions', problems })
  const answers = gather(numbered(table.answers), ['entryId', 'answerId'], { sheet: 'answers', problems })
  for (const [key, rows] of answers) {
    const id = rows[0]?.cells.get('entryId') ?? ''
    if (!questions.has(id))
      problems.push(problemAt({ sheet: 'answers', rows }, 'entryId', `There is no question ${id || key}.`))
  }
  const entries: { entry: Entry; row: number }[] = []
  for (const [id, rows] of questions) {
    const own = [...answers.values()].filter((list) => list[0]?.cells.get('entryId') === id)
    const entry = readEntry(rows, own, { scopeId, problems })
    if (entry) entries.push({ entry, row: rows[0]?.row ?? 0 })
  }
  return { entries, problems }
}

/** A row without a number of its own is one answer more: the same file read again gives it the same number. */
function numbered(rows: readonly TableRow[]): readonly TableRow[] {
  const given = new Set(rows.map(({ cells }) => `${cells.get('entryId')} ${cells.get('answerId')}`))
  const counts = new Map<string, number>()
  return rows.map((row) => {
    const id = row.cells.get('entryId')
    if (!id || row.cells.get('answerId')) return row
    let count = (counts.get(id) ?? 0) + 1
    while (given.has(`${id} a${count}`)) count += 1
    counts.set(id, count)
    return { ...row, cells: new Map([...row.cells, ['answerId' as const, `a${count}`]]) }
  })
}

interface Reading {
  readonly scopeId: string
  readonly problems: TableProblem[]
}

/** Rows of one thing, in the order of the file: a row with the same key goes on with it. */
function gather(
  rows: readonly TableRow[],
  keys: readonly Column[],
  { sheet, problems }: { sheet: SheetName; problems: TableProblem[] },
) {
  const groups = new Map<string, TableRow[]>()
  for (const row of rows) {
    const missing = keys.find((key) => !row.cells.get(key))
    if (missing) {
      problems.push(problemAt({ sheet, rows: [row] }, missing, 'This cell may not be empty.'))
      continue
    }
    const key = keys.map((column) => row.cells.get(column)).join('\n')
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  return groups
}

function readEntry(
  rows: readonly TableRow[],
  answers: readonly TableRow[][],
  { scopeId, problems }: Reading,
): Entry | null {
  const text = (column: Column) => scalar(rows, column)
  const given = text('entryId') ?? ''
  const raw = withoutUndefined({
    entryId: UUID.test(given) ? given : idFor(scopeId, given),
    overrides: text('overrides'),
    topic: text('topic'),
    kind: text('kind'),
    title: withoutUndefined({ zh: text('titleZh'), en: text('titleEn') }),
    definition: text('definition'),
    boundaries: list(rows, 'boundaries'),
    stages: list(rows, 'stages'),
    needs: text('needs'),
    attribute: text('attribute'),
    match: text('match'),
    phrasings: list(rows, 'phrasings') ?? [],
    english: list(rows, 'english'),
    negatives: list(rows, 'negatives'),
    followUp: withoutUndefined({ zh: text('followUpZh'), en: text('followUpEn') }),
    handoff: text('handoff'),
    off: text('off') === 'true' ? true : text('off'),
    answers: answers.map(readAnswer),
  })
  const checked = entrySchema.safeParse(raw)
  if (!checked.success) {
    problems.push(...checked.error.issues.map((issue) => placeIssue(issue, rows, answers)))
    return null
  }
  const entry = canonicalEntry(checked.data)
  const unsound = checkEntry(entry)
  for (const one of unsound)
    problems.push(placeIssue({ path: one.path.split('.'), message: one.message }, rows, answers))
  return unsound.length > 0 ? null : entry
}

function readAnswer(rows: readonly TableRow[]) {
  const text = (column: Column) => scalar(rows, column)
  const url = text('linkUrl')
  return withoutUndefined({
    id: text('answerId'),
    texts: list(rows, 'texts') ?? [],
    textsEn: list(rows, 'textsEn'),
    cards: list(rows, 'cards'),
    picture: text('picture'),
    link: url === undefined ? undefined : { url, title: text('linkTitle') ?? '' },
    after: text('after'),
    when: readWhen(rows),
  })
}

function readWhen(rows: readonly TableRow[]) {
  const text = (column: Column) => scalar(rows, column)
  const hours = text('whenHours')?.split('-')
  const [key, ...value] = text('whenAttribute')?.split('=') ?? []
  const when = withoutUndefined({
    stages: list(rows, 'whenStages'),
    policy: readPolicy(list(rows, 'whenPolicy')),
    facts: list(rows, 'whenFacts'),
    notFacts: list(rows, 'whenNotFacts'),
    products: list(rows, 'whenProducts'),
    categories: list(rows, 'whenCategories'),
    attribute: key === undefined ? undefined : { key, value: value.join('=') },
    channels: list(rows, 'whenChannels'),
    buyerGroups: list(rows, 'whenBuyerGroups'),
    hours: hours && { from: hours[0]?.trim(), to: hours[1]?.trim() },
    validity: text('whenValidity'),
    from: instant(text('whenFrom')),
    to: instant(text('whenTo')),
  })
  return Object.keys(when).length > 0 ? when : undefined
}

function readPolicy(lines: readonly string[] | undefined): Record<string, unknown> | undefined {
  if (!lines) return undefined
  return Object.fromEntries(
    lines.map((line) => {
      const [key = '', ...rest] = line.split('=')
      return [key.trim(), policyValue(rest.join('=').trim())]
    }),
  )
}

function policyValue(text: string): unknown {
  if (text === 'set' || text === 'unset') return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** A time without a zone would mean another moment on another machine: it is refused. */
function instant(text: string | undefined): number | string | undefined {
  if (text === undefined) return undefined
  const at = /(Z|[+-]\d\d:?\d\d)$/.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(at) ? text : at
}

function scalar(rows: readonly TableRow[], column: Column): string | undefined {
  const cell = rows.find((row) => row.cells.has(column))?.cells.get(column)
  return cell === undefined || cell === '' ? undefined : readCell(cell)
}

function list(rows: readonly TableRow[], column: Column): string[] | undefined {
  const items = rows.flatMap((row) => readLines(row.cells.get(column) ?? ''))
  return items.length > 0 ? items : undefined
}

const withoutUndefined = (record: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined))

/** The same word in the same scope is the same entry: a file may be imported again after it was corrected. */
export function idFor(scopeId: string, word: string): string {
  const hex = createHash('sha256').update(`${scopeId} ${word}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

type Issue = Pick<z.core.$ZodIssue, 'message'> & { readonly path: readonly PropertyKey[] }

function placeIssue(issue: Issue, rows: readonly TableRow[], answers: readonly TableRow[][]): TableProblem {
  const [first, second, third, fourth] = issue.path.map(String)
  if (first !== 'answers') return problemAt({ sheet: 'questions', rows }, columnOf(first, second), issue.message)
  const answerRows = answers[Number(second)]
  if (!answerRows) return problemAt({ sheet: 'questions', rows }, null, issue.message)
  return problemAt(
    { sheet: 'answers', rows: answerRows },
    third === 'when' ? `when${capital(fourth ?? '')}` : columnOf(third, fourth),
    issue.message,
  )
}

function columnOf(field: string | undefined, part: string | undefined): string | null {
  if (field === 'title' || field === 'followUp' || field === 'link') return `${field}${capital(part ?? '')}`
  return field === 'id' ? 'answerId' : (field ?? null)
}

const capital = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1)

interface Place {
  readonly sheet: SheetName
  readonly rows: readonly TableRow[]
}

const problemAt = ({ sheet, rows }: Place, column: string | null, message: string): TableProblem => ({
  sheet,
  row: rows[0]?.row ?? 1,
  column,
  message,
})
