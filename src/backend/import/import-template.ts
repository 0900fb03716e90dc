import { stringify } from 'csv-stringify/sync'
import writeWorkbook from 'write-excel-file/node'
import type { MirrorKind } from '../../shop/index.ts'
import { COLUMNS } from './columns.ts'

export interface TemplateWanted {
  readonly kind: MirrorKind
  readonly format: 'csv' | 'xlsx'
  readonly language: 'zh' | 'en'
}

const WIDE = 24

/** An empty table with the headers that `readImport` knows, those that it must have first. */
export async function importTemplate({ kind, format, language }: TemplateWanted): Promise<Buffer> {
  const columns = Object.values(COLUMNS.kinds[kind]).toSorted((a, b) => Number(b.required) - Number(a.required))
  const names = columns.map((column) => column.names[language === 'zh' ? 1 : 0] ?? column.names[0] ?? '')
  // Excel reads UTF-8 only with the mark in front.
  if (format === 'csv') return Buffer.from(`\ufeff${stringify([names])}`)
  const header = names.map((value, at) => ({
    value,
    ...(columns[at]?.required === true && { fontWeight: 'bold' as const }),
  }))
  return writeWorkbook([
    { sheet: kind, columns: names.map(() => ({ width: WIDE })), stickyRowsCount: 1, data: [header] },
  ]).toBuffer()
}
