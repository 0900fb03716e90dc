import { z } from 'zod'

/** Where own knowledge lives. The scope id of the organisation is the organisation's id. */
export const scopeKind = z.enum(['organisation', 'group', 'shop'])
export type ScopeKind = z.infer<typeof scopeKind>

export interface Scope {
  readonly orgId: string
  readonly scope: ScopeKind
  readonly scopeId: string
}

/** Called after commit with the shops whose robot knows something else now. */
export type KnowledgeChanged = (change: { readonly orgId: string; readonly shopIds: readonly string[] }) => void
