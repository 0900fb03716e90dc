import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { type FreshDatabase, freshDatabase } from '../../test/database.ts'
import { aCoupon, anOrder, aParcel, aProduct, aRefund, DAY_MS, NOON } from '../../test/fixtures/shop-documents.ts'
import { newId, type OrgId } from '../kernel/ids.ts'
import type { CommerceEvent } from './commerce-backend.ts'
import { applyToMirror } from './mirror.store.ts'
import {
  readClaimableCoupons,
  readOrder,
  readOrdersOf,
  readParcels,
  readProduct,
  readRefunds,
} from './mirror-reads.store.ts'
import { createOrganisation } from './organisation.store.ts'
import { readOrdersInView } from './orders-in-view.store.ts'
import { createShop, readShop, type ShopRef } from './shop.store.ts'

let fresh: FreshDatabase
let orgId: OrgId
beforeAll(async () => {
  fresh = await freshDatabase()
  orgId = newId<OrgId>(NOON)
  await fresh.database.within([orgId], (tx) => createOrganisation(tx, { orgId, name: 'house', at: NOON }))
})
afterAll(() => fresh.close())

const aShop = (): Promise<ShopRef> =>
  fresh.database.within([orgId], (tx) => createShop(tx, { orgId, name: 'shop', at: NOON }))

const apply = (shop: ShopRef, events: CommerceEvent[], at = NOON) =>
  fresh.database.within([orgId], (tx) => applyToMirror(tx, { shop, events, at }))

const ofOrder = (given: Parameters<typeof anOrder>[0]): CommerceEvent => {
  const order = anOrder(given)
  return { kind: 'order', at: order.updatedAt, order }
}

const written = z.array(z.object({ type: z.string(), shopId: z.string() }))

async function typesOf(shop: ShopRef): Promise<string[]> {
  const rows = await fresh.database.within([orgId], (tx) =>
    tx.selectFrom('outbox').select('events').orderBy('position').execute(),
  )
  const events = rows.flatMap((row) => written.parse(row.events))
  return events.filter((event) => event.shopId === shop.shopId).map((event) => event.type)
}

test('a newer copy wins, an older one never overwrites it, and a repeated one changes nothing', async () => {
  const shop = await aShop()
  const stateNow = async () => (await fresh.database.within([orgId], (tx) => readOrder(tx, shop, 'o1')))?.item.state
  expect(await apply(shop, [ofOrder({})])).toEqual({ changed: 1 })
  expect(await apply(shop, [ofOrder({ state: 'shipped', shippedAt: NOON + 5, updatedAt: NOON + 5 })])).toEqual({
    changed: 1,
  })
  expect(await apply(shop, [ofOrder({ state: 'closed', updatedAt: NOON + 4 })])).toEqual({ changed: 0 })
  expect(await stateNow()).toBe('shipped')
  expect(
    await apply(shop, [ofOrder({ state: 'shipped', shippedAt: NOON + 5, updatedAt: NOON + 5 })], NOON + 99),
  ).toEqual({ changed: 0 })
  const seen = await fresh.database.within([orgId], (tx) => readOrder(tx, shop, 'o1'))
  expect(seen?.seenAt).toBe(NOON + 99)
})

test('the stages of an order are told once each, in their order, and a batch of several copies counts as the newest', async () => {
  const shop = await aShop()
  await apply(shop, [ofOrder({ state: 'unpaid', paidAt: null })])
  await apply(shop, [ofOrder({ note: 'by the door', state: 'unpaid', paidAt: null, updatedAt: NOON + 1 })])
  const shipped = ofOrder({ state: 'shipped', shippedAt: NOON + 3, updatedAt: NOON + 3 })
  await apply(shop, [shipped, ofOrder({ updatedAt: NOON + 2 })])
  await apply(shop, [shipped])
  const delivered = { state: 'received', shippedAt: NOON + 3, receivedAt: NOON + 4, updatedAt: NOON + 4 } as const
  await apply(shop, [ofOrder(delivered)])
  await apply(shop, [ofOrder({ ...delivered, state: 'completed', updatedAt: NOON + 5 })])
  expect(await typesOf(shop)).toEqual([
    'order.placed',
    'order.changed',
    'order.paid',
    'order.shipped',
    'order.delivered',
    'order.changed',
  ])
})

