import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../test/database.ts'
import { createListedBackend } from '../../test/fixtures/listed-backend.ts'
import { aCoupon, anOrder, NOON } from '../../test/fixtures/shop-documents.ts'
import { createManualClock } from '../kernel/clock.ts'
import { newId, type OrgId } from '../kernel/ids.ts'
import { createOrganisation } from './organisation.store.ts'
import { type AuditedAct, performAct } from './perform-act.ts'
import { createShop, type ShopRef } from './shop.store.ts'

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

function desk() {
  const audited: AuditedAct[] = []
  const backend = createListedBackend([
    { kind: 'order', at: NOON, order: anOrder() },
    { kind: 'coupon', at: NOON, coupon: aCoupon() },
  ])
  const audit = async (_tx: unknown, act: AuditedAct) => {
    audited.push(act)
  }
  return { audited, backend, tools: { database: fresh.database, clock: createManualClock(NOON), backend, audit } }
}

const cancel = (key: string, customerId = 'c1') =>
  ({ kind: 'cancel-order', idempotencyKey: key, customerId, orderId: 'o1', reason: 'changed my mind' }) as const

test('the same key acts once, answers the same, and is audited once', async () => {
  const { tools, backend, audited } = desk()
  const wanted = { shop, action: cancel('key-once-1'), actor: 'robot' }
  const first = await performAct(tools, wanted)
  const second = await performAct(tools, wanted)
  expect(first).toEqual({ kind: 'done', receipt: 'receipt of key-once-1', alreadyDone: false })
  expect(second).toEqual({ ...first, alreadyDone: true })
  expect(backend.acts).toEqual(['key-once-1'])
  expect(audited).toMatchObject([{ actor: 'robot', outcome: { kind: 'done' } }])
  const otherBody = performAct(tools, { ...wanted, action: { ...wanted.action, reason: 'something else' } })
  await expect(otherBody).rejects.toMatchObject({ code: 'idempotency-mismatch' })
})

test('a rule that does not hold refuses before the shop is asked', async () => {
  const { tools, backend, audited } = desk()
  const outcome = await performAct(tools, { shop, action: cancel('key-foreign', 'c2'), actor: 'robot' })
  expect(outcome).toMatchObject({ kind: 'refused', precondition: 'order-belongs-to-buyer' })
  expect(backend.acts).toEqual([])
  expect(audited).toHaveLength(1)
})

test('an act that the shop system does not offer is unsupported', async () => {
  const { tools } = desk()
  const action = { ...cancel('key-unsupported'), kind: 'ship-reminder' } as const
  expect(await performAct(tools, { shop, action, actor: 'robot' })).toEqual({ kind: 'unsupported' })
})

test('an act whose outcome never became known may be tried again under its key', async () => {
  const { tools, backend } = desk()
  // The order and the refunds are read; the act itself does not get through.
  backend.answersLeft = 2
  const wanted = { shop, action: cancel('key-retried'), actor: 'robot' }
  expect(await performAct(tools, wanted)).toMatchObject({ kind: 'unreachable' })
  backend.answersLeft = Number.POSITIVE_INFINITY
  expect(await performAct(tools, wanted)).toMatchObject({ kind: 'done', alreadyDone: false })
})

test('a coupon is granted once per buyer and tells of it', async () => {
  const { tools } = desk()
  const grant = (key: string) =>
    ({ kind: 'coupon-grant', idempotencyKey: key, customerId: 'c1', couponId: 'k1', reason: 'sorry' }) as const
  expect(await performAct(tools, { shop, action: grant('grant-0001'), actor: 'robot' })).toMatchObject({ kind: 'done' })
  const again = await performAct(tools, { shop, action: grant('grant-0002'), actor: 'robot' })
  expect(again).toMatchObject({ kind: 'refused', precondition: 'once-per-buyer' })
  const rows = await fresh.database.within([shop.orgId], (tx) => tx.selectFrom('outbox').select('events').execute())
  expect(JSON.stringify(rows)).toContain('coupon.granted')
})
