import type { Source } from '../message/index.ts'

/** A value to be said, and for figures the record it stands in. */
export interface Resolved {
  readonly value: string
  readonly source?: Source
}
