import { stringify } from 'csv-stringify/sync'
import writeWorkbook from 'write-excel-file/node'
import { cellsInOrder, entriesToTable } from './entries-to-table.ts'
import type { Entry } from './entry.ts'
import type { TableFormat } from './read-grid.ts'
import { type Column, headerOf, SHEETS, type SheetName, type TableWords } from './table-columns.ts'

interface Writing {
  readonly format: TableFormat
  readonly words: TableWords
  readonly language: 'zh' | 'en'
}

/** Entries → a file that `readKnowledge` gives back exactly. */
export async function writeTable(entries: readonly Entry[], writing: Writing): Promise<Buffer> {
  return writing.format === 'xlsx' ? writeSheets(entries, writing) : writeCsv(entries, writing)
}

const NAMES: readonly SheetName[] = ['questions', 'answers']
const WIDE: ReadonlySet<Column> = new Set(['phrasings', 'texts', 'textsEn', 'titleZh', 'entryId'])

async function writeSheets(entries: readonly Entry[], { words, language }: Writing): Promise<Buffer> {
  const table = entriesToTable(entries)
  const sheets = NAMES.map((name) => ({
    sheet: words.sheets[name][language],
    columns: SHEETS[name].map((column) => ({ width: WIDE.has(column) ? 40 : 14 })),
    stickyRowsCount: 1,
    data: [
      SHEETS[name].map((column) => ({ value: headerOf(column, words, language), fontWeight: 'bold' as const })),
      ...table[name].map((row) =>
        cellsInOrder(name, row).map((value) =>
          value === '' ? null : { value, type: String, wrap: value.includes('\n') },
        ),
      ),
    ],
  }))
  return writeWorkbook(sheets).toBuffer()
}

function writeCsv(entries: readonly Entry[], { words, language }: Writing): Buffer {
  const table = entriesToTable(entries)
  const columns: Column[] = [...new Set([...SHEETS.questions, ...SHEETS.answers])]
  const rows = NAMES.flatMap((name) =>
    table[name].map((row) => [name.slice(0, -1), ...columns.map((column) => row.cells.get(column) ?? '')]),
  )
  const header = [headerOf('record', words, language), ...columns.map((column) => headerOf(column, words, language))]
  // Excel reads UTF-8 only with the mark in front.
  return Buffer.from(`\ufeff${stringify([header, ...rows])}`)
}
