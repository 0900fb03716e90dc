import { parse } from 'csv-parse/sync'
import readWorkbook from 'read-excel-file/node'
import { XiaoerError } from '../kernel/errors.ts'
import { guardZip, MAX_FILE_BYTES } from './guard-zip.ts'
import { columnNamed, headerOf, type SheetName, type TableWords } from './table-columns.ts'

export type TableFormat = 'xlsx' | 'csv'
const MAX_ROWS = 10_000

export interface TableFile {
  readonly bytes: Buffer
  readonly format: TableFormat
  readonly words: TableWords
}

export interface RawRow {
  /** As the person's program numbers it; 1 is the first line of the file. */
  readonly row: number
  readonly cells: readonly string[]
}
type RawSheets = Record<SheetName, RawRow[]>

/** Our own template (its two kinds of rows apart), or a table that an owner made himself: its first row is the header. */
export type Grid =
  /** `strays`: rows of a long table that are neither question nor answer. */
  | { readonly kind: 'template'; readonly sheets: RawSheets; readonly strays: readonly RawRow[] }
  | { readonly kind: 'own'; readonly rows: readonly RawRow[] }

/** Throws 422 for what is no such file, empty or too large. */
export async function readGrid(file: TableFile): Promise<Grid> {
  if (file.bytes.length > MAX_FILE_BYTES) throw unreadable('is too large')
  const grid = file.format === 'xlsx' ? await readSheets(file) : readCsv(file)
  const rows = grid.kind === 'own' ? grid.rows.length : grid.sheets.questions.length + grid.sheets.answers.length
  if (rows === 0) throw unreadable('is empty')
  if (rows > MAX_ROWS) throw unreadable(`has ${rows} rows, at most ${MAX_ROWS} are read`)
  return grid
}

async function readSheets({ bytes, words }: TableFile): Promise<Grid> {
  guardZip(bytes)
  try {
    const found = await readWorkbook(bytes, { trim: false, parseNumber: (text: string) => text })
    const rowsOf = (one: (typeof found)[number] | undefined) =>
      (one?.data ?? []).map((cells, index) => ({ row: index + 1, cells: cells.map(cellText) }))
    const sheet = (name: SheetName) => {
      const names = [name, words.sheets[name].zh, words.sheets[name].en].map((text) => text.toLowerCase())
      return rowsOf(found.find((each) => names.includes(each.sheet.trim().toLowerCase())))
    }
    const sheets = { questions: sheet('questions'), answers: sheet('answers') }
    const isTemplate = sheets.questions[0]?.cells.some((cell) => columnNamed(cell, ['entryId'], words)) ?? false
    if (isTemplate) return { kind: 'template', sheets, strays: [] }
    return { kind: 'own', rows: found.map(rowsOf).find((rows) => rows.length > 0) ?? [] }
  } catch (error) {
    if (error instanceof XiaoerError) throw error
    throw unreadable('is not a workbook', error)
  }
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return ''
  return value instanceof Date ? value.toISOString() : String(value)
}

/** In our template the column `record` says of which kind a row is; without it the table is the owner's own. */
function readCsv({ bytes, words }: TableFile): Grid {
  const rows = parseCsv(bytes)
  const header = rows[0]
  if (!header) throw unreadable('is empty')
  const names = ['record', headerOf('record', words, 'zh'), headerOf('record', words, 'en')]
  const at = header.cells.findIndex((cell) => names.includes(cell.trim().toLowerCase()))
  if (at < 0) return { kind: 'own', rows }
  const of = (name: SheetName) => {
    const record = name.slice(0, -1)
    return [header, ...rows.slice(1).filter(({ cells }) => recordOf(cells[at] ?? '', words) === record)]
  }
  const sheets = { questions: of('questions'), answers: of('answers') }
  const isRead = new Set([...sheets.questions, ...sheets.answers])
  const strays = rows.filter((row) => !isRead.has(row) && row.cells.some((cell) => cell.trim() !== ''))
  return { kind: 'template', sheets, strays }
}

function recordOf(cell: string, words: TableWords): string {
  const text = cell.trim().toLowerCase()
  if ([words.sheets.questions.zh, 'questions', 'question'].includes(text)) return 'question'
  return [words.sheets.answers.zh, 'answers', 'answer'].includes(text) ? 'answer' : text
}

function parseCsv(bytes: Buffer): RawRow[] {
  try {
    const text = decodeText(bytes)
    return parseCells(text, delimiterOf(text))
  } catch (error) {
    throw unreadable('is not a CSV file in UTF-8 or GB 18030', error)
  }
}

/** Lines of cells, numbered as the file's rows. Throws for quotes that never end. */
export function parseCells(text: string, delimiter: string): RawRow[] {
  const rows: string[][] = parse(text, { relax_column_count: true, relax_quotes: true, delimiter, to: MAX_ROWS + 2 })
  return rows.map((cells, index) => ({ row: index + 1, cells }))
}

/** Excel of some countries writes semicolons, "Unicode text" tabs. */
function delimiterOf(text: string): string {
  const [header = ''] = text.split('\n', 1)
  return [',', '\t', ';'].find((one) => header.includes(one)) ?? ','
}

/** Chinese Excel saves CSV in GB 18030 unless told otherwise. */
export function decodeText(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030', { fatal: true }).decode(bytes)
  }
}

export const unreadable = (why: string, cause?: unknown): XiaoerError =>
  new XiaoerError({ code: 'unprocessable', field: 'file', message: `The file ${why}.` }, { cause })
