import { z } from 'zod'
import { notFound, XiaoerError } from '../kernel/errors.ts'
import { newId, type RowId } from '../kernel/ids.ts'
import type { Tx } from '../storage/index.ts'
import { digest } from './digest.ts'
import { deleteDrafts } from './draft.store.ts'
import { type Entry, entry as entrySchema } from './entry.ts'
import { lockScope } from './knowledge-entry.store.ts'
import { titleOf } from './own-knowledge.ts'
import { type Scope, scopeKind } from './scope.ts'

export interface ImportedEntry {
  readonly entry: Entry
  /** Of the file. */
  readonly row: number
}

export interface PreviewedEntry {
  readonly entryId: string
  readonly row: number
  readonly title: string
  readonly state: 'new' | 'changed' | 'unchanged'
}

export interface ImportPreview {
  readonly entries: readonly PreviewedEntry[]
  /** Of the workspace that was compared with: applying names it, and is refused when somebody changed it since. */
  readonly workspace: string
}

/** What applying would do; writes nothing. */
export async function previewImport(tx: Tx, scope: Scope, imported: readonly ImportedEntry[]): Promise<ImportPreview> {
  const workspace = await readWorkspace(tx, scope)
  return { entries: imported.map((one) => previewOne(one, workspace)), workspace: digestOf(workspace) }
}

interface ImportRequest {
  readonly imported: readonly ImportedEntry[]
  /** Of the preview; absent = applied to whatever stands now. */
  readonly workspace?: string | undefined
  readonly by: string
  readonly at: number
}

/** Drafts for all that is new or changed, in one go. 409 when the workspace is not the one that was previewed. */
export async function applyImport(
  tx: Tx,
  scope: Scope,
  request: ImportRequest,
): Promise<{ importId: string; drafts: number }> {
  await lockScope(tx, scope)
  const workspace = await readWorkspace(tx, scope)
  if (request.workspace !== undefined && digestOf(workspace) !== request.workspace)
    throw new XiaoerError({
      code: 'conflict',
      field: 'workspace',
      message: 'Somebody changed this knowledge since the preview.',
    })
  const chosen = request.imported.filter((one) => previewOne(one, workspace).state !== 'unchanged')
  const before = chosen.flatMap(({ entry }) => workspace.get(entry.entryId)?.draft ?? [])
  const drafts = draftsOf(chosen, workspace, request)
  await writeDrafts(tx, scope, drafts)
  const importId = newId<RowId>(request.at)
  const payload: UndoPayload = {
    scope: scope.scope,
    scopeId: scope.scopeId,
    at: drafts[0]?.changedAt ?? request.at,
    written: drafts.map((draft) => draft.entryId),
    before,
  }
  await recordJob(tx, scope.orgId, { importId, payload, by: request.by, at: request.at })
  return { importId, drafts: chosen.length }
}

/** Puts back the drafts that an import replaced. 409 when one of them was changed or published since. */
export async function undoImport(tx: Tx, scope: Scope, importId: string): Promise<{ restored: number }> {
  await lockScope(tx, scope)
  const job = await tx
    .selectFrom('job')
    .selectAll()
    .where('org_id', '=', scope.orgId)
    .where('job_id', '=', importId)
    .executeTakeFirst()
  if (job?.kind !== KIND || job.state !== 'done') throw notFound()
  const payload = undoPayload.parse(job.payload)
  if (payload.scope !== scope.scope || payload.scopeId !== scope.scopeId) throw notFound()
  const drafts = new Map((await readDrafts(tx, scope)).map((draft) => [draft.entryId, draft]))
  if (!payload.written.every((entryId) => drafts.get(entryId)?.changedAt === payload.at))
    throw new XiaoerError({ code: 'conflict', message: 'What was imported has been changed or published since.' })
  if (payload.written.length > 0) await deleteDrafts(tx, scope, payload.written)
  await writeDrafts(tx, scope, payload.before)
  await tx
    .updateTable('job')
    .set({ state: 'undone' })
    .where('org_id', '=', scope.orgId)
    .where('job_id', '=', importId)
    .execute()
  return { restored: payload.before.length }
}

/** All of one import bear one instant, later than that of any draft that they replace: it tells them apart when undone. */
function draftsOf(
  chosen: readonly ImportedEntry[],
  workspace: ReadonlyMap<string, Standing>,
  { by, at }: { by: string; at: number },
): Draft[] {
  const standing = chosen.map(({ entry }) => workspace.get(entry.entryId))
  const changedAt = standing.reduce((latest, one) => Math.max(latest, (one?.draft?.changedAt ?? 0) + 1), at)
  return chosen.map(({ entry }, index) => ({
    entryId: entry.entryId,
    entry,
    baseRelease: standing[index]?.since ?? null,
    changedBy: by,
    changedAt,
  }))
}

const KIND = 'knowledge-import'

const draftShape = z.object({
  entryId: z.string(),
  entry: entrySchema.nullable(),
  baseRelease: z.int().nullable(),
  changedBy: z.string(),
  changedAt: z.int(),
})
type Draft = z.infer<typeof draftShape>

const undoPayload = z.object({
  scope: scopeKind,
  scopeId: z.string(),
  at: z.int(),
  written: z.array(z.string()),
  before: z.array(draftShape),
})
type UndoPayload = z.infer<typeof undoPayload>

interface Standing {
  readonly entry: Entry | null
  readonly since: number | null
  readonly draft: Draft | null
}

async function readWorkspace(tx: Tx, scope: Scope): Promise<Map<string, Standing>> {
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

const digestOf = (workspace: ReadonlyMap<string, Standing>): string =>
  digest([...workspace].map(([id, { since, draft }]) => [id, since, draft?.changedAt ?? null]).sort())

function previewOne({ entry, row }: ImportedEntry, workspace: ReadonlyMap<string, Standing>): PreviewedEntry {
  const standing = workspace.get(entry.entryId)?.entry
  const state = !standing ? 'new' : digest(standing) === digest(entry) ? 'unchanged' : 'changed'
  return { entryId: entry.entryId, row, title: titleOf(entry), state }
}

const PER_STATEMENT = 500

async function writeDrafts(tx: Tx, scope: Scope, drafts: readonly Draft[]): Promise<void> {
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

async function recordJob(
  tx: Tx,
  orgId: string,
  { importId, payload, by, at }: { importId: string; payload: UndoPayload; by: string; at: number },
) {
  const done = {
    kind: KIND,
    state: 'done',
    created_by: by,
    created_at: at,
    started_at: at,
    finished_at: at,
    problem: null,
  }
  await tx
    .insertInto('job')
    .values({
      org_id: orgId,
      job_id: importId,
      ...done,
      payload: JSON.stringify(payload),
      result: JSON.stringify({ drafts: payload.written.length }),
    })
    .execute()
}
