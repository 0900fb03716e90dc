import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../test/database.ts'
import { entryOf, merchant, packOf, T0 } from '../../test/knowledge-fixture.ts'
import {
  diffSubscription,
  listSubscriptions,
  packsForIndustry,
  subscribePack,
  switchPack,
  switchScenario,
} from './pack-subscription.store.ts'
import { createPacks } from './packs.ts'
import { readShopKnowledge } from './shop-knowledge.store.ts'

const free = entryOf('general.ship.free')
const gift = entryOf('general.gift.has')
const one = createPacks([
  packOf([free, gift]),
  packOf([], { id: 'apparel', industry: 'apparel', extends: ['general'] }),
])
const changer = { at: T0, by: 'staff' }

describe('pack subscriptions', () => {
  let fresh: FreshDatabase
  beforeAll(async () => {
    fresh = await freshDatabase()
  })
  afterAll(() => fresh.close())

  const subscribed = async () => {
    const shop = await merchant(fresh.database)
    await fresh.database.within([shop.orgId], (tx) =>
      subscribePack(tx, shop, { ...changer, packs: one, packId: 'apparel' }),
    )
    return { ...shop, packId: 'general' }
  }
  const read = (shop: Awaited<ReturnType<typeof subscribed>>) => readShopKnowledge(fresh.database, shop)

  test('what a pack extends comes with it, the general pack first', async () => {
    const shop = await subscribed()
    const knowledge = await read(shop)
    expect(knowledge.packIds.map((pack) => pack.packId)).toEqual(['general', 'apparel'])
    expect(knowledge.own).toEqual([])
    expect(packsForIndustry(one, 'apparel')).toEqual(['general', 'apparel'])
    expect(packsForIndustry(one, null)).toEqual(['general'])
  })

  test('a scenario and a pack switched off are gone, with a new version and an event, and come back', async () => {
    const shop = await subscribed()
    const pack = packOf([free, gift])
    const before = await read(shop)
    const change = (enabled: boolean, at: number) =>
      fresh.database.within([shop.orgId], (tx) =>
        switchScenario(tx, shop, { at, by: 'staff', pack, scenarioId: gift.entryId, enabled }),
      )
    await change(false, T0 + 1)
    const off = await read(shop)
    expect([...off.disabled]).toEqual([gift.entryId])
    expect(off.version).not.toBe(before.version)
    await change(true, T0 + 2)
    expect((await read(shop)).disabled.size).toBe(0)
    await fresh.database.within([shop.orgId], (tx) => switchPack(tx, shop, { ...changer, enabled: false }))
    expect((await read(shop)).packIds.map((one) => one.packId)).toEqual(['apparel'])
    const events = await fresh.database.within([shop.orgId], (tx) => tx.selectFrom('outbox').select('events').execute())
    expect(events.length).toBe(5)
    expect(JSON.stringify(events)).toContain('knowledge.published')
  })

  test('an upgrade shows what it would change, and nothing after it was made', async () => {
    const shop = await subscribed()
    const reworded = entryOf(free.entryId, {
      answers: [
        { ...free.answers[0], id: 'default', texts: ['包邮的', '都包邮呢'], textsEn: [], cards: [], after: 'none' },
      ],
    })
    const two = createPacks([packOf([reworded, entryOf('general.gift.new')], { version: '2.0.0' })])
    const diff = () => fresh.database.within([shop.orgId], (tx) => diffSubscription(tx, shop, two))
    expect(await diff()).toEqual({
      packId: 'general',
      from: '1.0.0',
      to: '2.0.0',
      added: ['general.gift.new'],
      removed: [gift.entryId],
      changed: [
        { scenarioId: free.entryId, wording: false, answers: { added: [], removed: [], changed: ['default'] } },
      ],
    })
    await fresh.database.within([shop.orgId], (tx) =>
      subscribePack(tx, shop, { ...changer, packs: two, packId: 'general' }),
    )
    expect(await diff()).toMatchObject({ added: [], removed: [], changed: [] })
    const list = await fresh.database.within([shop.orgId], (tx) => listSubscriptions(tx, shop))
    expect(list.map((row) => row.version)).toEqual(['1.0.0', '2.0.0'])
  })

  test('another organisation neither sees nor switches it', async () => {
    const shop = await subscribed()
    const stranger = await merchant(fresh.database)
    const reach = { ...shop, orgId: stranger.orgId }
    await expect(
      fresh.database.within([stranger.orgId], (tx) => switchPack(tx, reach, { ...changer, enabled: false })),
    ).rejects.toThrow('no such thing')
    expect((await read(shop)).packIds.length).toBe(2)
  })
})
