import { expect, test } from 'vitest'
import { booksOf } from './books.ts'
import type { Change, Plan } from './journal.ts'
import { judge, type Turn } from './judge.ts'
import { worldProducts } from './world.ts'

const SHOP = 's'
const gloves = worldProducts(0).find(({ productId }) => productId === 'p13')
if (!gloves) throw new Error('there are gloves')
const dearer = { ...gloves, updatedAt: 5000, skus: gloves.skus.map((sku) => ({ ...sku, priceFen: 4500 })) }
const COUPON = {
  ...{ kind: 'shop-coupon', title: '小券', scope: {}, claimable: true, tiers: [{ minFen: 3000, offFen: 500 }] },
  ...{ validFrom: '1970-01-01T00:00:00Z', validTo: '1970-01-01T00:00:08Z' },
}
const PLANS: readonly (readonly [number, number, Plan])[] = [
  [0, 1, { what: 'goods', products: worldProducts(0) }],
  [1000, 2, { what: 'offer', id: 'c', rule: COUPON }],
  [5000, 3, { what: 'goods', products: [dearer] }],
  [9000, 3, { what: 'stop' }],
]
const changes = PLANS.map(
  ([at, version, plan], n): Change => ({ n, plan, version, sentAt: at, ackAt: at + 10, at: at + 5 }),
)
const day = { shopId: SHOP, changes, books: booksOf(changes, SHOP) }

const source = (sourceId: string, version: number, validTo: number | null = null) => ({
  ...{ sourceId, version: String(version), validTo },
})
const price = (version: number) => source('price:p13-S', version, version === 1 ? null : 8000)
const coupon = (version: number) => source('c', version, 8000)

function faults(text: string, at: number, sources: readonly object[]): string[] {
  const turn: Turn = {
    ...{ buyer: 'b', n: 0, hour: 0, kind: 'price', isPressed: false, text: 'x', productId: 'p13', skuId: 'p13-S' },
    meant: { lines: [{ productId: 'p13', skuId: 'p13-S', quantity: 1 }], region: null, roomId: null, customerId: null },
    ...{ sentAt: at, gotAt: at + 1, receivedAt: at, settledAt: at + 1, conversationId: 'c', turnId: 't' },
    ...{ decision: 'answer', scenario: null, before: [], toldBefore: new Set([3900]) },
    contents: [{ kind: 'text', text, ...(sources.length > 0 && { sources }) }],
  }
  return [...new Set(judge(turn, day).faults.map(({ why }) => why))]
}

const OTHERWISE = 'not what the records say'
const OLD = 'record of another version'

test.each([
  { name: 'the price, named by its record', text: '现在卖¥39.00', at: 2000, sources: [price(2)], why: [] },
  { name: 'a price that names no record', text: '现在卖¥39.00', at: 2000, sources: [], why: ['no record', OTHERWISE] },
  { name: 'a price of a fen more', text: '现在卖¥39.01', at: 2000, sources: [price(2)], why: [OTHERWISE] },
  { name: 'a figure without a sign', text: '现在卖39元', at: 2000, sources: [price(2)], why: [OTHERWISE] },
  {
    name: 'the old price after the change',
    text: '现在卖¥39.00',
    at: 6000,
    sources: [price(2)],
    why: [OTHERWISE, OLD],
  },
  { name: 'the new price with the old version', text: '现在卖¥45.00', at: 6000, sources: [price(2)], why: [OLD] },
  { name: 'the old price while it is changed', text: '现在卖¥39.00', at: 5005, sources: [price(2)], why: [] },
  { name: 'the new price while it is changed', text: '现在卖¥45.00', at: 5005, sources: [price(3)], why: [] },
  { name: 'a total of both records', text: '一共¥34.00', at: 2000, sources: [price(2), coupon(2)], why: [] },
  { name: 'a total without the coupon in it', text: '一共¥34.00', at: 2000, sources: [price(2)], why: [OTHERWISE] },
  { name: 'a price that is told as a total', text: '一共¥39.00', at: 2000, sources: [price(2)], why: [] },
  {
    name: 'a coupon, its end to the minute',
    text: '小券 满¥30.00减¥5.00 (今天 08:00)',
    at: 2000,
    sources: [coupon(2)],
    why: [],
  },
  { name: 'a threshold told as an amount off', text: '减¥30.00', at: 2000, sources: [coupon(2)], why: [OTHERWISE] },
  {
    name: 'an offer that there never was',
    text: '【大券】减¥5.00',
    at: 2000,
    sources: [coupon(2)],
    why: ['no such offer'],
  },
  {
    name: 'a record that has ended',
    text: '减¥5.00',
    at: 8500,
    sources: [source('c', 3)],
    why: ['record does not hold', OTHERWISE],
  },
  {
    name: 'a record said to hold too long',
    text: '减¥5.00',
    at: 2000,
    sources: [source('c', 2)],
    why: ['said to hold longer than its record'],
  },
  {
    name: 'anything while all is stopped',
    text: '现在卖¥45.00',
    at: 9500,
    sources: [source('price:p13-S', 3)],
    why: [OTHERWISE],
  },
  { name: 'an old figure taken back', text: '前面说的¥39.00请以这条为准。', at: 6000, sources: [], why: [] },
  {
    name: 'a figure taken back that was not told',
    text: '前面说的¥38.00请以这条为准。',
    at: 6000,
    sources: [],
    why: ['takes back what was not told'],
  },
])('$name: $why', ({ text, at, sources, why }) => {
  expect(faults(text, at, sources).toSorted()).toEqual([...why].toSorted())
})
