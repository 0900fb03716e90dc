import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../test/database.ts'
import { entryOf, merchant, packOf, T0 } from '../../test/knowledge-fixture.ts'
import { newUuid } from '../kernel/ids.ts'
import type { Tx } from '../storage/index.ts'
import { discardDraft, listWorkspace, readWorkspaceEntry, removeEntry, saveDraft } from './draft.store.ts'
import type { Entry } from './entry.ts'
import { createPacks } from './packs.ts'
import { subscribePack } from './pack-subscription.store.ts'
import { diffReleases, entryHistory, listReleases, publish, rollBack } from './release.store.ts'
import type { Scope, ScopeKind } from './scope.ts'
import { resolveEntries } from './shop-knowledge.ts'
import { readShopKnowledge } from './shop-knowledge.store.ts'

const UNSEEN = { changedAt: null, baseRelease: null }
const ann = { by: 'ann', at: T0 }
const note = (text: string) => ({ note: text, by: 'ann', at: T0 + 5 })

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.close())

const open = async (kind: ScopeKind = 'shop') => {
  const shop = await merchant(fresh.database)
  const scopeIds = { organisation: shop.orgId, group: shop.groupId, shop: shop.shopId }
  const scope: Scope = { orgId: shop.orgId, scope: kind, scopeId: scopeIds[kind] }
  const within = <Value>(work: (tx: Tx) => Promise<Value>) => fresh.database.within([shop.orgId], work)
  const save = (entry: Entry, seen: { changedAt: number | null; baseRelease: number | null } = UNSEEN, at = T0) =>
    within((tx) => saveDraft(tx, scope, { entryId: entry.entryId, entry, seen, by: 'ann', at }))
  return { shop, scope, within, save, known: () => readShopKnowledge(fresh.database, shop) }
}
const fresher = (change: Partial<Entry> = {}) => entryOf(newUuid(T0), change)

describe('drafts and releases', () => {
  test('a draft is not said until it is published, and then at once, with an event and a new shop version', async () => {
    const { shop, scope, within, save, known } = await open()
    const entry = fresher()
    expect(await save(entry)).toMatchObject({ state: 'new', publishedSince: null, draft: { changedBy: 'ann' } })
    const before = await known()
    expect(before.own).toEqual([])
    const release = await within((tx) => publish(tx, scope, note('first')))
    expect(release).toMatchObject({
      release: 1,
      shopIds: [shop.shopId],
      summary: { added: [{ title: '赠品' }], changed: [] },
    })
    const after = await known()
    expect(after.own).toEqual([{ entry, origin: { kind: 'own', scope: 'shop', scopeId: shop.shopId, release: 1 } }])
    expect(after.version).not.toBe(before.version)
    const rows = await within((tx) => tx.selectFrom('outbox').select('events').execute())
    expect(rows[0]?.events).toMatchObject([{ type: 'knowledge.published', shopId: shop.shopId, body: { release: 1 } }])
    const shops = await within((tx) =>
      tx.selectFrom('shop').select(['shop_id', 'version']).orderBy('version').execute(),
    )
    expect(shops.map((row) => row.version)).toEqual([1, 2])
    expect(await within((tx) => listWorkspace(tx, scope, { limit: 10, draftsOnly: true }))).toEqual([])
  })

  test('two editors: the second one is told', async () => {
    const { scope, within, save } = await open()
    const entry = fresher()
    const first = await save(entry)
    await expect(save(entry)).rejects.toThrow('Changed by ann')
    const seen = { changedAt: first.draft?.changedAt ?? null, baseRelease: null }
    const second = await save({ ...entry, topic: 'gift' }, seen)
    expect(second.draft?.changedAt).toBeGreaterThan(T0)
    await within((tx) => publish(tx, scope, note('')))
    await expect(save(entry, { changedAt: null, baseRelease: null })).rejects.toThrow('a release')
    await save(entry, { changedAt: null, baseRelease: 1 })
  })

  test('chosen drafts are published, the others wait', async () => {
    const { scope, within, save } = await open()
    const [one, two] = [fresher(), fresher()]
    await save(one)
    await save(two)
    await within((tx) => publish(tx, scope, { ...note(''), entryIds: [one.entryId] }))
    const rows = await within((tx) => listWorkspace(tx, scope, { limit: 10 }))
    expect(Object.fromEntries(rows.map((row) => [row.entryId, row.state]))).toEqual({
      [one.entryId]: 'published',
      [two.entryId]: 'new',
    })
    expect((await within((tx) => listWorkspace(tx, scope, { limit: 1, after: rows[0]?.entryId }))).length).toBe(1)
    expect(await within((tx) => listWorkspace(tx, scope, { limit: 9, search: '没有的话' }))).toEqual([])
    await expect(within((tx) => publish(tx, scope, { ...note(''), entryIds: [one.entryId] }))).rejects.toThrow(
      'no such',
    )
  })

  test('publishing nothing is refused', async () => {
    const { scope, within, save } = await open()
    await expect(within((tx) => publish(tx, scope, note('')))).rejects.toThrow('Nothing')
    const entry = fresher()
    await save(entry)
    await within((tx) => publish(tx, scope, note('')))
    await save(entry, { changedAt: null, baseRelease: 1 })
    await expect(within((tx) => publish(tx, scope, note('')))).rejects.toThrow('Nothing')
  })

  test('rolling back makes a new release that equals the old one', async () => {
    const { scope, within, save, known } = await open()
    const entry = fresher()
    const gone = fresher()
    await save(entry)
    await save(gone)
    await within((tx) => publish(tx, scope, note('one')))
    const one = await known()
    await save({ ...entry, phrasings: ['换了说法'] }, { changedAt: null, baseRelease: 1 })
    await within((tx) =>
      removeEntry(tx, scope, { ...ann, entryId: gone.entryId, seen: { changedAt: null, baseRelease: 1 } }),
    )
    expect((await within((tx) => readWorkspaceEntry(tx, scope, gone.entryId))).state).toBe('removed')
    const two = await within((tx) => publish(tx, scope, note('two')))
    expect(two.summary).toMatchObject({
      added: [],
      changed: [{ entryId: entry.entryId }],
      removed: [{ entryId: gone.entryId }],
    })
    const diff = await within((tx) => diffReleases(tx, scope, { from: 1, to: 2 }))
    expect(diff.changed[0]?.fields).toEqual(['phrasings'])
    expect(diff.removed[0]?.entryId).toBe(gone.entryId)
    const back = await within((tx) => rollBack(tx, scope, { ...note('back'), to: 1 }))
    expect(back).toMatchObject({ release: 3, rolledBackTo: 1, summary: { added: [{ entryId: gone.entryId }] } })
    expect((await known()).own.map((own) => own.entry)).toEqual(one.own.map((own) => own.entry))
    expect(await within((tx) => diffReleases(tx, scope, { from: 1, to: 3 }))).toEqual({
      added: [],
      removed: [],
      changed: [],
    })
    expect((await within((tx) => listReleases(tx, scope, { limit: 10 }))).map((row) => row.release)).toEqual([3, 2, 1])
    const history = await within((tx) => entryHistory(tx, scope, entry.entryId))
    expect(history.map((row) => [row.since, row.until, row.publishedBy])).toEqual([
      [3, null, 'ann'],
      [2, 3, 'ann'],
      [1, 2, 'ann'],
    ])
    await expect(within((tx) => rollBack(tx, scope, { ...note(''), to: 3 }))).rejects.toThrow('no such')
  })

  test('a draft made on an older release is not published over a newer one', async () => {
    const { scope, within, save } = await open()
    const entry = fresher()
    await save(entry)
    await within((tx) => publish(tx, scope, note('one')))
    await save({ ...entry, topic: 'b' }, { changedAt: null, baseRelease: 1 })
    await within((tx) => publish(tx, scope, note('two')))
    await save({ ...entry, topic: 'c' }, { changedAt: null, baseRelease: 2 })
    await within((tx) => rollBack(tx, scope, { ...note('back'), to: 1 }))
    await expect(within((tx) => publish(tx, scope, note('three')))).rejects.toThrow('older release')
  })
})

