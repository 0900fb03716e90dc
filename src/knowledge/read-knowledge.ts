import type { ImportedEntry } from './import.store.ts'
import { OWN_FIELDS, type OwnField, type OwnWords } from './own-columns.ts'
import { pairsToEntries } from './pairs-to-entries.ts'
import { decodeText, parseCells, type RawRow, readGrid, type TableFormat, unreadable } from './read-grid.ts'
import { type OwnTable, readOwnTable } from './read-own-table.ts'
import { readPasted } from './read-pasted.ts'
import { readTable } from './read-table.ts'
import { MAX_FILE_BYTES } from './guard-zip.ts'
import type { TableProblem, TableWords } from './table-columns.ts'
import { tableToEntries } from './table-to-entries.ts'

export type KnowledgeFormat = TableFormat | 'text'

interface KnowledgeFile {
  readonly bytes: Buffer
  readonly format: KnowledgeFormat
  readonly words: TableWords
  /** Makes the ids of new entries: the same question in the same scope is the same entry. */
  readonly scopeId: string
  /** Of a table that is not our template; absent = proposed by its header. */
  readonly columns?: readonly (OwnField | null)[] | undefined
}

export interface ReadKnowledge {
  readonly imported: readonly ImportedEntry[]
  readonly problems: readonly TableProblem[]
  /** How a table that is not our template was read. */
  readonly table: OwnTable | null
}

/** Our template, any table with a header, or running text → entries; what cannot be read is a problem with its row. */
export async function readKnowledge(file: KnowledgeFile): Promise<ReadKnowledge> {
  const { bytes, format, words, scopeId } = file
  if (format === 'text') return readText(file)
  const grid = await readGrid({ bytes, format, words })
  if (grid.kind === 'own') return readRows(grid.rows, file)
  const { table, problems } = readTable(grid.sheets, words)
  const found = tableToEntries(table, scopeId)
  const strays = grid.strays.map(({ row }) => ({
    sheet: 'questions' as const,
    row,
    column: 'record',
    message: NO_RECORD,
  }))
  return { imported: found.entries, problems: [...problems, ...strays, ...found.problems], table: null }
}

const NO_RECORD = 'Invalid option: expected one of question|answer'

function readRows(rows: readonly RawRow[], { words, columns, scopeId }: KnowledgeFile): ReadKnowledge {
  const { pairs, problems, table } = readOwnTable(rows, { words: words.own, columns })
  const found = pairsToEntries(pairs, scopeId)
  return { imported: found.entries, problems: inOrder([...problems, ...found.problems]), table }
}

function readText(file: KnowledgeFile): ReadKnowledge {
  if (file.bytes.length > MAX_FILE_BYTES) throw unreadable('is too large')
  const text = decodeText(file.bytes)
  // What is copied out of a spreadsheet has tabs between its cells.
  const isTable = text.trimStart().split('\n', 1)[0]?.trim().includes('\t')
  if (isTable) return readRows(withHeader(cellsOf(text), file.words.own), file)
  const { pairs, problems } = readPasted(text, file.words.own)
  const found = pairsToEntries(pairs, file.scopeId)
  return { imported: found.entries, problems: inOrder([...problems, ...found.problems]), table: null }
}

function cellsOf(text: string): RawRow[] {
  try {
    return parseCells(text, '\t')
  } catch (error) {
    throw unreadable('has a quotation mark that never ends', error)
  }
}

/** Cells are often copied without their header: then the first asks, the second answers, the others ask too. */
function withHeader(rows: readonly RawRow[], { fields }: OwnWords): readonly RawRow[] {
  const names = new Set(OWN_FIELDS.flatMap((field) => fields[field]))
  const cells = rows[0]?.cells ?? []
  if (cells.filter((cell) => names.has(cell.trim().toLowerCase())).length >= 2) return rows
  const named = cells.map((_, at) => ['question', 'answer'][at] ?? 'phrasings')
  return [{ row: 0, cells: named }, ...rows]
}

const inOrder = (problems: readonly TableProblem[]): TableProblem[] =>
  problems.toSorted((one, other) => one.row - other.row)
