import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../test/database.ts'
import { entryOf, merchant, packOf, T0 } from '../../test/knowledge-fixture.ts'
import { newUuid } from '../kernel/ids.ts'
import type { Tx } from '../storage/index.ts'
import { diagnoseEntry } from './diagnose-entry.ts'
import { saveDraft } from './draft.store.ts'
import type { Entry } from './entry.ts'
import { createPacks } from './packs.ts'
import { subscribePack } from './pack-subscription.store.ts'
import { readKnowledge } from './read-knowledge.ts'
import { publish, rollBack } from './release.store.ts'
import type { Scope, ScopeKind } from './scope.ts'
import { resolveEntries } from './shop-knowledge.ts'
import { readShopKnowledge } from './shop-knowledge.store.ts'
import { tableWords } from './table-columns.ts'
import { writeTable } from './write-table.ts'

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.close())

const SCENARIO = 'general.gift.has'
const packs = createPacks([packOf([entryOf(SCENARIO)])])
const words = tableWords.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, '../../packs/general/import-columns.json'), 'utf8')),
)

async function open() {
  const shop = await merchant(fresh.database)
  const ids = { organisation: shop.orgId, group: shop.groupId, shop: shop.shopId }
  const within = <Value>(work: (tx: Tx) => Promise<Value>) => fresh.database.within([shop.orgId], work)
  const scopeOf = (scope: ScopeKind): Scope => ({ orgId: shop.orgId, scope, scopeId: ids[scope] })
  await within(async (tx) => {
    for (const shopId of [shop.shopId, shop.otherShopId])
      await subscribePack(tx, { orgId: shop.orgId, shopId }, { packs, packId: 'general', at: T0, by: 'ann' })
  })
  return {
    ...shop,
    within,
    scopeOf,
    say: (kind: ScopeKind, entry: Entry) =>
      within(async (tx) => {
        const seen = { changedAt: null, baseRelease: null }
        await saveDraft(tx, scopeOf(kind), { entryId: entry.entryId, entry, seen, by: 'ann', at: T0 })
        return publish(tx, scopeOf(kind), { note: '', by: 'ann', at: T0 })
      }),
    known: async (shopId = shop.shopId) => {
      const { orgId, groupId } = shop
      const found = resolveEntries(packs, await readShopKnowledge(fresh.database, { orgId, groupId, shopId }))
      return found.map(({ entry, origin }) => `${entry.entryId} ${origin.kind}`).sort()
    },
  }
}

test('a nearer scope switches off what it inherits, for itself and below, until it is rolled back', async () => {
  const { say, known, otherShopId, within, scopeOf } = await open()
  const entry = entryOf(newUuid(T0))
  await say('organisation', entry)
  const all = [`${entry.entryId} own`, `${SCENARIO} pack`].sort()
  expect(await known()).toEqual(all)
  const other = await say('shop', entryOf(newUuid(T0), { phrasings: ['别的'] }))
  await say('shop', { ...entry, off: true })
  expect(await known()).not.toContain(`${entry.entryId} own`)
  expect(await known(otherShopId)).toEqual(all)
  await within((tx) => rollBack(tx, scopeOf('shop'), { to: other.release, note: '', by: 'ann', at: T0 + 1 }))
  expect(await known()).toContain(`${entry.entryId} own`)
})

test('a scenario is switched off by group, its replacement alone by leaving out what it overrides', async () => {
  const { say, known, otherShopId } = await open()
  const replaced = entryOf(newUuid(T0), { overrides: SCENARIO })
  await say('organisation', replaced)
  expect(await known()).toEqual([`${SCENARIO} own`])
  const { overrides: _, ...alone } = replaced
  await say('shop', { ...alone, off: true })
  expect([await known(), await known(otherShopId)]).toEqual([[`${SCENARIO} pack`], [`${SCENARIO} own`]])
  await say('group', entryOf(newUuid(T0), { overrides: SCENARIO, answers: [], off: true }))
  expect([await known(), await known(otherShopId)]).toEqual([[], []])
})

test('off survives export and import, and the writer is told of it', async () => {
  const entry = entryOf(newUuid(T0), { off: true })
  for (const format of ['xlsx', 'csv'] as const) {
    const bytes = await writeTable([entry, entryOf(newUuid(T0))], { format, language: 'zh', words })
    const { imported, problems } = await readKnowledge({ bytes, format, words, scopeId: newUuid(T0) })
    expect([imported.map((one) => one.entry.off), problems]).toEqual([[true, undefined], []])
  }
  const found = diagnoseEntry(entry, { at: T0, siblings: [], validities: new Map() })
  expect(found.map(({ code, severity }) => `${severity} ${code}`)).toEqual(['warning switched-off'])
})
