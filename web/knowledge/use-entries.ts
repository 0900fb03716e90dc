import { useQuery } from '@tanstack/react-query'
import { listAll } from '../api/house.ts'
import type { WorkspaceEntry } from '../api/shapes.ts'

export const entriesKey = (scopeId: string | null) => ['entries', scopeId] as const

/** The whole workspace of a scope: published entries and drafts. */
export const useEntries = (scopeId: string | null) =>
  useQuery({
    queryKey: entriesKey(scopeId),
    queryFn: () => listAll<WorkspaceEntry>(`/knowledge/${scopeId}/entries`),
    enabled: scopeId !== null,
  })
