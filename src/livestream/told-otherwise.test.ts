import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../test/database.ts'
import { newUuid } from '../kernel/ids.ts'
import {
  askAgain,
  type CartLine,
  compileLedger,
  entryOf,
  quote,
  readAfter,
  toldOfOffer,
  toldOfQuote,
  writeOffers,
} from '../offer/index.ts'
import type { Tx } from '../storage/index.ts'
import { correctTold } from './correct-told.store.ts'
import { readToldOtherwise } from './read-told.store.ts'
import { sayCorrection } from './say-correction.ts'

const NOON = Date.UTC(2026, 5, 1, 4)
const WINDOW = { validFrom: '2026-01-01T00:00:00Z', validTo: null }
const WORDS = {
  'correction.terms': ['{lines}: {terms}'],
  'correction.offer': ['{lines} changed'],
  'offer.kind.room-coupon': ['coupon of the room'],
  'render.threshold': ['{value} from {threshold}'],
  'render.noThreshold': ['{value} from nothing'],
  'correction.price': ['{lines}: {now}, not {before}'],
  'correction.gone': ['{lines}: gone'],
}

let fresh: FreshDatabase
let shop: { orgId: string; shopId: string }
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.close())

const within = <Value>(work: (tx: Tx) => Promise<Value>) => fresh.database.within([shop.orgId], work)

const price = (priceFen: number, room?: string) => ({
  ...{ kind: room ? 'time-price' : 'sku-price', owner: shop.shopId, priceFen, scope: { skus: ['a'] }, ...WINDOW },
  ...(room && { entrance: `live:${room}` }),
})
const write = (offerId: string, rule: Record<string, unknown> | null) =>
  within((tx) => writeOffers(tx, { shop, changes: [{ offerId, rule }], source: 'api', by: 'key:k', at: NOON }))
const ledgerNow = async () => compileLedger((await within((tx) => readAfter(tx, shop, 0))).map(entryOf))
const line = (entrance?: string): CartLine => ({
  ...{ lineId: 'l1', skuId: 'a', productId: 'p', shopId: shop.shopId, categoryIds: [], quantity: 1 },
  ...(entrance && { entrance }),
})

/** A buyer whom the robot told what this costs, from this entrance, by the ledger as it stands. */
async function tellPrice(entrance?: string, expiresAt: number | null = null) {
  const [buyerId, conversationId, channelId] = [newUuid(NOON), newUuid(NOON), newUuid(NOON)]
  const asked = { cart: { lines: [line(entrance)] }, buyer: { holds: [] }, at: NOON }
  const said = quote({ ledger: await ledgerNow(), ...asked })
  if (said.status !== 'quoted') throw new Error('no price')
  const told = toldOfQuote({ kind: 'price', lines: asked.cart.lines, buyer: asked.buyer, quote: said, at: NOON })
  const key = `price a@${entrance ?? ''}`
  await within(async (tx) => {
    const owner = {
      org_id: shop.orgId,
      shop_id: shop.shopId,
      buyer_id: buyerId,
      channel_id: channelId,
      created_at: NOON,
    }
    await tx
      .insertInto('buyer')
      .values({ ...owner, external_id: buyerId, name: null, customer_id: null })
      .execute()
    const talk = { conversation_id: conversationId, assigned_to: null, session_id: null, last_at: NOON }
    await tx
      .insertInto('conversation')
      .values({ ...owner, ...talk })
      .execute()
    const fact = { kind: 'told', key, value: JSON.stringify(told), scope: 'shop', source_turn: null }
    const { org_id, shop_id, buyer_id } = owner
    const row = { org_id, shop_id, buyer_id, ...fact, recorded_at: NOON, expires_at: expiresAt }
    await tx.insertInto('memory').values(row).execute()
  })
  return conversationId
}

const listed = async (limit = 100) => {
  const ledger = await ledgerNow()
  return within((tx) => readToldOtherwise(tx, { shop, ledger, at: NOON }, { limit }))
}

const correct = async (one: Awaited<ReturnType<typeof listed>>[number]) => {
  const ledger = await ledgerNow()
  const speech = (key: string) => new Map(Object.entries(WORDS)).get(key) ?? []
  const words = { ledger, speech, titleOf: (productId: string) => productId }
  return within((tx) => correctTold(tx, one, { shop, ledger, at: NOON, words, by: 'key:k', claimMs: 1000 }))
}

