import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TableWords, tableWords } from './table-columns.ts'

/** Names of sheets and columns, from packs/general/import-columns.json. Throws when the file is absent or broken. */
export async function loadTableWords(packsDir: string): Promise<TableWords> {
  return tableWords.parse(JSON.parse(await readFile(join(packsDir, 'general/import-columns.json'), 'utf8')))
}
