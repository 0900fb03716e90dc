import { expect, test } from 'vitest'
import { contextOf } from '../../../test/context-fixture.ts'
import { compileLedger } from '../../offer/index.ts'
import type { Coupon, Product } from '../../shop/index.ts'
import type { Scene } from '../scene.ts'
import { cardsFor } from '../cards.ts'
import { usableClaims } from './say-coupons.ts'

const cny = (amount: number) => ({ amount, currency: 'CNY' })
const couponOf = (couponId: string, threshold: number, off: number): Coupon => ({
  ...{ couponId, title: couponId, off: cny(off), threshold: cny(threshold), validFrom: 0, validTo: 9e12 },
  ...{ claimable: true, left: null, productIds: [], updatedAt: 1 },
})
const PRODUCT: Product = {
  ...{ productId: 'p1', title: 'p1', category: 'c1', onShelf: true, attributes: {}, url: 'u', updatedAt: 1 },
  skus: [{ skuId: 'k1', options: {}, price: cny(25900), stock: 3 }],
}
const COUPONS = [
  couponOf('big', 29900, 5000),
  couponOf('small', 10000, 1500),
  couponOf('better', 20000, 2000),
  couponOf('room', 10000, 9000),
]
const since = { seq: 1, recordedAt: '2020-01-01T00:00:00Z', validFrom: '2020-01-01T00:00:00Z', validTo: null }
const PRICE = { ...since, id: 'price:k1', kind: 'sku-price', owner: 's', scope: { skus: ['k1'] }, priceFen: 25900 }
const rowOf = ({ couponId, threshold, off }: Coupon, more: object = {}) => ({
  ...since,
  ...{ id: couponId, kind: 'shop-coupon', owner: 's', scope: {}, claimable: true },
  ...{ tiers: [{ minFen: threshold?.amount ?? 0, offFen: off.amount }], ...more },
})

const rows = COUPONS.map((coupon) => rowOf(coupon, coupon.couponId === 'room' ? { entrance: 'live:r8' } : {}))
const ROOM = { roomId: 'r8', title: 'r8', onAir: null }
const sceneOf = (
  product: Product | null,
  entries: readonly unknown[],
  more: Partial<Scene['context']> = {},
): Scene => ({
  context: {
    ...contextOf({ entries: {} }),
    coupons: COUPONS,
    offers: { ledger: compileLedger(entries), version: 1, isStopped: false, exhausted: new Set() },
    ...more,
  },
  ...{ language: 'zh', product, sku: null, order: null, attributeId: null, measures: [], cart: null },
})
const ids = (scene: Scene) => usableClaims(scene).map(({ id }) => id)

test('coupons offered for a product are those that it reaches, best first, and none of a live room', () => {
  expect(ids(sceneOf(PRODUCT, [PRICE, ...rows]))).toEqual(['better', 'small'])
})

test('a price of the ledger counts, not that of the listing', () => {
  expect(ids(sceneOf(PRODUCT, [{ ...PRICE, priceFen: 30000 }, ...rows]))).toEqual(['big', 'better', 'small'])
})

test('without a product every coupon is offered but that of the room', () => {
  expect(ids(sceneOf(null, [PRICE, ...rows]))).toEqual(['big', 'better', 'small'])
})

test('a coupon that the ledger withdrew, or that a rule unknown to it touches, is not offered', () => {
  const withdrawn = { id: 'better', seq: 2, recordedAt: since.recordedAt, withdrawn: true }
  expect(ids(sceneOf(PRODUCT, [PRICE, ...rows, withdrawn]))).toEqual(['small'])
  const strange = { ...since, id: 'x', kind: 'group-buy', owner: 's', scope: {} }
  expect(ids(sceneOf(PRODUCT, [PRICE, ...rows, strange]))).toEqual([])
})

test('the emergency stop leaves none', () => {
  const offers = { ledger: compileLedger([PRICE, ...rows]), version: 1, isStopped: true, exhausted: new Set<string>() }
  expect(ids(sceneOf(PRODUCT, [], { offers }))).toEqual([])
})

test('a coupon of which the last one is given is offered to nobody', () => {
  const ledger = compileLedger([PRICE, ...rows])
  const offers = { ledger, version: 1, isStopped: false, exhausted: new Set(['better']) }
  expect(ids(sceneOf(PRODUCT, [], { offers }))).toEqual(['small'])
})

test('who comes from a room is offered its coupon, of the shop s only what goes with it', () => {
  expect(ids(sceneOf(PRODUCT, [PRICE, ...rows], { room: ROOM }))).toEqual(['room'])
  const ofProduct = { kind: 'product-coupon', scope: { products: ['p1'] } }
  const beside = rows.map((row) => (row.id === 'room' ? { ...row, ...ofProduct } : row))
  expect(ids(sceneOf(PRODUCT, [PRICE, ...beside], { room: ROOM }))).toEqual(['room', 'better'])
  expect(ids(sceneOf(PRODUCT, [PRICE, ...rows.slice(0, 3)], { room: ROOM }))).toEqual(['better', 'small'])
})

test('the card of a coupon that ends with its show names no end', () => {
  const [card] = cardsFor(['coupon'], sceneOf(PRODUCT, [PRICE, ...rows], { room: ROOM }))
  expect(card).toMatchObject({
    kind: 'coupon',
    couponId: 'room',
    off: cny(9000),
    validTo: null,
    terms: 'coupon.ofRoom',
  })
})
