import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { House } from '../../../test/http/house.ts'
import { openHouse } from '../../../test/http/open-house.ts'
import { reckonPlainly } from '../../../test/offer/independent-calculation.ts'
import type { PlainRow } from '../../../test/offer/plain-case.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
  for (const { id, ...rule } of RULES()) {
    const made = await post('', { id, rule })
    expect([id, made.status]).toEqual([id, 201])
  }
})
afterAll(() => house.close())

const url = () => `/api/v1/shops/${house.ours.shopId}/offers`
const post = (path: string, body: unknown, as = house.ours.owner) =>
  house.ask({ method: 'POST', url: `${url()}${path}`, as, body })

const AT = '2026-06-01T12:00:00Z'
const open = { validFrom: '2026-01-01T00:00:00Z', validTo: null }
const RULES = () => [
  { id: 'price-q1', kind: 'sku-price', scope: { skus: ['q1'] }, priceFen: 12_900, ...open },
  { id: 'price-q2', kind: 'sku-price', scope: { skus: ['q2'] }, priceFen: 5990, ...open },
  {
    ...{ id: 'room-q1', kind: 'time-price', scope: { skus: ['q1'] }, priceFen: 9900, entrance: 'live:r1' },
    ...{ validFrom: '2026-06-01T10:00:00Z', validTo: '2026-06-01T14:00:00Z' },
  },
  { id: 'less', kind: 'shop-reduction', tiers: [{ minFen: 20_000, offFen: 3000 }], ...open },
  {
    id: 'coupon',
    kind: 'shop-coupon',
    claimable: true,
    title: '满150减20',
    tiers: [{ minFen: 15_000, offFen: 2000 }],
    ...open,
  },
  { id: 'fee', kind: 'shipping-fee', regions: ['*'], fee: { flatFen: 800 }, ...open },
  { id: 'fee-far', kind: 'shipping-fee', regions: ['新疆'], fee: { flatFen: 2500 }, ...open },
]
const rows = (): PlainRow[] =>
  RULES().map((rule, place) => ({ ...rule, owner: house.ours.shopId, seq: place + 1, recordedAt: AT }))

const line = (skuId: string, quantity: number, entrance?: string) => ({
  ...{ lineId: skuId, skuId, productId: `p-${skuId}`, quantity, categoryIds: [] },
  ...(entrance && { entrance }),
})
const shown = z.object({
  quote: z.object({ status: z.string(), version: z.number(), payableFen: z.number().nullable() }).loose(),
  sources: z.array(z.object({ sourceId: z.string(), title: z.string().nullable() })),
})

test.each([
  { name: 'a price alone, to anywhere', lines: [line('q2', 1)], buyer: { region: '浙江' } },
  {
    name: 'two kinds of offer at once',
    lines: [line('q1', 2)],
    buyer: { region: '新疆', holds: [{ entryId: 'coupon' }] },
  },
  { name: 'from the room', lines: [line('q1', 2, 'live:r1'), line('q2', 3)], buyer: { region: '浙江' } },
])('quotes what an independent calculation says: $name', async ({ lines, buyer }) => {
  const answer = await post('/quote', { cart: { lines }, buyer, at: AT })
  expect(answer.status).toBe(200)
  const cart = { lines: lines.map((one) => ({ ...one, shopId: house.ours.shopId })) }
  const plain = reckonPlainly({ ledger: { entries: rows() }, cart, buyer, at: AT })
  const { lines: payable, chosen, goodsFen, goodsPayableFen, shippingFen, payableFen } = plain
  expect(answer.body).toMatchObject({
    quote: { status: 'quoted', chosen, goodsFen, goodsPayableFen, shippingFen, payableFen },
  })
  expect(answer.body).toMatchObject({ quote: { lines: payable } })
})

test('names the offers it used or advises, and the version and end of its figure', async () => {
  const answer = await post('/quote', { cart: { lines: [line('q1', 2)] }, buyer: { region: '浙江' }, at: AT })
  const { quote, sources } = shown.parse(answer.body)
  expect(sources).toContainEqual(expect.objectContaining({ sourceId: 'coupon', title: '满150减20' }))
  expect(quote).toMatchObject({ version: expect.any(Number), validTo: '2026-06-01T14:00:00.000Z' })
})

test('an entrance given once counts for every line that names none', async () => {
  const cart = { lines: [line('q1', 1)] }
  const from = (entrance?: string) =>
    post('/quote', { cart, buyer: { region: '浙江' }, at: AT, ...(entrance && { entrance }) })
  expect((await from('live:r1')).body).toMatchObject({ quote: { goodsFen: 9900 } })
  expect((await from()).body).toMatchObject({ quote: { goodsFen: 12_900 } })
})

test('as it was known before the first offer was written there is no price, and the answer says so', async () => {
  const cart = { lines: [line('q1', 1)] }
  const answer = await post('/quote', { cart, at: AT, knownAt: '2020-01-01T00:00:00Z' })
  expect(answer.status).toBe(200)
  expect(answer.body).toMatchObject({
    quote: { status: 'refused', errors: [{ code: 'price-unknown', ref: 'q1' }] },
    sources: [],
  })
})

test('a SKU that the shop does not have is named, a bad cart is told by field, and a stranger sees nothing', async () => {
  const unknown = await post('/quote', { cart: { lines: [{ skuId: 'nobody', quantity: 1 }] } })
  expect(unknown).toMatchObject({ status: 422, body: { error: { field: 'cart.lines.0.skuId' } } })
  const many = await post('/quote', { cart: { lines: [{ skuId: 'q1', quantity: 10_000 }] } })
  expect(many).toMatchObject({
    status: 400,
    body: { error: { code: 'invalid-field', field: 'cart.lines.0.quantity' } },
  })
  const when = await post('/quote', { cart: { lines: [line('q1', 1)] }, at: '2026-06-01 12:00' })
  expect(when).toMatchObject({ status: 400, body: { error: { field: 'at' } } })
  const theirs = await post('/quote', { cart: { lines: [line('q1', 1)] } }, house.theirs.owner)
  expect(theirs.status).toBe(404)
})
