import type { TableProblem } from './table-columns.ts'

/** A question with an answer, as an owner wrote it in a row or in running text. */
export interface Pair {
  readonly row: number
  readonly question: string
  readonly phrasings: readonly string[]
  readonly answer: string
  readonly topic: string
  /** Keys of stages; the answer holds in these only, empty = always. */
  readonly stages: readonly string[]
}

export const EMPTY_CELL = 'This cell may not be empty.'

export const pairProblem = (row: number, column: string | null, message: string): TableProblem => ({
  sheet: 'questions',
  row,
  column,
  message,
})