describe('drafts and inheritance', () => {
  test('a draft can be thrown away', async () => {
    const { scope, within, save } = await open()
    const entry = fresher()
    const draft = await save(entry)
    const seen = { changedAt: draft.draft?.changedAt ?? null, baseRelease: null }
    await within((tx) => discardDraft(tx, scope, { ...ann, entryId: entry.entryId, seen }))
    await expect(within((tx) => readWorkspaceEntry(tx, scope, entry.entryId))).rejects.toThrow('no such')
  })

  test('an unsound entry is refused with the field', async () => {
    const { save } = await open()
    await expect(save(fresher({ match: 'regex', phrasings: ['(a+)+b'] }))).rejects.toMatchObject({
      code: 'unprocessable',
      field: 'entry.phrasings.0',
    })
    await expect(save(entryOf('general.mine'))).rejects.toMatchObject({ field: 'entry.entryId' })
  })

  test('the shop inherits from its group and organisation, and the nearer wins', async () => {
    const { shop, within, known } = await open()
    const scopes: Scope[] = [
      { orgId: shop.orgId, scope: 'organisation', scopeId: shop.orgId },
      { orgId: shop.orgId, scope: 'group', scopeId: shop.groupId },
      { orgId: shop.orgId, scope: 'shop', scopeId: shop.otherShopId },
    ]
    const id = newUuid(T0)
    for (const scope of scopes) {
      await within(async (tx) => {
        const entry = entryOf(id, { topic: scope.scope })
        await saveDraft(tx, scope, { entryId: id, entry, seen: UNSEEN, ...ann })
        await publish(tx, scope, note(''))
      })
    }
    const topic = async (shopId: string, groupId: string | null) =>
      (await readShopKnowledge(fresh.database, { ...shop, shopId, groupId })).own.map((own) => own.entry.topic)
    expect((await known()).own.map((own) => own.origin.scope)).toEqual(['group'])
    expect(await topic(shop.otherShopId, shop.groupId)).toEqual(['shop'])
    expect(await topic(newUuid(T0), null)).toEqual(['organisation'])
    const stranger = await merchant(fresh.database)
    expect((await readShopKnowledge(fresh.database, stranger)).own).toEqual([])
  })

  test('an own entry replaces the answers of a scenario and adds its phrasings', async () => {
    const { shop, scope, within, save, known } = await open()
    const packs = createPacks([packOf([entryOf('general.gift.has'), entryOf('general.ship.free')])])
    await within((tx) => subscribePack(tx, shop, { ...ann, packs, packId: 'general' }))
    await save(
      fresher({
        overrides: 'general.gift.has',
        phrasings: ['送不送袜子'],
        answers: [{ id: 'own', texts: ['送袜子'], textsEn: [], cards: [], after: 'none' }],
      }),
    )
    await within((tx) => publish(tx, scope, note('')))
    const resolved = resolveEntries(packs, await known())
    expect(resolved.map((one) => one.entry.entryId)).toEqual(['general.gift.has', 'general.ship.free'])
    expect(resolved[0]?.entry.phrasings).toEqual(['有没有赠品', '买一送一吗', '送不送袜子'])
    expect(resolved[0]).toMatchObject({ origin: { kind: 'own' }, entry: { answers: [{ id: 'own' }] } })
  })
})
