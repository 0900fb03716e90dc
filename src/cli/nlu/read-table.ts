import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { UsageProblem } from '../usage-problem.ts'

export type TableRow = Readonly<Record<string, string>>

const jsonRow = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))

/** Rows of one or more files with commas between them: TSV with a line of column names, or JSON Lines (`.jsonl`, `.ndjson`). */
export const readTable = (files: string): readonly TableRow[] =>
  files.split(',').flatMap((file) => readOne(file.trim()))

function readOne(file: string): readonly TableRow[] {
  const lines = readText(file)
    .replace(/^\u{feff}/u, '')
    .split(/\r?\n/)
  return /\.(jsonl|ndjson)$/.test(file)
    ? lines.flatMap((line, at) => readJson(line, { file, at }))
    : readTsv(lines, file)
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new UsageProblem(`${file} cannot be read`, { cause: error })
  }
}

function readJson(line: string, place: { readonly file: string; readonly at: number }): readonly TableRow[] {
  if (line.trim() === '') return []
  const where = `${place.file}, line ${place.at + 1}`
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (error) {
    throw new UsageProblem(`${where}: no JSON`, { cause: error })
  }
  const row = jsonRow.safeParse(value)
  if (!row.success) throw new UsageProblem(`${where}: not an object of texts and numbers`)
  return [Object.fromEntries(Object.entries(row.data).map(([key, cell]) => [key, String(cell ?? '')]))]
}

function readTsv([head = '', ...lines]: readonly string[], file: string): readonly TableRow[] {
  const columns = head.split('\t')
  return lines.flatMap((line, at) => {
    if (line === '') return []
    const cells = line.split('\t')
    if (cells.length > columns.length)
      throw new UsageProblem(`${file}, line ${at + 2}: ${cells.length} columns, the first line has ${columns.length}`)
    return [Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? '']))]
  })
}

/** Throws a UsageProblem that names the columns there are. */
export function requireColumn(rows: readonly TableRow[], column: string, file: string): void {
  const [first] = rows
  if (!first) throw new UsageProblem(`${file}: there are no rows`)
  if (!(column in first))
    throw new UsageProblem(`${file}: no column ${column}; there are ${Object.keys(first).join(', ')}`)
}