beforeEach(async () => {
  shop = { orgId: newUuid(NOON), shopId: newUuid(NOON) }
  await write('base', price(9900))
  await write('room', price(6900, 'r1'))
})

test('only who was told a figure that a change made untrue is listed: by entrance, with what holds now', async () => {
  const [viewer] = [await tellPrice('live:r1'), await tellPrice()]
  expect(await listed()).toEqual([])
  await write('room', price(5900, 'r1'))
  expect(await listed()).toMatchObject([
    { conversationId: viewer, told: { fen: 6900 }, now: { isTrue: false, fen: 5900 } },
  ])
  await write('room', price(6900, 'r1'))
  expect(await listed()).toEqual([])
})

test('a figure that ended by itself is nobody s change', async () => {
  await tellPrice('live:r1', NOON)
  const other = await tellPrice('live:r1', NOON + 1)
  await write('room', null)
  expect(await listed()).toMatchObject([{ conversationId: other, now: { fen: 9900 } }])
})

test('a correction goes out once, is remembered, and a later change finds it again', async () => {
  await tellPrice('live:r1')
  await write('room', price(5900, 'r1'))
  const [one] = await listed()
  if (!one) throw new Error('nobody listed')
  const posted = await correct(one)
  expect(posted?.messages.map(({ content }) => content)).toEqual([
    { kind: 'text', text: 'p: ¥59.00, not ¥69.00', sources: [{ sourceId: 'room', version: '3', validTo: null }] },
  ])
  expect(await correct(one)).toBeNull()
  expect(await listed()).toEqual([])
  await write('room', price(4900, 'r1'))
  expect(await listed()).toMatchObject([{ told: { fen: 5900 }, now: { fen: 4900 } }])
})

test('where no figure is left the buyer hears that, and nothing is remembered', async () => {
  const conversationId = await tellPrice()
  await write('base', null)
  const [one] = await listed()
  if (!one) throw new Error('nobody listed')
  expect(one).toMatchObject({ conversationId, now: { now: null, fen: null } })
  expect((await correct(one))?.messages[0]?.content).toEqual({ kind: 'text', text: 'p: gone' })
  expect(await listed()).toEqual([])
})

test('a long list comes in pages, each buyer once', async () => {
  const all = await Promise.all(Array.from({ length: 5 }, () => tellPrice('live:r1')))
  await write('room', price(100, 'r1'))
  const first = await listed(2)
  const ledger = await ledgerNow()
  const rest = await within((tx) =>
    readToldOtherwise(tx, { shop, ledger, at: NOON }, { after: first.at(-1), limit: 9 }),
  )
  expect([...first, ...rest].map(({ conversationId }) => conversationId).sort()).toEqual(all.sort())
})

test.each([
  ['one amount off', { tiers: [{ minFen: 0, offFen: 2000 }] }, 'coupon of the room: ¥20.00 from nothing'],
  ['a threshold', { tiers: [{ minFen: 9900, offFen: 2000 }] }, 'coupon of the room: ¥20.00 from ¥99.00'],
  ['a share', { tiers: [{ minFen: 9900, payBp: 9000 }] }, 'coupon of the room changed'],
  ['a name of its own', { title: 'Autumn', tiers: [{ minFen: 0, offFen: 2000 }] }, 'Autumn: ¥20.00 from nothing'],
])('a coupon that changed is named with what it is now: %s', async (_name, terms, text) => {
  const coupon = { kind: 'shop-coupon', owner: shop.shopId, scope: {}, claimable: true, entrance: 'live:r1', ...WINDOW }
  await write('coupon', { ...coupon, tiers: [{ minFen: 0, offFen: 3000 }] })
  const [row] = (await ledgerNow()).now.revisions.get('coupon') ?? []
  if (!row) throw new Error('no coupon')
  const told = toldOfOffer(row, { version: row.seq, at: NOON })
  await write('coupon', { ...coupon, ...terms })
  const ledger = await ledgerNow()
  const speech = (key: string) => new Map(Object.entries(WORDS)).get(key) ?? []
  const now = askAgain(told, ledger, NOON)
  expect(sayCorrection({ told, now }, { ledger, speech, titleOf: (id) => id })).toMatchObject({ text })
})
