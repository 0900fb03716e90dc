import { notFound, XiaoerError } from '../kernel/errors.ts'
import { appendEvents, type Tx } from '../storage/index.ts'
import { requireSound } from './check-entry.ts'
import { diffEntries, type EntriesDiff } from './diff-entries.ts'
import { digest } from './digest.ts'
import { deleteDrafts } from './draft.store.ts'
import { entry as entrySchema } from './entry.ts'
import { type EntryChange, entriesAt, lockScope, wordingsOf, writeRelease } from './knowledge-entry.store.ts'
import { type Release, type ReleaseSummary, releaseSummary, titleOf } from './own-knowledge.ts'
import type { Scope } from './scope.ts'

export type { EntriesDiff }

export interface Publication {
  readonly note: string
  readonly by: string
  readonly at: number
}

/** `shopIds`: whose read models must reload. */
export type Published = Release & { readonly shopIds: readonly string[] }

/**
 * Drafts (all, or those chosen) become the next release of the scope, with its event, in the caller's transaction.
 * 409 `precondition-failed` when nothing would change, 409 `conflict` when a draft was made on an older release.
 */
export async function publish(
  tx: Tx,
  scope: Scope,
  request: Publication & { entryIds?: readonly string[] | undefined },
): Promise<Published> {
  await lockScope(tx, scope)
  const drafts = await readDrafts(tx, scope, request.entryIds)
  const latest = await latestRelease(tx, scope)
  const before = await entriesAt(tx, scope, latest)
  const changes: EntryChange[] = []
  for (const draft of drafts) {
    const published = before.get(draft.entryId)
    if ((published?.since ?? null) !== draft.baseRelease)
      throw new XiaoerError({
        code: 'conflict',
        field: draft.entryId,
        message: `Draft ${draft.entryId} was made on an older release.`,
      })
    if (draft.entry) requireSound(draft.entry)
    if (digest(published?.entry ?? null) !== digest(draft.entry)) changes.push(draft)
  }
  const release = await addRelease(tx, scope, { ...request, release: latest + 1, changes, before, rolledBackTo: null })
  await deleteDrafts(
    tx,
    scope,
    drafts.map((draft) => draft.entryId),
  )
  return release
}

/** A new release that equals an old one; drafts stay as they are. Release 0 = before the first. */
export async function rollBack(tx: Tx, scope: Scope, request: Publication & { to: number }): Promise<Published> {
  await lockScope(tx, scope)
  const latest = await latestRelease(tx, scope)
  if (request.to < 0 || request.to >= latest) throw notFound()
  const before = await entriesAt(tx, scope, latest)
  const wanted = await entriesAt(tx, scope, request.to)
  const changes = [...new Set([...before.keys(), ...wanted.keys()])].flatMap((entryId): EntryChange[] => {
    const entry = wanted.get(entryId)?.entry ?? null
    return digest(entry) === digest(before.get(entryId)?.entry ?? null) ? [] : [{ entryId, entry }]
  })
  return addRelease(tx, scope, { ...request, release: latest + 1, changes, before, rolledBackTo: request.to })
}

/** The newest first. */
export async function listReleases(
  tx: Tx,
  scope: Scope,
  page: { limit: number; before?: number | undefined },
): Promise<Release[]> {
  const rows = await ofScope(tx, scope)
    .where('release', '<', page.before ?? 2 ** 31 - 1)
    .orderBy('release', 'desc')
    .limit(page.limit)
    .execute()
  return rows.map(show)
}

/** `to` absent = the newest. */
export async function diffReleases(
  tx: Tx,
  scope: Scope,
  range: { from: number; to?: number | undefined },
): Promise<EntriesDiff> {
  const latest = await latestRelease(tx, scope)
  const to = range.to ?? latest
  if (Math.max(range.from, to) > latest || Math.min(range.from, to) < 0) throw notFound()
  const [before, after] = [await entriesAt(tx, scope, range.from), await entriesAt(tx, scope, to)]
  return diffEntries(
    [...before.values()].map((one) => one.entry),
    [...after.values()].map((one) => one.entry),
  )
}

/** Every published wording of an entry with who published it and when, the newest first. */
export async function entryHistory(tx: Tx, scope: Scope, entryId: string) {
  const wordings = await wordingsOf(tx, scope, entryId)
  if (wordings.length === 0) return []
  const rows = await ofScope(tx, scope).execute()
  const releases = new Map(rows.map((row) => [row.release, show(row)]))
  return wordings.map((wording) => ({
    ...wording,
    publishedBy: releases.get(wording.since)?.publishedBy ?? '',
    publishedAt: releases.get(wording.since)?.publishedAt ?? 0,
    removedBy: wording.until === null ? null : (releases.get(wording.until)?.publishedBy ?? null),
  }))
}

