/** Why something was not read. Rows count as in the merchant's own program: the header is row 1. JSON items count from 1. */
export interface ImportProblem {
  readonly file: string
  /** Null when it is about the whole file. */
  readonly row: number | null
  /** The header as it stands in the file; null when it is about the whole row. */
  readonly column: string | null
  readonly code: ImportProblemCode
  readonly message: string
}

export type ImportProblemCode =
  | 'unknown-file'
  | 'unreadable-file'
  | 'missing-column'
  | 'doubled-column'
  | 'required'
  | 'not-money'
  | 'not-integer'
  | 'not-a-time'
  | 'unknown-word'
  | 'not-pairs'
  | 'contradicts'
  | 'doubled'
  | 'not-valid'
