import type { RawRow } from './read-grid.ts'
import {
  type Column,
  columnNamed,
  SHEETS,
  type SheetName,
  type Table,
  type TableProblem,
  type TableRow,
  type TableWords,
} from './table-columns.ts'

/** Rows of the template → cells by their columns; a header nobody knows is a problem of row 1. */
export function readTable(
  sheets: Record<SheetName, readonly RawRow[]>,
  words: TableWords,
): { table: Table; problems: TableProblem[] } {
  const problems: TableProblem[] = []
  const table = {
    questions: nameCells('questions', sheets.questions, { words, problems }),
    answers: nameCells('answers', sheets.answers, { words, problems }),
  }
  return { table, problems }
}

interface Naming {
  readonly words: TableWords
  readonly problems: TableProblem[]
}

function nameCells(sheet: SheetName, rows: readonly RawRow[], { words, problems }: Naming): TableRow[] {
  const [header, ...lines] = rows
  if (!header) return []
  const foreign = new Set(Object.values(words.columns).flatMap((one) => [one.zh, one.en]))
  const columns = header.cells.map((cell): Column | undefined => {
    const column = columnNamed(cell, SHEETS[sheet], words)
    // In the long form every row has the columns of both kinds.
    if (!column && cell.trim() !== '' && !foreign.has(cell.trim()) && !isColumn(cell.trim()))
      problems.push({ sheet, row: header.row, column: cell, message: 'There is no such column.' })
    return column
  })
  return lines
    .filter(({ cells }) => cells.some((cell) => cell !== ''))
    .map(({ row, cells }) => {
      const named = cells.flatMap((cell, index) => {
        const column = columns[index]
        return column && cell !== '' ? [[column, cell] as const] : []
      })
      return { row, cells: new Map(named) }
    })
}

const isColumn = (name: string): boolean =>
  name === 'record' || Object.values(SHEETS).some((columns) => columns.some((column) => column === name))
