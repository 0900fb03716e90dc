import type { Source } from '../message/index.ts'

/** A value to be said, and for figures the record it stands in; a sum stands in several. */
export interface Resolved {
  readonly value: string
  readonly source?: Source
  readonly sources?: readonly Source[]
}

export const sourcesOf = ({ source, sources = [] }: Resolved): readonly Source[] =>
  source ? [source, ...sources] : sources
