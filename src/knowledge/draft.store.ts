import { sql } from 'kysely'
import { z } from 'zod'
import { notFound, XiaoerError } from '../kernel/errors.ts'
import type { Tx } from '../storage/index.ts'
import { canonicalEntry } from './canonical-entry.ts'
import { requireSound } from './check-entry.ts'
import { type Entry, entry as entrySchema } from './entry.ts'
import { lockScope, publishedEntry } from './knowledge-entry.store.ts'
import type { Seen, WorkspaceEntry } from './own-knowledge.ts'
import type { Scope } from './scope.ts'
import type { OwnEntry, ShopKnowledge } from './shop-knowledge.ts'

export interface DraftChange {
  readonly entryId: string
  readonly seen: Seen
  readonly by: string
  readonly at: number
}

/** Writes a draft. 422 `unprocessable` when the entry is unsound, 409 `conflict` when it changed since it was seen. */
export async function saveDraft(
  tx: Tx,
  scope: Scope,
  request: DraftChange & { entry: Entry },
): Promise<WorkspaceEntry> {
  requireSound(request.entry)
  if (request.entry.entryId !== request.entryId)
    throw new XiaoerError({ code: 'invalid-field', field: 'entry.entryId' })
  await writeDraft(tx, scope, { ...request, entry: canonicalEntry(request.entry) })
  return readWorkspaceEntry(tx, scope, request.entryId)
}

/** Marks a published entry for removal; a draft that was never published simply goes. */
export async function removeEntry(tx: Tx, scope: Scope, request: DraftChange): Promise<void> {
  if (request.seen.baseRelease === null) await discardDraft(tx, scope, request)
  else await writeDraft(tx, scope, { ...request, entry: null })
}

/** Throws the draft away; what is published stays. */
export async function discardDraft(tx: Tx, scope: Scope, request: DraftChange): Promise<void> {
  await lockScope(tx, scope)
  const draft = await findDraft(tx, scope, request.entryId)
  if (!draft) throw notFound()
  if (draft.changed_at !== request.seen.changedAt) throw changedMeanwhile(draft.changed_by)
  await deleteDrafts(tx, scope, [request.entryId])
}

export interface WorkspacePage {
  readonly after?: string | undefined
  readonly limit: number
  /** Part of a title or phrasing. */
  readonly search?: string | undefined
  readonly draftsOnly?: boolean | undefined
}

/** Published entries with their drafts, in the order in which they were made; `after` = the last entryId of the page before. */
export async function listWorkspace(tx: Tx, scope: Scope, page: WorkspacePage): Promise<WorkspaceEntry[]> {
  const rows = await sql`select entry_id, d.entry as draft_entry, p.entry as published_entry, p.from_release,
      d.base_release, d.changed_by, d.changed_at
    from (select * from knowledge_draft where org_id = ${scope.orgId} and scope = ${scope.scope} and scope_id = ${scope.scopeId}) d
    full join (select * from knowledge_entry where org_id = ${scope.orgId} and scope = ${scope.scope} and scope_id = ${scope.scopeId}
      and to_release is null) p using (entry_id)
    where (${page.after ?? null}::uuid is null or entry_id > ${page.after ?? null}::uuid)
      and (not ${page.draftsOnly ?? false}::boolean or d.changed_at is not null)
      and (${page.search ?? null}::text is null or
        strpos(lower(coalesce(d.entry, p.entry)::text), lower(${page.search ?? ''}::text)) > 0)
    order by entry_id limit ${page.limit}`.execute(tx)
  return rows.rows.map(showWorkspaceRow)
}

/** Entries of this scope as they would be after publishing, and those of its organisation. */
export async function listSiblings(tx: Tx, scope: Scope): Promise<Entry[]> {
  const MOST = 10_000
  const own = await listWorkspace(tx, scope, { limit: MOST })
  const organisation: Scope = { orgId: scope.orgId, scope: 'organisation', scopeId: scope.orgId }
  const above = scope.scope === 'organisation' ? [] : await listWorkspace(tx, organisation, { limit: MOST })
  return [...own, ...above].filter((row) => row.state !== 'removed').map((row) => row.entry)
}

export async function readWorkspaceEntry(tx: Tx, scope: Scope, entryId: string): Promise<WorkspaceEntry> {
  const draft = await findDraft(tx, scope, entryId)
  const published = await publishedEntry(tx, scope, entryId)
  if (!draft && !published) throw notFound()
  return showWorkspaceRow({
    entry_id: entryId,
    draft_entry: draft?.entry ?? null,
    published_entry: published?.entry ?? null,
    from_release: published?.since ?? null,
    base_release: draft?.base_release ?? null,
    changed_by: draft?.changed_by ?? null,
    changed_at: draft?.changed_at ?? null,
  })
}

export const deleteDrafts = (tx: Tx, scope: Scope, entryIds: readonly string[]) =>
  tx
    .deleteFrom('knowledge_draft')
    .where('org_id', '=', scope.orgId)
    .where('scope', '=', scope.scope)
    .where('scope_id', '=', scope.scopeId)
    .where('entry_id', 'in', [...entryIds])
    .execute()

