import { type OwnField, type OwnWords, proposeColumns, stageNamed } from './own-columns.ts'
import { EMPTY_CELL, type Pair, pairProblem } from './pair.ts'
import type { RawRow } from './read-grid.ts'
import type { TableProblem } from './table-columns.ts'

/** How the table was read: shown to its owner, who may say it otherwise. */
export interface OwnTable {
  readonly header: readonly string[]
  readonly columns: readonly (OwnField | null)[]
  /** The first few, below the header. */
  readonly rows: readonly (readonly string[])[]
}

interface Reading {
  readonly words: OwnWords
  /** As the owner said, by position; absent = proposed by the names of the header. */
  readonly columns?: readonly (OwnField | null)[] | undefined
}

export interface ReadPairs {
  readonly pairs: readonly Pair[]
  readonly problems: readonly TableProblem[]
}

const MAX_COLUMNS = 60
const SHOWN_ROWS = 4
const SHOWN_TEXT = 200

/** A table with a header that is not ours → pairs; without a column of questions and one of answers nothing is read. */
export function readOwnTable(rows: readonly RawRow[], reading: Reading): ReadPairs & { readonly table: OwnTable } {
  const [first, ...lines] = rows
  const header = (first?.cells ?? []).slice(0, MAX_COLUMNS).map((cell) => cell.trim().slice(0, SHOWN_TEXT))
  const proposed = proposeColumns(header, reading.words)
  const columns = header.map((_, at) => (reading.columns ? (reading.columns[at] ?? null) : (proposed[at] ?? null)))
  const filled = lines.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
  const shown = filled.slice(0, SHOWN_ROWS).map(({ cells }) => header.map((_, at) => shortened(cells[at] ?? '')))
  const table = { header, columns, rows: shown }
  const missing = (['question', 'answer'] as const).filter((field) => !columns.includes(field))
  if (missing.length > 0) {
    const problems = missing.map((field) => pairProblem(first?.row ?? 1, field, 'No column holds this.'))
    return { pairs: [], problems, table }
  }
  return { ...readLines(filled, columns, reading.words), table }
}

const shortened = (cell: string): string => cell.trim().slice(0, SHOWN_TEXT)

function readLines(rows: readonly RawRow[], columns: OwnTable['columns'], words: OwnWords): ReadPairs {
  const problems: TableProblem[] = []
  const pairs: Pair[] = []
  for (const { row, cells } of rows) {
    const texts = (field: OwnField) =>
      columns
        .flatMap((column, at) => (column === field ? [(cells[at] ?? '').trim()] : []))
        .filter((text) => text !== '')
    const [question, answer] = [texts('question')[0], texts('answer')[0]]
    if (question && answer) {
      const phrasings = texts('phrasings').flatMap((cell) => parts(cell, words))
      const stages = texts('stages').flatMap((cell) => parts(cell, words).map((name) => stageNamed(name, words)))
      pairs.push({ row, question: oneLine(question), phrasings, answer, topic: texts('topic')[0] ?? '', stages })
    } else problems.push(pairProblem(row, question ? 'answer' : 'question', EMPTY_CELL))
  }
  return { pairs, problems }
}

const oneLine = (text: string): string => text.replace(/\s*\r?\n\s*/g, ' ')

function parts(cell: string, { separators }: OwnWords): string[] {
  const marks = new Set([...separators, '\n', '\r'])
  return [...cell]
    .map((character) => (marks.has(character) ? '\n' : character))
    .join('')
    .split('\n')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}