async function readDrafts(tx: Tx, scope: Scope, chosen: readonly string[] | undefined) {
  const rows = await tx
    .selectFrom('knowledge_draft')
    .select(['entry_id', 'entry', 'base_release'])
    .where('org_id', '=', scope.orgId)
    .where('scope', '=', scope.scope)
    .where('scope_id', '=', scope.scopeId)
    .orderBy('entry_id')
    .execute()
  const wanted = chosen && new Set(chosen)
  const drafts = rows
    .filter((row) => !wanted || wanted.has(row.entry_id))
    .map((row) => ({
      entryId: row.entry_id,
      entry: entrySchema.nullable().parse(row.entry),
      baseRelease: row.base_release,
    }))
  if (wanted && drafts.length < wanted.size) throw notFound()
  return drafts
}

async function latestRelease(tx: Tx, scope: Scope): Promise<number> {
  const row = await ofScope(tx, scope).orderBy('release', 'desc').limit(1).executeTakeFirst()
  return row?.release ?? 0
}

interface NewRelease extends Publication {
  readonly release: number
  readonly changes: readonly EntryChange[]
  readonly before: ReadonlyMap<string, { readonly entry: Parameters<typeof titleOf>[0] }>
  readonly rolledBackTo: number | null
}

async function addRelease(tx: Tx, scope: Scope, request: NewRelease): Promise<Published> {
  if (request.changes.length === 0)
    throw new XiaoerError({ code: 'precondition-failed', message: 'Nothing would change.' })
  const summary = summarise(request)
  await writeRelease(tx, scope, request)
  await tx
    .insertInto('knowledge_release')
    .values({
      org_id: scope.orgId,
      scope: scope.scope,
      scope_id: scope.scopeId,
      release: request.release,
      note: request.note,
      summary: JSON.stringify(summary),
      rolled_back_to: request.rolledBackTo,
      published_by: request.by,
      published_at: request.at,
    })
    .execute()
  const shopIds = await tellShops(tx, scope, request)
  const { release, note, rolledBackTo, by, at } = request
  return { release, note, summary, rolledBackTo, publishedBy: by, publishedAt: at, shopIds }
}

function summarise({ changes, before }: NewRelease): ReleaseSummary {
  const summary: ReleaseSummary = { added: [], changed: [], removed: [] }
  for (const { entryId, entry } of changes) {
    const old = before.get(entryId)?.entry
    if (entry) summary[old ? 'changed' : 'added'].push({ entryId, title: titleOf(entry) })
    else if (old) summary.removed.push({ entryId, title: titleOf(old) })
  }
  return summary
}

/** Raises the version of every shop that hears of it, so that a node that missed the event still sees that it is stale. */
async function tellShops(tx: Tx, scope: Scope, request: NewRelease): Promise<string[]> {
  const shops = await tx
    .updateTable('shop')
    .set((column) => ({ version: column('version', '+', 1) }))
    .where('org_id', '=', scope.orgId)
    .$if(scope.scope === 'group', (query) => query.where('group_id', '=', scope.scopeId))
    .$if(scope.scope === 'shop', (query) => query.where('shop_id', '=', scope.scopeId))
    .returning('shop_id')
    .execute()
  const body = {
    scope: scope.scope,
    scopeId: scope.scopeId,
    release: request.release,
    by: request.by,
    changes: request.changes.length,
  }
  const shopId = scope.scope === 'shop' ? scope.scopeId : null
  await appendEvents(tx, [
    { type: 'knowledge.published', orgId: scope.orgId, shopId, key: scope.scopeId, at: request.at, body },
  ])
  return shops.map((row) => row.shop_id)
}

const ofScope = (tx: Tx, scope: Scope) =>
  tx
    .selectFrom('knowledge_release')
    .selectAll()
    .where('org_id', '=', scope.orgId)
    .where('scope', '=', scope.scope)
    .where('scope_id', '=', scope.scopeId)

const show = (row: {
  release: number
  note: string
  summary: unknown
  rolled_back_to: number | null
  published_by: string
  published_at: number
}): Release => ({
  release: row.release,
  note: row.note,
  summary: releaseSummary.parse(row.summary),
  rolledBackTo: row.rolled_back_to,
  publishedBy: row.published_by,
  publishedAt: row.published_at,
})
