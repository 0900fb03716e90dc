import readSheets from 'read-excel-file/node'
import { guardZip } from '../guard-zip.ts'
import { refusedFile } from '../zip-directory.ts'
import { type Block, rowBlocks } from './block.ts'

const MAX_UNPACKED_BYTES = 16 * 1024 * 1024

/** Each sheet under its name, row by row. */
export async function readWorkbook(bytes: Buffer): Promise<Block[]> {
  guardZip(bytes, MAX_UNPACKED_BYTES)
  const sheets = await readSheets(bytes, { trim: true, parseNumber: (text: string) => text }).catch(
    (error: unknown) => {
      throw refusedFile('is not a workbook', error)
    },
  )
  return sheets.flatMap(({ sheet, data: rows }): Block[] => [
    { kind: 'heading', level: 1, text: sheet },
    ...rowBlocks(rows.map((cells) => cells.map(cellText))),
  ])
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return ''
  return value instanceof Date ? value.toISOString().slice(0, 10) : String(value)
}