test('parcels, refunds, products and coupons tell their changes; the first fill of a mirror tells none', async () => {
  const shop = await aShop()
  const events: CommerceEvent[] = [
    { kind: 'parcel', at: NOON, parcel: aParcel() },
    { kind: 'refund', at: NOON, refund: aRefund() },
    { kind: 'product', at: NOON, product: aProduct() },
    { kind: 'coupon', at: NOON, coupon: aCoupon() },
  ]
  const backfill = { shop, events, at: NOON, isBackfill: true }
  await fresh.database.within([orgId], (tx) => applyToMirror(tx, backfill))
  expect(await typesOf(shop)).toEqual([])
  await apply(shop, [
    { kind: 'parcel', at: NOON, parcel: aParcel({ state: 'delivered', updatedAt: NOON + 1 }) },
    { kind: 'refund', at: NOON, refund: aRefund({ state: 'agreed', updatedAt: NOON + 1 }) },
    { kind: 'refund', at: NOON, refund: aRefund({ refundId: 'r2', orderId: 'o2' }) },
    { kind: 'product', at: NOON, product: aProduct({ onShelf: false, updatedAt: NOON + 1 }) },
    { kind: 'coupon', at: NOON, coupon: aCoupon({ validTo: NOON + 5, updatedAt: NOON + 1 }) },
  ])
  const types = (await typesOf(shop)).sort()
  expect(types).toEqual(['offer.changed', 'order.changed', 'product.changed', 'refund.changed', 'refund.requested'])
})

test('goods that change move the goods version, orders do not', async () => {
  const shop = await aShop()
  const version = async () => (await fresh.database.within([orgId], (tx) => readShop(tx, shop))).goodsVersion
  await apply(shop, [ofOrder({})])
  expect(await version()).toBe(1)
  await apply(shop, [{ kind: 'product', at: NOON, product: aProduct() }])
  expect(await version()).toBe(2)
  await apply(shop, [{ kind: 'product', at: NOON, product: aProduct() }])
  expect(await version()).toBe(2)
})

test('a coupon that is claimed is no other offer, until the last one is gone', async () => {
  const shop = await aShop()
  const coupon = (left: number, updatedAt: number): CommerceEvent => ({
    kind: 'coupon',
    at: updatedAt,
    coupon: aCoupon({ left, updatedAt }),
  })
  await apply(shop, [coupon(2, NOON)])
  await apply(shop, [coupon(1, NOON + 1)])
  expect(await typesOf(shop)).toEqual(['offer.changed'])
  await apply(shop, [coupon(0, NOON + 2)])
  expect(await typesOf(shop)).toEqual(['offer.changed', 'offer.changed'])
})

test('reads find what belongs to a customer and to this shop only', async () => {
  const shop = await aShop()
  const other = await aShop()
  await apply(shop, [
    ofOrder({}),
    ofOrder({ orderId: 'o2', placedAt: NOON + DAY_MS }),
    ofOrder({ orderId: 'o3', customerId: 'c2' }),
    { kind: 'parcel', at: NOON, parcel: aParcel() },
    { kind: 'refund', at: NOON, refund: aRefund({ orderId: 'o3' }) },
    { kind: 'product', at: NOON, product: aProduct() },
  ])
  await fresh.database.within([orgId], async (tx) => {
    const mine = await readOrdersOf(tx, { shop, customerId: 'c1', limit: 10 })
    expect(mine.map((seen) => seen.item.orderId)).toEqual(['o2', 'o1'])
    expect(await readOrdersOf(tx, { shop, customerId: 'c1', limit: 1 })).toHaveLength(1)
    expect(await readOrdersOf(tx, { shop: other, customerId: 'c1', limit: 10 })).toEqual([])
    expect((await readParcels(tx, shop, ['o1', 'o2'])).map((seen) => seen.item.parcelId)).toEqual(['w1'])
    expect(await readRefunds(tx, shop, ['o1', 'o2'])).toEqual([])
    expect((await readProduct(tx, shop, 'p1'))?.item).toEqual(aProduct())
    expect(await readProduct(tx, other, 'p1')).toBeNull()
  })
  const view = await readOrdersInView(fresh.database.hot, shop, { customerId: 'c1', limit: 5 })
  expect(view.orders.map((order) => order.orderId)).toEqual(['o2', 'o1'])
  expect(view.parcels.map((parcel) => parcel.parcelId)).toEqual(['w1'])
  expect(view.refunds).toEqual([])
})

test('claimable coupons hold now, can be claimed and are left', async () => {
  const shop = await aShop()
  const coupons = [
    aCoupon(),
    aCoupon({ couponId: 'ended', validTo: NOON }),
    aCoupon({ couponId: 'later', validFrom: NOON + 1 }),
    aCoupon({ couponId: 'gone', left: 0 }),
    aCoupon({ couponId: 'private', claimable: false }),
    aCoupon({ couponId: 'endless', left: null, off: { amount: 9900, currency: 'CNY' } }),
  ]
  await apply(
    shop,
    coupons.map((coupon) => ({ kind: 'coupon', at: NOON, coupon })),
  )
  const open = await fresh.database.within([orgId], (tx) => readClaimableCoupons(tx, shop, NOON))
  expect(open.map((seen) => seen.item.couponId)).toEqual(['endless', 'k1'])
})

test('two copies of one change that arrive at the same moment tell it once', async () => {
  const shop = await aShop()
  const twice = await Promise.all([apply(shop, [ofOrder({})]), apply(shop, [ofOrder({})])])
  expect(twice.map((result) => result.changed).sort()).toEqual([0, 1])
  expect((await typesOf(shop)).filter((type) => type === 'order.placed')).toHaveLength(1)
})
