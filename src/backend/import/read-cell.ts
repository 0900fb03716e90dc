import { done, failed, type Result } from '../../kernel/result.ts'
import { COLUMNS, type Column, type WordKind } from './columns.ts'
import type { ImportProblemCode } from './import-problem.ts'

/** A cell as the file reader gives it; Excel knows numbers, dates and booleans. */
export type Cell = string | number | boolean | Date | null

export interface CellOptions {
  /** Of times that say no zone (spreadsheets). */
  readonly timeZoneOffsetMinutes: number
}

type Refusal = { readonly code: ImportProblemCode; readonly message: string }
export type CellValue = string | number | boolean | string[] | Record<string, string> | null

/** The value of a cell, null when it is empty. Money comes out in minor units, times as epoch ms. */
export function readCell(cell: Cell, type: Column['type'], options: CellOptions): Result<CellValue, Refusal> {
  if (cell === null || (typeof cell === 'string' && cell.trim() === '')) return done(null)
  const text = typeof cell === 'string' ? cell.trim() : String(cell)
  switch (type) {
    case 'text':
      return isRounded(cell) ? failed({ code: 'not-valid', message: ROUNDED }) : done(text)
    case 'money':
      return readMoney(text)
    case 'integer':
      return /^\d{1,12}$/.test(text) ? done(Number(text)) : refuse('not-integer', text)
    case 'instant':
      return readInstant(cell, options)
    case 'list':
      return done(splitList(text))
    case 'pairs':
      return readPairs(text)
    default:
      return readWord(text, type)
  }
}

const ROUNDED = 'the spreadsheet has rounded this long number: format the column as text and export again'

// A 19-digit order number in a number cell has lost its last digits before it came to us.
const isRounded = (cell: Cell): boolean =>
  typeof cell === 'number' && Number.isInteger(cell) && !Number.isSafeInteger(cell)

// Wide punctuation is written as escapes: comma FF0C, semicolon FF1B, enumeration comma 3001, colon FF1A, yen FFE5.
const refuse = (code: ImportProblemCode, text: string): Result<never, Refusal> =>
  failed({ code, message: `cannot be read: ${text.slice(0, 80)}` })

// In steps of text: 19.9 * 100 is not 1990 in binary.
function readMoney(text: string): Result<number, Refusal> {
  const parts = /^[\u00a5\uffe5]?(\d{1,9})(?:\.(\d{1,2}))?$/.exec(text.replaceAll(',', ''))
  if (!parts) return refuse('not-money', text)
  return done(Number(parts[1]) * 100 + Number((parts[2] ?? '').padEnd(2, '0')))
}

const LOCAL = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?$/
const ZONED = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/
const MINUTE_MS = 60_000

function readInstant(cell: Cell, { timeZoneOffsetMinutes }: CellOptions): Result<number, Refusal> {
  // A spreadsheet's date has no zone; the reader hands it out as if it were UTC.
  if (cell instanceof Date) return done(cell.getTime() - timeZoneOffsetMinutes * MINUTE_MS)
  if (typeof cell === 'number' && Number.isInteger(cell) && cell > 0) return done(cell)
  const text = String(cell).trim()
  if (ZONED.test(text)) return checked(Date.parse(text), text)
  if (/^\d{12,13}$/.test(text)) return done(Number(text))
  const local = LOCAL.exec(text)
  if (!local) return refuse('not-a-time', text)
  const [year, month, day, hour, minute, second] = local.slice(1).map((part) => Number(part ?? 0))
  const at = Date.UTC(year ?? 0, (month ?? 0) - 1, day, hour, minute, second)
  // Date.UTC turns the 31st of February into March: what does not come back as it went in is no date.
  if (new Date(at).getUTCDate() !== day || (hour ?? 0) > 23 || (minute ?? 0) > 59) return refuse('not-a-time', text)
  return checked(at - timeZoneOffsetMinutes * MINUTE_MS, text)
}

const checked = (at: number, text: string): Result<number, Refusal> =>
  Number.isFinite(at) && at >= 0 ? done(at) : refuse('not-a-time', text)

const splitList = (text: string): string[] =>
  text
    .split(/[,;|\uff0c\uff1b\u3001]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')

function readPairs(text: string): Result<Record<string, string>, Refusal> {
  const pairs: [string, string][] = []
  for (const part of text.split(/[;\uff1b\n]/).filter((each) => each.trim() !== '')) {
    const split = /^([^:=\uff1a]+)[:=\uff1a](.+)$/s.exec(part.trim())
    if (!split?.[1] || !split[2]) return refuse('not-pairs', part)
    pairs.push([split[1].trim(), split[2].trim()])
  }
  return done(Object.fromEntries(pairs))
}

function readWord(text: string, kind: WordKind): Result<string | boolean, Refusal> {
  const found = Object.entries(COLUMNS.words[kind]).find(([, words]) => words.includes(text.toLowerCase()))
  if (!found) return refuse('unknown-word', text)
  return done(kind === 'boolean' ? found[0] === 'true' : found[0])
}
