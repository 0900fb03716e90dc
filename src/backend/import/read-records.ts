import type { MirrorKind } from '../../shop/index.ts'
import { COLUMNS, type Column } from './columns.ts'
import type { ImportProblem } from './import-problem.ts'
import { type Cell, type CellOptions, type CellValue, readCell } from './read-cell.ts'

/** One row with its values by field name; `isWhole` is false when a cell of it could not be read. */
export interface ImportRecord {
  readonly row: number
  readonly values: Readonly<Record<string, CellValue>>
  readonly isWhole: boolean
}

export interface ReadRecords {
  readonly records: readonly ImportRecord[]
  readonly problems: readonly ImportProblem[]
  /** Headers that mean nothing to us. */
  readonly ignored: readonly string[]
}

interface ImportTable {
  readonly file: string
  readonly kind: MirrorKind
  readonly head: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
}

interface Place {
  readonly field: string
  readonly header: string
  readonly index: number
  readonly column: Column
}

export function readRecords(table: ImportTable, options: CellOptions): ReadRecords {
  const { places, problems } = placeColumns(table)
  if (problems.length > 0) return { records: [], problems, ignored: [] }
  const found: ImportProblem[] = []
  const records: ImportRecord[] = []
  for (const [index, cells] of table.rows.entries()) {
    if (cells.every((cell) => cell === null || cell === '')) continue
    const before = found.length
    // The header is row 1.
    const row = index + 2
    const values = Object.fromEntries(
      places.map((place) => [place.field, readPlace({ table, cells, row, found, options }, place)]),
    )
    records.push({ row, values, isWhole: found.length === before })
  }
  const known = new Set(places.map((place) => place.header))
  return { records, problems: found, ignored: table.head.filter((header) => header !== '' && !known.has(header)) }
}

function placeColumns({ file, kind, head }: ImportTable): { places: Place[]; problems: ImportProblem[] } {
  const places: Place[] = []
  const problems: ImportProblem[] = []
  for (const [field, column] of Object.entries(COLUMNS.kinds[kind])) {
    const names = column.names.map(plain)
    const matches = head.flatMap((header, index) => (names.includes(plain(header)) ? [{ header, index }] : []))
    const [match, doubled] = matches
    if (doubled)
      problems.push({
        file,
        row: 1,
        column: doubled.header,
        code: 'doubled-column',
        message: `stands twice: ${column.names[0]}`,
      })
    else if (match) places.push({ field, column, ...match })
    else if (column.required)
      problems.push({
        file,
        row: 1,
        column: null,
        code: 'missing-column',
        message: `needs one of: ${column.names.join(', ')}`,
      })
  }
  return { places, problems }
}

const plain = (header: string): string => header.toLowerCase().replaceAll(/[\s_()\uff08\uff09-]/g, '')

interface RowReading {
  readonly table: ImportTable
  readonly cells: readonly Cell[]
  readonly row: number
  readonly found: ImportProblem[]
  readonly options: CellOptions
}

function readPlace({ table, cells, row, found, options }: RowReading, { header, index, column }: Place): CellValue {
  const at = { file: table.file, row, column: header }
  const value = readCell(cells[index] ?? null, column.type, options)
  if (!value.ok) {
    found.push({ ...at, ...value.problem })
    return null
  }
  if (value.value === null && column.required) found.push({ ...at, code: 'required', message: 'must not be empty' })
  return value.value
}
