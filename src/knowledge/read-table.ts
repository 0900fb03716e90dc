import { parse } from 'csv-parse/sync'
import readWorkbook from 'read-excel-file/node'
import { XiaoerError } from '../kernel/errors.ts'
import { guardZip, MAX_FILE_BYTES } from './guard-zip.ts'
import {
  type Column,
  columnNamed,
  headerOf,
  SHEETS,
  type SheetName,
  type Table,
  type TableProblem,
  type TableRow,
  type TableWords,
} from './table-columns.ts'

export type TableFormat = 'xlsx' | 'csv'
export const MAX_ROWS = 10_000

export interface TableFile {
  readonly bytes: Buffer
  readonly format: TableFormat
  readonly words: TableWords
}

/** A file → rows. Throws 422 for what is no such file or too large; a header nobody knows is a problem of row 1. */
export async function readTable(file: TableFile): Promise<{ table: Table; problems: TableProblem[] }> {
  if (file.bytes.length > MAX_FILE_BYTES) throw unreadable('is too large')
  const problems: TableProblem[] = []
  const sheets = file.format === 'xlsx' ? await readSheets(file) : readCsv(file)
  const rows = sheets.questions.length + sheets.answers.length
  if (rows > MAX_ROWS) throw unreadable(`has ${rows} rows, at most ${MAX_ROWS} are read`)
  const table = {
    questions: nameCells('questions', sheets.questions, { words: file.words, problems }),
    answers: nameCells('answers', sheets.answers, { words: file.words, problems }),
  }
  return { table, problems }
}

interface RawRow {
  readonly row: number
  readonly cells: readonly string[]
}
type RawSheets = Record<SheetName, RawRow[]>

async function readSheets({ bytes, words }: TableFile): Promise<RawSheets> {
  guardZip(bytes)
  try {
    const found = await readWorkbook(bytes, { trim: false, parseNumber: (text: string) => text })
    const sheet = (name: SheetName) => {
      const names = [name, words.sheets[name].zh, words.sheets[name].en].map((text) => text.toLowerCase())
      const one = found.find((each) => names.includes(each.sheet.trim().toLowerCase()))
      return (one?.data ?? []).map((cells, index) => ({ row: index + 1, cells: cells.map(cellText) }))
    }
    const sheets = { questions: sheet('questions'), answers: sheet('answers') }
    if (sheets.questions.length === 0) throw unreadable(`has no sheet ${words.sheets.questions.zh} (questions)`)
    return sheets
  } catch (error) {
    if (error instanceof XiaoerError) throw error
    throw unreadable('is not a workbook', error)
  }
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return ''
  return value instanceof Date ? value.toISOString() : String(value)
}

/** One long table: the column `record` says of which kind a row is. */
function readCsv({ bytes, words }: TableFile): RawSheets {
  const rows = parseCsv(bytes)
  const header = rows[0]
  if (!header) throw unreadable('is empty')
  const names = ['record', headerOf('record', words, 'zh'), headerOf('record', words, 'en')]
  const at = header.cells.findIndex((cell) => names.includes(cell.trim().toLowerCase()))
  if (at < 0) throw unreadable(`has no column ${headerOf('record', words, 'zh')} (record)`)
  const of = (name: SheetName) => {
    const record = name.slice(0, -1)
    return [header, ...rows.slice(1).filter(({ cells }) => recordOf(cells[at] ?? '', words) === record)]
  }
  return { questions: of('questions'), answers: of('answers') }
}

function recordOf(cell: string, words: TableWords): string {
  const text = cell.trim().toLowerCase()
  if ([words.sheets.questions.zh, 'questions', 'question'].includes(text)) return 'question'
  return [words.sheets.answers.zh, 'answers', 'answer'].includes(text) ? 'answer' : text
}

function parseCsv(bytes: Buffer): RawRow[] {
  try {
    const rows: string[][] = parse(decode(bytes), { relax_column_count: true, to: MAX_ROWS + 2 })
    return rows.map((cells, index) => ({ row: index + 1, cells }))
  } catch (error) {
    throw unreadable('is not a CSV file in UTF-8 or GB 18030', error)
  }
}

/** Chinese Excel saves CSV in GB 18030 unless told otherwise. */
function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030', { fatal: true }).decode(bytes)
  }
}

interface Naming {
  readonly words: TableWords
  readonly problems: TableProblem[]
}

function nameCells(sheet: SheetName, rows: readonly RawRow[], { words, problems }: Naming): TableRow[] {
  const [header, ...lines] = rows
  if (!header) return []
  const foreign = new Set(Object.values(words.columns).flatMap((one) => [one.zh, one.en]))
  const columns = header.cells.map((cell): Column | undefined => {
    const column = columnNamed(cell, SHEETS[sheet], words)
    // In the long form every row has the columns of both kinds.
    if (!column && cell.trim() !== '' && !foreign.has(cell.trim()) && !isColumn(cell.trim()))
      problems.push({ sheet, row: header.row, column: cell, message: 'There is no such column.' })
    return column
  })
  return lines
    .filter(({ cells }) => cells.some((cell) => cell !== ''))
    .map(({ row, cells }) => {
      const named = cells.flatMap((cell, index) => {
        const column = columns[index]
        return column && cell !== '' ? [[column, cell] as const] : []
      })
      return { row, cells: new Map(named) }
    })
}

const isColumn = (name: string): boolean =>
  name === 'record' || Object.values(SHEETS).some((columns) => columns.some((column) => column === name))

const unreadable = (why: string, cause?: unknown): XiaoerError =>
  new XiaoerError({ code: 'unprocessable', field: 'file', message: `The file ${why}.` }, { cause })
