import { z } from 'zod'
import type { Entry } from './entry.ts'

/** What the editor saw when it began: somebody else's change in between is a conflict, not an overwrite. */
export interface Seen {
  /** `changedAt` of the draft that was seen; null = there was none. */
  readonly changedAt: number | null
  /** Release since which the published entry stood as seen; null = it was not published. */
  readonly baseRelease: number | null
}

/** A row of the workspace: what is published, and the draft that would change it. */
export interface WorkspaceEntry {
  readonly entryId: string
  readonly state: 'published' | 'new' | 'changed' | 'removed'
  /** As it would be after publishing; for `removed` as it still stands. */
  readonly entry: Entry
  readonly publishedSince: number | null
  readonly draft: { readonly changedBy: string; readonly changedAt: number; readonly baseRelease: number | null } | null
}

const titled = z.object({ entryId: z.string(), title: z.string() })
export const releaseSummary = z.object({
  added: z.array(titled),
  changed: z.array(titled),
  removed: z.array(titled),
})
export type ReleaseSummary = z.infer<typeof releaseSummary>

export interface Release {
  readonly release: number
  readonly note: string
  readonly summary: ReleaseSummary
  readonly rolledBackTo: number | null
  readonly publishedBy: string
  readonly publishedAt: number
}

export const titleOf = (entry: Entry): string => entry.title.zh ?? entry.title.en ?? entry.phrasings[0] ?? entry.entryId
