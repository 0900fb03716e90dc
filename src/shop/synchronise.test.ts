import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../test/database.ts'
import { createListedBackend } from '../../test/fixtures/listed-backend.ts'
import { anOrder, NOON } from '../../test/fixtures/shop-documents.ts'
import { createManualClock } from '../kernel/clock.ts'
import { newId, type OrgId, orgId as orgIdSchema } from '../kernel/ids.ts'
import type { CommerceEvent } from './commerce-backend.ts'
import { MIRROR_KINDS } from './freshness.ts'
import { keepMirrors } from './keep-mirrors.ts'
import { readOrdersOf } from './mirror-reads.store.ts'
import { readProgress } from './mirror-progress.store.ts'
import { createOrganisation } from './organisation.store.ts'
import { createShop, type ShopRef } from './shop.store.ts'
import { synchronise } from './synchronise.ts'

let fresh: FreshDatabase
let shop: ShopRef
beforeAll(async () => {
  fresh = await freshDatabase()
  const orgId = newId<OrgId>(NOON)
  shop = await fresh.database.within([orgId], async (tx) => {
    await createOrganisation(tx, { orgId, name: 'house', at: NOON })
    return createShop(tx, { orgId, name: 'shop', at: NOON })
  })
})
afterAll(() => fresh.close())

const orderAt = (index: number): CommerceEvent => {
  const order = anOrder({ orderId: `o${index}`, updatedAt: NOON + index, placedAt: NOON + index })
  return { kind: 'order', at: order.updatedAt, order }
}

test('a run that breaks off is recorded, goes on where it stopped, and then reads only what changed', async () => {
  const backend = createListedBackend(Array.from({ length: 10 }, (_, index) => orderAt(index)))
  const tools = { database: fresh.database, clock: createManualClock(NOON + 100), backend, pageSize: 4 }
  const progress = async () =>
    (await fresh.database.within([shop.orgId], (tx) => readProgress(tx, shop))).find((kind) => kind.kind === 'orders')

  backend.answersLeft = 1
  const [broken] = await synchronise(tools, shop, ['orders'])
  expect(broken).toMatchObject({ kind: 'orders', read: 4, changed: 4, problem: { kind: 'unreachable' } })
  expect(await progress()).toMatchObject({ cursor: '4', syncedTo: null, problem: 'unreachable: connection refused' })

  backend.answersLeft = Number.POSITIVE_INFINITY
  const [rest] = await synchronise(tools, shop, ['orders'])
  expect(rest).toEqual({ kind: 'orders', read: 6, changed: 6, problem: null })
  expect(await progress()).toMatchObject({ cursor: null, syncedTo: NOON + 9, syncedAt: NOON + 100, problem: null })

  backend.documents.push(orderAt(50))
  const [news] = await synchronise(tools, shop, ['orders'])
  expect(news).toMatchObject({ read: 2, changed: 1 })
  const mine = await fresh.database.within([shop.orgId], (tx) =>
    readOrdersOf(tx, { shop, customerId: 'c1', limit: 50 }),
  )
  expect(mine).toHaveLength(11)
})

test('a complete run makes every copy fresh, also those that did not change', async () => {
  const backend = createListedBackend([orderAt(0)])
  const clock = createManualClock(NOON + 5_000_000)
  await synchronise({ database: fresh.database, clock, backend }, shop, ['orders'])
  const [latest] = await fresh.database.within([shop.orgId], (tx) =>
    readOrdersOf(tx, { shop, customerId: 'c1', limit: 1 }),
  )
  expect(latest).toMatchObject({ seenAt: NOON + 5_000_000, item: { orderId: 'o50' } })
})

test('a round over all shops fills those that have a back end and names what had a problem', async () => {
  const whole = createListedBackend([orderAt(90)])
  const gone = createListedBackend([])
  gone.answersLeft = 0
  const orgId = orgIdSchema.parse(shop.orgId)
  const open = (name: string) => fresh.database.within([orgId], (tx) => createShop(tx, { orgId, name, at: NOON }))
  const second = await open('second')
  const third = await open('no back end')
  const clock = createManualClock(NOON + 6_000_000)
  const broken = await keepMirrors({
    database: fresh.database,
    clock,
    backendOf: ({ shopId }) => (shopId === shop.shopId ? whole : shopId === second.shopId ? gone : null),
  })
  expect(broken).toHaveLength(MIRROR_KINDS.length)
  expect(broken.every(({ problem }) => problem?.kind === 'unreachable')).toBe(true)
  const progress = (of: ShopRef) => fresh.database.within([shop.orgId], (tx) => readProgress(tx, of))
  expect((await progress(shop)).every(({ syncedAt }) => syncedAt === NOON + 6_000_000)).toBe(true)
  expect((await progress(third)).every(({ syncedAt, problem }) => syncedAt === null && problem === null)).toBe(true)
})
