import { expect, test } from 'vitest'
import { compileLedger } from './compile-ledger.ts'
import { findConflicts, type Goods } from './find-conflicts.ts'

const AT = Date.UTC(2026, 5, 1, 4)
const GOODS: Goods[] = [
  { skuId: 'a', productId: 'p', shopId: 's1', categoryIds: ['coats'] },
  { skuId: 'b', productId: 'q', shopId: 's1', categoryIds: ['caps'] },
]

const row = (id: string, kind: string, more: Record<string, unknown>) => ({
  ...{ id, kind, seq: 1, recordedAt: '2026-01-01T00:00:00Z', owner: 's1' },
  ...{ validFrom: '2026-01-01T00:00:00Z', validTo: null, ...more },
})

const conflictsOf = (rows: unknown[]) => findConflicts(compileLedger(rows).now, GOODS, AT)

test('two prices of one article contradict each other: nobody wins', () => {
  const found = conflictsOf([
    row('p1', 'sku-price', { priceFen: 1000, scope: { skus: ['a'] } }),
    row('p2', 'sku-price', { priceFen: 900, scope: { skus: ['a'] } }),
    row('p3', 'sku-price', { priceFen: 900, scope: { skus: ['b'] } }),
    row('old', 'sku-price', { priceFen: 1, scope: { skus: ['b'] }, validTo: '2026-02-01T00:00:00Z' }),
  ])
  expect(found).toMatchObject([
    { kind: 'contradiction', ids: ['p1', 'p2'], reason: 'two-prices', winner: null, skuIds: ['a'], skuCount: 1 },
  ])
})

test('a room price and a daily one meet: the lower wins, and only while both hold', () => {
  const room = { entrance: 'live:r8', validFrom: '2026-06-01T12:00:00Z', validTo: '2026-06-01T14:00:00Z' }
  const found = conflictsOf([
    row('room', 'time-price', { priceFen: 16_900, scope: { skus: ['a'] }, ...room }),
    row('daily', 'time-price', { priceFen: 17_900, scope: { products: ['p'] } }),
    row('other-room', 'time-price', { priceFen: 100, scope: { skus: ['a'] }, entrance: 'live:r9', validTo: null }),
  ])
  const meeting = found.find(({ ids }) => ids.includes('room'))
  expect(meeting).toMatchObject({
    ...{ kind: 'room-daily', ids: ['daily', 'room'], reason: 'lowest-price', winner: 'room' },
    ...{ from: Date.parse(room.validFrom), to: Date.parse(room.validTo) },
  })
  expect(found.some(({ ids }) => ids.includes('room') && ids.includes('other-room'))).toBe(false)
})

test('offers that cannot be had together name the winner and the goods value at which they were compared', () => {
  const found = conflictsOf([
    row('k1', 'shop-coupon', { tiers: [{ minFen: 20_000, offFen: 2000 }], notWith: ['shop-reduction'] }),
    row('k2', 'shop-coupon', { tiers: [{ minFen: 30_000, offFen: 3000 }], scope: { categories: ['coats'] } }),
    row('m', 'shop-reduction', { every: { stepFen: 10_000, offFen: 1500 } }),
    row('r', 'shop-red-packet', { tiers: [{ minFen: 0, offFen: 100 }], exclusive: ['g'] }),
    row('n', 'nth-piece', { pieces: [{ n: 2, payBp: 5000 }], exclusive: ['g'] }),
  ])
  const by = (ids: string) => found.find((one) => one.ids.join() === ids)
  expect(by('k1,k2')).toMatchObject({ reason: 'one-per-kind', winner: 'k2', comparedAtFen: 30_000, skuIds: ['a'] })
  expect(by('k1,m')).toMatchObject({ reason: 'not-combined', winner: 'm', comparedAtFen: 20_000, skuCount: 2 })
  expect(by('n,r')).toMatchObject({ reason: 'exclusive-group', winner: null })
  expect(by('k2,m')).toBeUndefined()
  expect(found).toHaveLength(3)
})

test('hours that never meet are no conflict; over midnight they do', () => {
  const price = (id: string, from: string, to: string) =>
    row(id, 'drop', { offFen: 100, scope: { skus: ['a'] }, daily: { from, to } })
  expect(conflictsOf([price('x', '08:00', '12:00'), price('y', '12:00', '20:00')])).toEqual([])
  expect(conflictsOf([price('x', '22:00', '02:00'), price('y', '01:00', '03:00')])).toHaveLength(1)
})

test('fees of one region, unknown rules and rows that cannot be read are listed; what is withdrawn is not', () => {
  const found = conflictsOf([
    row('f1', 'shipping-fee', { regions: ['*'], fee: { flatFen: 600 } }),
    row('f2', 'shipping-fee', { regions: ['Tibet', '*'], fee: { flatFen: 1600 } }),
    row('g', 'group-buy', { people: 3 }),
    row('bad', 'drop', { offFen: -1 }),
    row('gone', 'drop', { offFen: -1 }),
    { id: 'gone', seq: 2, recordedAt: '2026-01-02T00:00:00Z', withdrawn: true },
  ])
  expect(found.map(({ kind, ids, reason }) => [kind, ids.join(), reason])).toEqual([
    ['contradiction', 'bad', 'bad-entry'],
    ['contradiction', 'f1,f2', 'two-fees'],
    ['contradiction', 'g', 'unknown-rule'],
  ])
})