const workspaceRow = z.object({
  entry_id: z.string(),
  draft_entry: entrySchema.nullable(),
  published_entry: entrySchema.nullable(),
  from_release: z.int().nullable(),
  base_release: z.int().nullable(),
  changed_by: z.string().nullable(),
  changed_at: z.int().nullable(),
})

function showWorkspaceRow(raw: unknown): WorkspaceEntry {
  const row = workspaceRow.parse(raw)
  const entry = row.draft_entry ?? row.published_entry
  if (!entry) throw notFound()
  const isDraft = row.changed_at !== null && row.changed_by !== null
  return {
    entryId: row.entry_id,
    state: stateOf(row),
    entry,
    publishedSince: row.from_release,
    draft: isDraft
      ? { changedBy: row.changed_by ?? '', changedAt: row.changed_at ?? 0, baseRelease: row.base_release }
      : null,
  }
}

function stateOf(row: z.infer<typeof workspaceRow>): WorkspaceEntry['state'] {
  if (row.changed_at === null) return 'published'
  if (row.draft_entry === null) return 'removed'
  return row.published_entry === null ? 'new' : 'changed'
}

async function writeDraft(tx: Tx, scope: Scope, request: DraftChange & { entry: Entry | null }): Promise<void> {
  await lockScope(tx, scope)
  const draft = await findDraft(tx, scope, request.entryId)
  const published = await publishedEntry(tx, scope, request.entryId)
  if ((draft?.changed_at ?? null) !== request.seen.changedAt) throw changedMeanwhile(draft?.changed_by)
  if ((published?.since ?? null) !== request.seen.baseRelease) throw changedMeanwhile(undefined)
  const row = {
    entry: request.entry === null ? null : JSON.stringify(request.entry),
    base_release: request.seen.baseRelease,
    changed_by: request.by,
    // Two changes within one millisecond must not look like one.
    changed_at: Math.max(request.at, (draft?.changed_at ?? 0) + 1),
  }
  await tx
    .insertInto('knowledge_draft')
    .values({ org_id: scope.orgId, scope: scope.scope, scope_id: scope.scopeId, entry_id: request.entryId, ...row })
    .onConflict((on) => on.columns(['org_id', 'scope', 'scope_id', 'entry_id']).doUpdateSet(row))
    .execute()
}

const findDraft = (tx: Tx, scope: Scope, entryId: string) =>
  tx
    .selectFrom('knowledge_draft')
    .selectAll()
    .where('org_id', '=', scope.orgId)
    .where('scope', '=', scope.scope)
    .where('scope_id', '=', scope.scopeId)
    .where('entry_id', '=', entryId)
    .executeTakeFirst()

const changedMeanwhile = (by: string | undefined): XiaoerError =>
  new XiaoerError({ code: 'conflict', field: 'seen', message: `Changed by ${by ?? 'a release'} since you opened it.` })

/** Which drafts count as published. */
export type DraftFilter = (draft: { readonly scopeId: string; readonly entryId: string }) => boolean

interface Place {
  readonly orgId: string
  readonly shopId: string
  readonly groupId: string | null
  /** Absent: every draft. */
  readonly filter?: DraftFilter | undefined
}

const MOST_DRAFTS = 2000

/** What the shop's robot would know if every draft were published now: of the shop, its group and its organisation. */
export async function withDrafts(tx: Tx, place: Place, knowledge: ShopKnowledge): Promise<ShopKnowledge> {
  let own = knowledge.own
  const disabled = new Set(knowledge.disabled)
  for (const scope of scopesOf(place)) {
    const drafts = await listWorkspace(tx, scope, { limit: MOST_DRAFTS, draftsOnly: true })
    const { scopeId } = scope
    for (const { entryId, entry, state } of drafts.filter((draft) => place.filter?.({ ...draft, scopeId }) ?? true)) {
      own = without(own, entryId)
      if (state === 'removed') continue
      if (!entry.off) own = [...own, ownEntry(entry, scope)]
      else if (entry.overrides) disabled.add(entry.overrides)
    }
  }
  return { ...knowledge, version: `${knowledge.version}+drafts`, own, disabled }
}

/** The entry that is being edited stands in for its stored self. */
export const withEntry = (knowledge: ShopKnowledge, entry: Entry, scope: Scope): ShopKnowledge => ({
  ...knowledge,
  own: [...without(knowledge.own, entry.entryId), ownEntry(entry, scope)],
})

function scopesOf({ orgId, shopId, groupId }: Place): Scope[] {
  const group: Scope[] = groupId === null ? [] : [{ orgId, scope: 'group', scopeId: groupId }]
  return [{ orgId, scope: 'organisation', scopeId: orgId }, ...group, { orgId, scope: 'shop', scopeId: shopId }]
}

const without = (own: readonly OwnEntry[], entryId: string): OwnEntry[] =>
  own.filter(({ entry }) => entry.entryId !== entryId)

const ownEntry = (entry: Entry, { scope, scopeId }: Scope): OwnEntry => ({
  entry,
  origin: { kind: 'own', scope, scopeId, release: 0 },
})
