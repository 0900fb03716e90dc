import { z } from 'zod'
import { notFound, XiaoerError } from '../kernel/errors.ts'
import { newId, type RowId } from '../kernel/ids.ts'
import type { Tx } from '../storage/index.ts'
import { deleteDrafts } from './draft.store.ts'
import type { Entry } from './entry.ts'
import { lockScope } from './knowledge-entry.store.ts'
import { type Scope, scopeKind } from './scope.ts'
import { type Draft, draftShape, readWorkspace, type Standing, writeDrafts } from './workspace.store.ts'

export type ChangeKind = 'knowledge-import' | 'knowledge-bulk'

export interface WorkspaceChange {
  readonly kind: ChangeKind
  /** As it stands, read under the lock of the scope. */
  readonly workspace: ReadonlyMap<string, Standing>
  /** Drafts to write; `entry` null = gone with the next release. */
  readonly written: readonly { readonly entryId: string; readonly entry: Entry | null }[]
  /** Drafts to throw away. */
  readonly dropped: readonly string[]
  readonly by: string
  readonly at: number
}

/** Many drafts in one go, remembered so that all of it can be undone under the id that it answers. */
export async function applyChange(tx: Tx, scope: Scope, change: WorkspaceChange): Promise<string> {
  const { workspace, written, dropped, at } = change
  const touched = [...written.map(({ entryId }) => entryId), ...dropped]
  const before = touched.flatMap((entryId) => workspace.get(entryId)?.draft ?? [])
  const drafts = draftsOf(change)
  await writeDrafts(tx, scope, drafts)
  if (dropped.length > 0) await deleteDrafts(tx, scope, dropped)
  const payload: UndoPayload = {
    scope: scope.scope,
    scopeId: scope.scopeId,
    at: drafts[0]?.changedAt ?? at,
    written: drafts.map(({ entryId }) => entryId),
    dropped: dropped.map((entryId) => ({ entryId, since: workspace.get(entryId)?.since ?? null })),
    before,
  }
  return recordJob(tx, scope.orgId, { change, payload })
}

/** Puts back the drafts that a change replaced. 409 `conflict` when one of them was changed or published since. */
export async function undoChange(
  tx: Tx,
  scope: Scope,
  { kind, changeId }: { readonly kind: ChangeKind; readonly changeId: string },
): Promise<{ restored: number }> {
  await lockScope(tx, scope)
  const job = await tx
    .selectFrom('job')
    .selectAll()
    .where('org_id', '=', scope.orgId)
    .where('job_id', '=', changeId)
    .executeTakeFirst()
  if (job?.kind !== kind || job.state !== 'done') throw notFound()
  const payload = undoPayload.parse(job.payload)
  if (payload.scope !== scope.scope || payload.scopeId !== scope.scopeId) throw notFound()
  if (!isAsLeft(payload, await readWorkspace(tx, scope)))
    throw new XiaoerError({ code: 'conflict', message: 'Some of it has been changed or published since.' })
  if (payload.written.length > 0) await deleteDrafts(tx, scope, payload.written)
  await writeDrafts(tx, scope, payload.before)
  await tx
    .updateTable('job')
    .set({ state: 'undone' })
    .where('org_id', '=', scope.orgId)
    .where('job_id', '=', changeId)
    .execute()
  return { restored: payload.before.length }
}

/** All of one change bear one instant, later than that of any draft that they replace: it tells them apart when undone. */
function draftsOf({ workspace, written, by, at }: WorkspaceChange): Draft[] {
  const standing = written.map(({ entryId }) => workspace.get(entryId))
  const changedAt = standing.reduce((latest, one) => Math.max(latest, (one?.draft?.changedAt ?? 0) + 1), at)
  return written.map(({ entryId, entry }, index) => ({
    entryId,
    entry,
    baseRelease: standing[index]?.since ?? null,
    changedBy: by,
    changedAt,
  }))
}

const undoPayload = z.object({
  scope: scopeKind,
  scopeId: z.string(),
  at: z.int(),
  written: z.array(z.string()),
  dropped: z.array(z.object({ entryId: z.string(), since: z.int().nullable() })).default([]),
  before: z.array(draftShape),
})
type UndoPayload = z.infer<typeof undoPayload>

const isAsLeft = ({ at, written, dropped }: UndoPayload, workspace: ReadonlyMap<string, Standing>): boolean =>
  written.every((entryId) => workspace.get(entryId)?.draft?.changedAt === at) &&
  dropped.every(({ entryId, since }) => {
    const now = workspace.get(entryId)
    return !now?.draft && (now?.since ?? null) === since
  })

async function recordJob(
  tx: Tx,
  orgId: string,
  { change, payload }: { change: WorkspaceChange; payload: UndoPayload },
): Promise<string> {
  const { kind, by, at } = change
  const changeId = newId<RowId>(at)
  await tx
    .insertInto('job')
    .values({
      org_id: orgId,
      job_id: changeId,
      kind,
      state: 'done',
      created_by: by,
      created_at: at,
      started_at: at,
      finished_at: at,
      problem: null,
      payload: JSON.stringify(payload),
      result: JSON.stringify({ drafts: payload.written.length }),
    })
    .execute()
  return changeId
}
