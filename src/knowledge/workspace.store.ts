import { z } from 'zod'
import type { Tx } from '../storage/index.ts'
import { type Entry, entry as entrySchema } from './entry.ts'
import type { Scope } from './scope.ts'

export const draftShape = z.object({
  entryId: z.string(),
  entry: entrySchema.nullable(),
  baseRelease: z.int().nullable(),
  changedBy: z.string(),
  changedAt: z.int(),
})
export type Draft = z.infer<typeof draftShape>

/** An entry of the workspace: what it would be after publishing (null: gone), since when it is published, its draft. */
export interface Standing {
  readonly entry: Entry | null
  readonly since: number | null
  readonly draft: Draft | null
}

/** Everything of a scope, by entry id. */
export async function readWorkspace(tx: Tx, scope: Scope): Promise<Map<string, Standing>> {
  const published = await tx
    .selectFrom('knowledge_entry')
    .select(['entry_id', 'entry', 'from_release'])
    .where('org_id', '=', scope.orgId)
    .where('scope', '=', scope.scope)
    .where('scope_id', '=', scope.scopeId)
    .where('to_release', 'is', null)
    .execute()
  const standing = new Map<string, Standing>()
  for (const row of published)
    standing.set(row.entry_id, { entry: entrySchema.parse(row.entry), since: row.from_release, draft: null })
  for (const draft of await readDrafts(tx, scope))
    standing.set(draft.entryId, { entry: draft.entry, since: standing.get(draft.entryId)?.since ?? null, draft })
  return standing
}

async function readDrafts(tx: Tx, scope: Scope): Promise<Draft[]> {
  const rows = await tx
    .selectFrom('knowledge_draft')
    .select(['entry_id', 'entry', 'base_release', 'changed_by', 'changed_at'])
    .where('org_id', '=', scope.orgId)
    .where('scope', '=', scope.scope)
    .where('scope_id', '=', scope.scopeId)
    .execute()
  return rows.map((row) => ({
    entryId: row.entry_id,
    entry: entrySchema.nullable().parse(row.entry),
    baseRelease: row.base_release,
    changedBy: row.changed_by,
    changedAt: row.changed_at,
  }))
}

const PER_STATEMENT = 500

export async function writeDrafts(tx: Tx, scope: Scope, drafts: readonly Draft[]): Promise<void> {
  for (let start = 0; start < drafts.length; start += PER_STATEMENT) {
    const rows = drafts.slice(start, start + PER_STATEMENT).map((draft) => ({
      org_id: scope.orgId,
      scope: scope.scope,
      scope_id: scope.scopeId,
      entry_id: draft.entryId,
      entry: draft.entry === null ? null : JSON.stringify(draft.entry),
      base_release: draft.baseRelease,
      changed_by: draft.changedBy,
      changed_at: draft.changedAt,
    }))
    await tx
      .insertInto('knowledge_draft')
      .values(rows)
      .onConflict((on) =>
        on.columns(['org_id', 'scope', 'scope_id', 'entry_id']).doUpdateSet((with_) => ({
          entry: with_.ref('excluded.entry'),
          base_release: with_.ref('excluded.base_release'),
          changed_by: with_.ref('excluded.changed_by'),
          changed_at: with_.ref('excluded.changed_at'),
        })),
      )
      .execute()
  }
}
