import { type CommerceEvent, type MirrorKind, parseDocument } from '../../shop/index.ts'
import { buildDocuments } from './build-documents.ts'
import { kindOfFile } from './columns.ts'
import type { ImportProblem } from './import-problem.ts'
import { readRecords } from './read-records.ts'
import { type ImportFile, readRows } from './read-rows.ts'

export interface ImportOptions {
  /** The instant of the import, epoch ms: `updatedAt` of what says none. */
  readonly at: number
  readonly currency?: string
  /** Of times without a zone; China by default. */
  readonly timeZoneOffsetMinutes?: number
  /** One problem anywhere, and nothing is imported. */
  readonly isAllOrNothing?: boolean
}

export interface ImportReading {
  readonly events: readonly CommerceEvent[]
  readonly problems: readonly ImportProblem[]
  /** Columns that were not understood, as `file: header`; nothing of them is imported. */
  readonly ignored: readonly string[]
}

/** Reads whole files into documents. Never throws for what is in them: everything that was not read is in `problems`. */
export async function readImport(files: readonly ImportFile[], options: ImportOptions): Promise<ImportReading> {
  const readings = await Promise.all(files.map((file) => readFile(file, options)))
  const problems = readings.flatMap((reading) => reading.problems)
  const isRefused = options.isAllOrNothing === true && problems.length > 0
  return {
    events: isRefused ? [] : readings.flatMap((reading) => reading.events),
    problems,
    ignored: readings.flatMap((reading) => reading.ignored),
  }
}

async function readFile(file: ImportFile, options: ImportOptions): Promise<ImportReading> {
  const kind = kindOfFile(file.name)
  const whole = { file: file.name, row: null, column: null }
  if (!kind)
    return refusal({
      ...whole,
      code: 'unknown-file',
      message: 'the name says none of products, orders, parcels, refunds, coupons, buyers',
    })
  const content = await readRows(file)
  if (!content.ok) return refusal({ ...whole, code: 'unreadable-file', message: content.problem })
  if (content.value.kind === 'items') return readItems(file.name, kind, content.value.items)
  const { timeZoneOffsetMinutes = 480, currency = 'CNY', at } = options
  const read = readRecords({ ...content.value, file: file.name, kind }, { timeZoneOffsetMinutes })
  const built = buildDocuments(read.records, { file: file.name, kind, currency, at })
  const problems = [...read.problems, ...built.problems].sort((one, other) => (one.row ?? 0) - (other.row ?? 0))
  return { events: built.events, problems, ignored: read.ignored.map((header) => `${file.name}: ${header}`) }
}

const refusal = (problem: ImportProblem): ImportReading => ({ events: [], problems: [problem], ignored: [] })

/** JSON files hold the documents of `src/shop/commerce.ts` as they are. */
function readItems(file: string, kind: MirrorKind, items: readonly unknown[]): ImportReading {
  const events: CommerceEvent[] = []
  const problems: ImportProblem[] = []
  for (const [index, item] of items.entries()) {
    const parsed = parseDocument(kind, item)
    if (parsed.ok) events.push(parsed.value)
    else
      problems.push({
        file,
        row: index + 1,
        column: parsed.problem.field,
        code: 'not-valid',
        message: parsed.problem.message,
      })
  }
  return { events, problems, ignored: [] }
}
