import { parse as parseCsv } from 'csv-parse/sync'
import readExcelFile from 'read-excel-file/node'
import { done, failed, type Result } from '../../kernel/result.ts'
import { guardZip } from '../../knowledge/index.ts'
import type { Cell } from './read-cell.ts'

/** A file as it came: its name says what is in it. */
export interface ImportFile {
  readonly name: string
  readonly bytes: Buffer
}

export type FileContent =
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly Cell[])[] }
  | { readonly kind: 'items'; readonly items: readonly unknown[] }

const MOST_ROWS = 200_000

/** CSV (UTF-8 or GB18030), the first sheet of an XLSX, or JSON (an array, or an object that holds one array). */
export async function readRows(file: ImportFile): Promise<Result<FileContent, string>> {
  try {
    const content = await readByEnding(file)
    if (content === null) return failed('only .csv, .xlsx and .json files are read')
    const count = content.kind === 'table' ? content.rows.length : content.items.length
    return count > MOST_ROWS ? failed(`more than ${MOST_ROWS} rows`) : done(content)
  } catch (error) {
    // The parsers throw for what the merchant uploaded; that is an answer to him and no fault of ours.
    return failed(error instanceof Error ? error.message.slice(0, 200) : 'not readable')
  }
}

async function readByEnding({ name, bytes }: ImportFile): Promise<FileContent | null> {
  if (/\.csv$/i.test(name)) return toTable(readCsv(bytes))
  if (/\.xlsx$/i.test(name)) return toTable(await readSheet(bytes))
  if (/\.json$/i.test(name)) return { kind: 'items', items: itemsIn(JSON.parse(decode(bytes))) }
  return null
}

const readCsv = (bytes: Buffer): Cell[][] =>
  parseCsv(decode(bytes), { bom: true, relaxColumnCount: true, skipEmptyLines: false, trim: true })

// Taobao's and Excel's own exports in China are GBK; UTF-8 is tried first and refuses what is not.
function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030', { fatal: true }).decode(bytes)
  }
}

async function readSheet(bytes: Buffer): Promise<Cell[][]> {
  guardZip(bytes)
  const [sheet] = await readExcelFile(bytes)
  return (sheet?.data ?? []).map((row) => row.map(toCell))
}

const toCell = (value: unknown): Cell =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value instanceof Date
    ? value
    : null

function toTable([head, ...rows]: Cell[][]): FileContent {
  if (!head) throw new Error('the file is empty')
  return { kind: 'table', head: head.map((cell) => String(cell ?? '').trim()), rows }
}

function itemsIn(value: unknown): unknown[] {
  const items = listIn(value)
  if (items.some((item) => typeof item !== 'object' || item === null || Array.isArray(item)))
    throw new Error('expected an array of objects')
  return items
}

function listIn(value: unknown): unknown[] {
  if (Array.isArray(value)) return value
  const lists = typeof value === 'object' && value !== null ? Object.values(value).filter(Array.isArray) : []
  if (lists.length !== 1 || !lists[0]) throw new Error('expected an array, or an object with one array')
  return lists[0]
}
