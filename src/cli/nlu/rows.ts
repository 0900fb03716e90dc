import type { ClassifierText } from '../../language/index.ts'
import type { CommandContext } from '../command.ts'
import { UsageProblem } from '../usage-problem.ts'
import { readTable, requireColumn, type TableRow } from './read-table.ts'

export interface LabelledRow extends ClassifierText {
  readonly label: string
  /** Rows of one group stay together. */
  readonly group: string
}

export interface Columns {
  readonly text: string
  readonly label: string
  readonly oos: string
  readonly group: string | null
  readonly hasContext: boolean
}

export const columnsOf = ({ options }: Pick<CommandContext, 'options'>): Columns => ({
  text: wordOf(options['text'], 'text'),
  label: wordOf(options['label'], 'intent'),
  oos: wordOf(options['oos'], 'oos'),
  group: typeof options['group'] === 'string' ? options['group'] : null,
  hasContext: options['context'] === true,
})

/** Whole number from 1. */
export function countOf({ options }: Pick<CommandContext, 'options'>, name: string): number {
  const count = Number(options[name])
  if (!Number.isInteger(count) || count < 1) throw new UsageProblem(`--${name} wants a whole number from 1`)
  return count
}

const wordOf = (value: string | boolean | undefined, usual: string): string =>
  typeof value === 'string' ? value : usual

/** Rows without a label are left out: nobody said what they are. */
export function readRows(files: string, columns: Columns): readonly LabelledRow[] {
  const rows = readTable(files)
  for (const column of [columns.text, columns.label, ...(columns.group ? [columns.group] : [])])
    requireColumn(rows, column, files)
  return rows.flatMap((row, at) => {
    const label = row[columns.label] ?? ''
    if (label === '') return []
    return { ...textOf(row, columns), label, group: columns.group ? (row[columns.group] ?? '') : String(at) }
  })
}

const CONTEXT = /^prev_/

export function textOf(row: TableRow, { text, hasContext }: Pick<Columns, 'text' | 'hasContext'>): ClassifierText {
  const context = hasContext
    ? Object.keys(row)
        .filter((column) => CONTEXT.test(column))
        .sort()
    : []
  return { text: row[text] ?? '', context: context.map((column) => row[column] ?? '') }
}
