import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../../test/database.ts'
import { type RunningDemo, startDemo } from '../../../test/fixtures/start-demo.ts'
import { createEgress } from '../../egress/index.ts'
import { createManualClock, systemClock } from '../../kernel/clock.ts'
import {
  computeDemandState,
  effectiveSettings,
  readClaimableCoupons,
  readOrdersInView,
  readProducts,
  readProgress,
} from '../../shop/index.ts'
import { readRoom } from '../../livestream/index.ts'
import { checkRule, readLatest } from '../../offer/index.ts'
import type { Tx } from '../../storage/index.ts'
import { type DemoSeedTools, type SeededDemo, seedDemoOrganisation } from './seed-demo-organisation.ts'

const NOW = '2026-11-20T02:00:00Z'
let fresh: FreshDatabase
let demo: RunningDemo
let seeded: SeededDemo
const ports = new Set<number>()
const egress = createEgress({ clock: systemClock, loopbackPorts: ports })
const seed = (more: Partial<DemoSeedTools> = {}) =>
  seedDemoOrganisation({
    database: fresh.database,
    clock: createManualClock(Date.parse(NOW)),
    request: egress.request,
    demoUrl: demo.url,
    ourUrl: 'http://127.0.0.1:1',
    rootDir: process.cwd(),
    onProgress: () => undefined,
    ...more,
  })

beforeAll(async () => {
  fresh = await freshDatabase()
  demo = await startDemo({ now: NOW })
  ports.add(Number(new URL(demo.url).port))
  seeded = await seed()
}, 60_000)
afterAll(async () => {
  egress.close()
  await demo.stop()
  await fresh.close()
})

const within = <Value>(work: (tx: Tx) => Promise<Value>): Promise<Value> => fresh.database.within([seeded.orgId], work)

test('six shops in two groups over six industries, each with its goods and its own rules', async () => {
  expect(seeded.isNew).toBe(true)
  expect(new Set(seeded.shops.map((shop) => shop.industry)).size).toBe(6)
  expect(new Set(seeded.shops.map((shop) => shop.groupId)).size).toBe(2)
  const products = await within(async (tx) => {
    const counts = []
    for (const shop of seeded.shops) counts.push((await readProducts(tx, shop)).length)
    return counts
  })
  expect(products.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(220)
  const food = seeded.shops.find((shop) => shop.industry === 'food')
  if (!food) throw new Error('no food shop')
  const { settings, sources } = await within((tx) => effectiveSettings(tx, food))
  expect(settings.policies).toMatchObject({ dispatchHours: 24, freeShippingFen: 5900, refundDays: 3 })
  expect(settings.nonReturnableCategories.length).toBeGreaterThan(0)
  expect([sources['policies.dispatchHours'], sources['policies.wholesale'], sources['policies.refundDays']]).toEqual([
    'shop',
    'group',
    'organisation',
  ])
})

test('everything is mirrored, and the past is no news', async () => {
  const rows = await within((tx) => tx.selectFrom('outbox').select('events').execute())
  // The show begins now: that is news.
  expect(rows).toEqual([{ events: [expect.objectContaining({ type: 'live-room.opened' })] }])
  for (const shop of seeded.shops) {
    const progress = await within((tx) => readProgress(tx, shop))
    expect(progress.every((kind) => kind.syncedAt !== null && kind.problem === null)).toBe(true)
  }
})

test('the faces of the demo stand where they should, in every shop', async () => {
  const faces = {
    buyer001: 'in-transit',
    buyer002: 'paid-unshipped',
    buyer003: 'received',
    buyer004: 'ordered-unpaid',
    buyer005: 'refunding',
    buyer006: 'in-transit',
    buyer008: 'paid-unshipped',
    buyer009: 'in-transit',
  }
  for (const shop of seeded.shops) {
    for (const [customerId, state] of Object.entries(faces)) {
      const view = await readOrdersInView(fresh.database.hot, shop, { customerId, limit: 10 })
      expect([shop.name, customerId, computeDemandState(view, Date.parse(NOW))]).toEqual([shop.name, customerId, state])
    }
  }
})

test('offers of many kinds stand in the ledgers, and what is for a live room alone names it', async () => {
  const rules = await within(async (tx) => {
    const found = []
    for (const shop of seeded.shops) found.push(...(await readLatest(tx, shop)).map(({ rule }) => rule))
    return found
  })
  const kinds = new Set(rules.map((rule) => rule?.kind))
  for (const kind of ['nth-piece', 'freight-insurance', 'gift', 'shop-reduction', 'time-price', 'product-coupon'])
    expect(kinds).toContain(kind)
  const checked = rules.flatMap((rule) =>
    rule ? [checkRule(rule, { shopId: String(rule.owner), at: Date.parse(NOW) })] : [],
  )
  expect(checked.filter(({ ok }) => !ok)).toEqual([])
  const ofRoom = rules.filter((rule) => String(rule?.title).includes('直播'))
  expect(ofRoom.map((rule) => rule?.entrance)).toEqual(['live:yunqili-live', 'live:yunqili-live', 'live:yunqili-live'])
  const clothes = seeded.shops.find((shop) => shop.industry === 'apparel')
  if (!clothes) throw new Error('no shop')
  const room = await within((tx) => readRoom(tx, { ...clothes, roomId: 'yunqili-live' }))
  expect(room).toMatchObject({ state: 'live', onAir: room?.runningOrder[0] })
  expect(room?.runningOrder).toHaveLength(4)
})

test('two coupons of a shop contradict each other today', async () => {
  for (const shop of seeded.shops) {
    const open = await within((tx) => readClaimableCoupons(tx, shop, Date.parse(NOW)))
    const close = open.filter((one) =>
      open.some(
        (other) =>
          other !== one &&
          Math.abs((other.item.threshold?.amount ?? -9999) - (one.item.threshold?.amount ?? -1)) <= 100 &&
          other.item.off.amount !== one.item.off.amount,
      ),
    )
    expect([shop.name, close.length >= 2]).toEqual([shop.name, true])
  }
})

test('a second start keeps what is there', async () => {
  const again = await seed()
  expect(again).toMatchObject({ orgId: seeded.orgId, isNew: false })
  expect(again.shops.map((shop) => shop.shopId)).toEqual(seeded.shops.map((shop) => shop.shopId))
})

test('a start whose mirrors are filled leaves the shops for later, and follows the demo server to its new port', async () => {
  const [lines, errands]: [string[], (() => Promise<void>)[]] = [[], []]
  const tools = {
    onProgress: (line: string) => lines.push(line),
    later: (one: () => Promise<void>) => errands.push(one),
  }
  const demoUrl = demo.url.replace('127.0.0.1', 'localhost')
  const again = await seed({ ...tools, demoUrl })
  expect({ lines, waiting: errands.length }).toEqual({ lines: [], waiting: seeded.shops.length })
  expect(again.shops[0]?.backendSettings).toMatchObject({ url: demoUrl })
  for (const errand of errands) await errand()
  const [food] = seeded.shops
  if (!food) throw new Error('no shop')
  await within((tx) => tx.deleteFrom('mirror_progress').where('shop_id', '=', food.shopId).execute())
  await seed(tools)
  expect(lines).toEqual([`mirroring ${food.name}`])
})
