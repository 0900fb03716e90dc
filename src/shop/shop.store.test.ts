import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../test/database.ts'
import { newId, type OrgId } from '../kernel/ids.ts'
import { createGroup, createOrganisation, listGroups } from './organisation.store.ts'
import { changeSettings, effectiveSettings } from './settings.store.ts'
import { changeShop, createShop, listShops, ownerOfShop, readShop } from './shop.store.ts'

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.close())

const AT = Date.UTC(2026, 0, 1)

async function aHouse(tag: string) {
  const orgId = newId<OrgId>(AT)
  return fresh.database.within([orgId], async (tx) => {
    await createOrganisation(tx, { orgId, name: `house ${tag}`, settings: { policies: { returnDays: 7 } }, at: AT })
    const group = await createGroup(tx, { orgId, name: 'clothes', settings: { focusDays: 4 }, at: AT })
    const inGroup = await createShop(tx, { orgId, groupId: group.groupId, name: 'in group', at: AT })
    const alone = await createShop(tx, { orgId, name: 'alone', industry: 'food', at: AT })
    return { orgId, group, inGroup, alone }
  })
}

test('a shop inherits from its group and organisation, and says where from', async () => {
  const { orgId, inGroup, alone } = await aHouse('a')
  const [grouped, lonely] = await fresh.database.within([orgId], async (tx) => [
    await effectiveSettings(tx, inGroup),
    await effectiveSettings(tx, alone),
  ])
  expect(grouped?.settings).toMatchObject({ focusDays: 4, policies: { returnDays: 7 } })
  expect(grouped?.sources.focusDays).toBe('group')
  expect(lonely?.settings.focusDays).toBe(21)
  expect(lonely?.sources['policies.returnDays']).toBe('organisation')
})

test('a change moves the version of every shop below and of no other', async () => {
  const { orgId, group, inGroup, alone } = await aHouse('b')
  const versions = () =>
    fresh.database.within([orgId], async (tx) => [
      (await readShop(tx, inGroup)).version,
      (await readShop(tx, alone)).version,
    ])
  expect(await versions()).toEqual([1, 1])
  const scope = { kind: 'group', orgId, groupId: group.groupId } as const
  await fresh.database.within([orgId], (tx) => changeSettings(tx, scope, { quietMs: 100 }))
  expect(await versions()).toEqual([2, 1])
  await fresh.database.within([orgId], (tx) => changeSettings(tx, { kind: 'organisation', orgId }, { quietMs: 200 }))
  expect(await versions()).toEqual([3, 2])
  await fresh.database.within([orgId], (tx) => changeSettings(tx, { kind: 'shop', ...alone }, { quietMs: 300 }))
  expect(await versions()).toEqual([3, 3])
})

test('null takes a key back, an unknown or wrong key is refused by its path and changes nothing', async () => {
  const { orgId, alone } = await aHouse('c')
  const scope = { kind: 'shop', ...alone } as const
  const change = (patch: unknown) => fresh.database.within([orgId], (tx) => changeSettings(tx, scope, patch))
  await change({ quietMs: 900, policies: { couriers: 'ZTO', refundDays: 2 } })
  expect(await change({ quietMs: null, policies: { couriers: null } })).toEqual({ policies: { refundDays: 2 } })
  await expect(change({ colour: 'red' })).rejects.toMatchObject({ code: 'invalid-field', field: 'colour' })
  await expect(change({ policies: { returnDays: -1 } })).rejects.toMatchObject({ field: 'policies.returnDays' })
  await expect(change('x')).rejects.toMatchObject({ code: 'invalid-field' })
  expect((await fresh.database.within([orgId], (tx) => readShop(tx, alone))).settings).toEqual({
    policies: { refundDays: 2 },
  })
})

test('a shop of another organisation is as absent as one that never was', async () => {
  const mine = await aHouse('d')
  const theirs = await aHouse('e')
  const read = (shopId: string) =>
    fresh.database.within([mine.orgId], (tx) => readShop(tx, { orgId: mine.orgId, shopId }))
  await expect(read(theirs.alone.shopId)).rejects.toMatchObject({ code: 'not-found' })
  await expect(read(newId(AT))).rejects.toMatchObject({ code: 'not-found' })
  const foreignGroup = { groupId: theirs.group.groupId }
  const move = fresh.database.within([mine.orgId], (tx) => changeShop(tx, mine.alone, foreignGroup))
  await expect(move).rejects.toMatchObject({ code: 'invalid-field', field: 'groupId' })
  expect(await ownerOfShop(fresh.database, theirs.alone.shopId)).toBe(theirs.orgId)
  expect(await ownerOfShop(fresh.database, newId(AT))).toBeNull()
})

test('shops are listed by page, by group and by the list of a member of staff', async () => {
  const { orgId, group, inGroup, alone } = await aHouse('f')
  await fresh.database.within([orgId], async (tx) => {
    const all = await listShops(tx, { orgId })
    expect(new Set(all.map((shop) => shop.shopId))).toEqual(new Set([inGroup.shopId, alone.shopId]))
    const [first] = await listShops(tx, { orgId, limit: 1 })
    const second = await listShops(tx, { orgId, limit: 1, after: first?.shopId ?? '' })
    expect([first?.shopId, second[0]?.shopId]).toEqual(all.map((shop) => shop.shopId))
    expect((await listShops(tx, { orgId, groupId: group.groupId })).map((shop) => shop.name)).toEqual(['in group'])
    expect(await listShops(tx, { orgId, shopIds: [] })).toEqual([])
    expect((await listGroups(tx, orgId)).map((found) => found.name)).toEqual(['clothes'])
  })
})
