import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../test/database.ts'
import { entryOf, merchant, T0 } from '../../test/knowledge-fixture.ts'
import { newUuid } from '../kernel/ids.ts'
import type { Tx } from '../storage/index.ts'
import { listWorkspace, readWorkspaceEntry, saveDraft } from './draft.store.ts'
import type { Entry } from './entry.ts'
import { applyImport, previewImport, undoImport } from './import.store.ts'
import { publish } from './release.store.ts'

describe('import into drafts', () => {
  let fresh: FreshDatabase
  beforeAll(async () => {
    fresh = await freshDatabase()
  })
  afterAll(() => fresh.close())

  const open = async () => {
    const { orgId, shopId } = await merchant(fresh.database)
    const scope = { orgId, scope: 'shop', scopeId: shopId } as const
    const within = <Value>(work: (tx: Tx) => Promise<Value>) => fresh.database.within([orgId], work)
    const ids = [newUuid(T0), newUuid(T0), newUuid(T0)]
    const [same, changed, added] = ids.map((id) => entryOf(id))
    if (!same || !changed || !added) throw new Error('three entries')
    for (const entry of [same, changed])
      await within((tx) =>
        saveDraft(tx, scope, {
          entryId: entry.entryId,
          entry,
          seen: { changedAt: null, baseRelease: null },
          by: 'ann',
          at: T0,
        }),
      )
    await within((tx) => publish(tx, scope, { note: '', by: 'ann', at: T0, entryIds: [same.entryId] }))
    const imported = [same, { ...changed, topic: 'new topic' }, added].map((entry: Entry, index) => ({
      entry,
      row: index + 2,
    }))
    const apply = (workspace: string) =>
      within((tx) => applyImport(tx, scope, { imported, workspace, by: 'bob', at: T0 + 9 }))
    return { scope, within, imported, apply, changed, added }
  }

  test('previews, applies what differs, and undoes it', async () => {
    const { scope, within, imported, apply, changed } = await open()
    const before = await within((tx) => listWorkspace(tx, scope, { limit: 10 }))
    const preview = await within((tx) => previewImport(tx, scope, imported))
    expect(preview.entries.map((one) => [one.row, one.state])).toEqual([
      [2, 'unchanged'],
      [3, 'changed'],
      [4, 'new'],
    ])
    expect(await within((tx) => listWorkspace(tx, scope, { limit: 10 }))).toEqual(before)
    const { importId, drafts } = await apply(preview.workspace)
    expect(drafts).toBe(2)
    expect(await within((tx) => readWorkspaceEntry(tx, scope, changed.entryId))).toMatchObject({
      entry: { topic: 'new topic' },
      draft: { changedBy: 'bob' },
    })
    expect(await within((tx) => undoImport(tx, scope, importId))).toEqual({ restored: 1 })
    expect(await within((tx) => listWorkspace(tx, scope, { limit: 10 }))).toEqual(before)
    await expect(within((tx) => undoImport(tx, scope, importId))).rejects.toThrow('no such')
  })

  test('is refused when somebody changed the workspace after the preview', async () => {
    const { scope, within, imported, apply } = await open()
    const preview = await within((tx) => previewImport(tx, scope, imported))
    const other = entryOf(newUuid(T0))
    await within((tx) =>
      saveDraft(tx, scope, {
        entryId: other.entryId,
        entry: other,
        seen: { changedAt: null, baseRelease: null },
        by: 'eve',
        at: T0,
      }),
    )
    await expect(apply(preview.workspace)).rejects.toThrow('since the preview')
  })

  test('cannot be undone after somebody went on with it', async () => {
    const { scope, within, imported, apply, added } = await open()
    const { workspace } = await within((tx) => previewImport(tx, scope, imported))
    const { importId } = await apply(workspace)
    await within((tx) => publish(tx, scope, { note: '', by: 'ann', at: T0 + 20, entryIds: [added.entryId] }))
    await expect(within((tx) => undoImport(tx, scope, importId))).rejects.toThrow('changed or published since')
  })
})
