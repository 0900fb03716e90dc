import { z } from 'zod'
import { ownWords } from './own-columns.ts'

/** Columns of the two sheets, in their order. Headers in the languages of people stand in packs/general/import-columns.json. */
export const QUESTION_COLUMNS = [
  'entryId',
  'overrides',
  'topic',
  'kind',
  'titleZh',
  'titleEn',
  'definition',
  'boundaries',
  'stages',
  'needs',
  'attribute',
  'match',
  'phrasings',
  'english',
  'negatives',
  'followUpZh',
  'followUpEn',
  'handoff',
  'off',
] as const

export const ANSWER_COLUMNS = [
  'entryId',
  'answerId',
  'texts',
  'textsEn',
  'cards',
  'picture',
  'linkUrl',
  'linkTitle',
  'after',
  'whenStages',
  'whenPolicy',
  'whenFacts',
  'whenNotFacts',
  'whenProducts',
  'whenCategories',
  'whenAttribute',
  'whenChannels',
  'whenBuyerGroups',
  'whenHours',
  'whenValidity',
  'whenFrom',
  'whenTo',
] as const

export type Column = (typeof QUESTION_COLUMNS)[number] | (typeof ANSWER_COLUMNS)[number]
export const SHEETS = { questions: QUESTION_COLUMNS, answers: ANSWER_COLUMNS } as const
export type SheetName = keyof typeof SHEETS

/** A row as decoded: absent = the cell was empty. `row` is the number that a person sees in the file. */
export interface TableRow {
  readonly row: number
  readonly cells: ReadonlyMap<Column, string>
}

export type Table = Readonly<Record<SheetName, readonly TableRow[]>>

export interface TableProblem {
  readonly sheet: SheetName
  /** As the person's program numbers it; 1 is the header. */
  readonly row: number
  readonly column: string | null
  readonly message: string
}

const names = z.object({ zh: z.string(), en: z.string() })
export const tableWords = z.object({
  sheets: z.object({ questions: names, answers: names }),
  columns: z.record(z.string(), names),
  own: ownWords,
})
/** How sheets and columns are called, ours and those of owners. */
export type TableWords = z.infer<typeof tableWords>

export const headerOf = (column: Column | 'record', words: TableWords, language: 'zh' | 'en'): string =>
  words.columns[column]?.[language] ?? column

/** Finds a column by its key or its name in either language. */
export function columnNamed(header: string, columns: readonly Column[], words: TableWords): Column | undefined {
  const wanted = header.trim().toLowerCase()
  return columns.find((column) =>
    [column, headerOf(column, words, 'zh'), headerOf(column, words, 'en')].some(
      (name) => name.toLowerCase() === wanted,
    ),
  )
}
