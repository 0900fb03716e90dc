import { sql } from 'kysely'
import type { Tx } from '../storage/index.ts'
import { type Entry, entry as entrySchema } from './entry.ts'
import type { Scope } from './scope.ts'

export interface PublishedEntry {
  readonly entryId: string
  readonly entry: Entry
  /** The release that brought this wording. */
  readonly since: number
}

/** Writers of one scope take turns: numbers have no gaps and no draft is published twice. */
export const lockScope = (tx: Tx, scope: Scope) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`knowledge ${scope.orgId} ${scope.scope} ${scope.scopeId}`}, 0))`.execute(
    tx,
  )

export async function publishedEntry(tx: Tx, scope: Scope, entryId: string): Promise<PublishedEntry | undefined> {
  const row = await ofScope(tx, scope)
    .where('entry_id', '=', entryId)
    .where('to_release', 'is', null)
    .executeTakeFirst()
  return row && show(row)
}

/** The entries as they stood after a release; 0 = nothing yet. */
export async function entriesAt(tx: Tx, scope: Scope, release: number): Promise<Map<string, PublishedEntry>> {
  const rows = await ofScope(tx, scope)
    .where('from_release', '<=', release)
    .where((is) => is.or([is('to_release', 'is', null), is('to_release', '>', release)]))
    .orderBy('entry_id')
    .execute()
  return new Map(rows.map((row) => [row.entry_id, show(row)]))
}

/** Every wording that an entry ever had, the newest first. */
export async function wordingsOf(tx: Tx, scope: Scope, entryId: string) {
  const rows = await ofScope(tx, scope).where('entry_id', '=', entryId).orderBy('from_release', 'desc').execute()
  return rows.map((row) => ({ ...show(row), until: row.to_release }))
}

export interface EntryChange {
  readonly entryId: string
  /** Null = gone from this release on. */
  readonly entry: Entry | null
}

/** Ends what stands and begins the new wordings, in one release. */
export async function writeRelease(
  tx: Tx,
  scope: Scope,
  request: { release: number; changes: readonly EntryChange[] },
): Promise<void> {
  await tx
    .updateTable('knowledge_entry')
    .set({ to_release: request.release })
    .where('org_id', '=', scope.orgId)
    .where('scope', '=', scope.scope)
    .where('scope_id', '=', scope.scopeId)
    .where('to_release', 'is', null)
    .where(
      'entry_id',
      'in',
      request.changes.map((change) => change.entryId),
    )
    .execute()
  const rows = request.changes.flatMap((change) =>
    change.entry === null
      ? []
      : [
          {
            org_id: scope.orgId,
            scope: scope.scope,
            scope_id: scope.scopeId,
            entry_id: change.entryId,
            from_release: request.release,
            entry: JSON.stringify(change.entry),
          },
        ],
  )
  const PER_STATEMENT = 1000
  for (let start = 0; start < rows.length; start += PER_STATEMENT) {
    await tx
      .insertInto('knowledge_entry')
      .values(rows.slice(start, start + PER_STATEMENT))
      .execute()
  }
}

const ofScope = (tx: Tx, scope: Scope) =>
  tx
    .selectFrom('knowledge_entry')
    .select(['entry_id', 'entry', 'from_release', 'to_release'])
    .where('org_id', '=', scope.orgId)
    .where('scope', '=', scope.scope)
    .where('scope_id', '=', scope.scopeId)

const show = (row: { entry_id: string; entry: unknown; from_release: number }): PublishedEntry => ({
  entryId: row.entry_id,
  entry: entrySchema.parse(row.entry),
  since: row.from_release,
})
