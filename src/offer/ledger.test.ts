import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../test/database.ts'
import { newUuid } from '../kernel/ids.ts'
import { entryOf, isInEffect, type LedgerRef } from './offer-revision.ts'
import { readAfter, readBook, readHistory, readLatest } from './read-offers.store.ts'
import { releaseOffers, stopOffers } from './stop-offers.store.ts'
import { type OfferChange, writeOffers } from './write-offers.store.ts'

const NOON = Date.UTC(2026, 5, 1, 4)

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.close())

const aShop = (): LedgerRef => ({ orgId: newUuid(NOON), shopId: newUuid(NOON) })
const price = (priceFen: number) => ({
  ...{ kind: 'sku-price', owner: 's', priceFen, scope: { skus: ['a'] } },
  ...{ validFrom: '2026-01-01T00:00:00Z', validTo: null },
})
const write = (shop: LedgerRef, changes: OfferChange[], at = NOON) =>
  fresh.database.within([shop.orgId], (tx) => writeOffers(tx, { shop, changes, source: 'api', by: 'key:k', at }))

test('a change overwrites nothing: the row before it is still known as of its time', async () => {
  const shop = aShop()
  await write(shop, [{ offerId: 'p1', rule: price(1000) }])
  await write(shop, [{ offerId: 'p1', rule: price(800) }], NOON + 10)
  await write(shop, [{ offerId: 'p1', rule: null }], NOON + 20)
  const { latest, earlier, history, book } = await fresh.database.within([shop.orgId], async (tx) => ({
    latest: await readLatest(tx, shop),
    earlier: await readLatest(tx, shop, { knownAt: NOON + 9 }),
    history: await readHistory(tx, shop, { offerId: 'p1', limit: 10 }),
    book: await readBook(tx, shop),
  }))
  expect(latest.map((row) => row.rule)).toEqual([null])
  expect(earlier.map(entryOf)).toMatchObject([{ id: 'p1', seq: 1, priceFen: 1000 }])
  expect(history.map((row) => [row.seq, row.rule?.priceFen])).toEqual([
    [3, undefined],
    [2, 800],
    [1, 1000],
  ])
  expect(book).toEqual({ version: 3, stop: null })
  expect(earlier.map((row) => isInEffect(row, NOON))).toEqual([true])
})

test('writers of one shop get numbers without gaps, and rows of one change share one', async () => {
  const shop = aShop()
  const ids = Array.from({ length: 20 }, (_, index) => `p${index}`)
  const writings = await Promise.all(
    ids.map((id) =>
      write(shop, [
        { offerId: id, rule: price(1000) },
        { offerId: `${id}-list`, rule: { ...price(2000), kind: 'list-price' } },
      ]),
    ),
  )
  const versions = writings.map(({ version }) => version).toSorted((a, b) => a - b)
  expect(versions).toEqual(ids.map((_, index) => index + 1))
  const news = await fresh.database.within([shop.orgId], (tx) => readAfter(tx, shop, 18))
  expect(news.map(({ seq }) => seq)).toEqual([19, 19, 20, 20])
})

test('what stands there already is no change, and an unknown rule is kept as it came', async () => {
  const shop = aShop()
  const odd = { kind: 'group-buy', owner: 's', people: 3, validFrom: 'some day' }
  expect((await write(shop, [{ offerId: 'g1', rule: odd }])).version).toBe(1)
  expect(await write(shop, [{ offerId: 'g1', rule: { ...odd } }])).toEqual({ version: 1, changed: [] })
  expect(await write(shop, [{ offerId: 'gone', rule: null }])).toEqual({ version: 1, changed: [] })
  const rows = await fresh.database.within([shop.orgId], (tx) => readLatest(tx, shop))
  expect(rows.map((row) => row.rule)).toEqual([odd])
})

test('another organisation sees nothing of it, and nobody who serves requests can change a row', async () => {
  const shop = aShop()
  await write(shop, [{ offerId: 'p1', rule: price(1000) }])
  const others = await fresh.database.within([newUuid(NOON)], (tx) => readLatest(tx, shop))
  expect(others).toEqual([])
  const forge = fresh.database.within([shop.orgId], (tx) =>
    tx.updateTable('offer_entry').set({ rule: '{}' }).where('org_id', '=', shop.orgId).execute(),
  )
  await expect(forge).rejects.toThrow(/permission denied/)
})

test('the emergency stop stands until it is released, and says who pulled it and why', async () => {
  const shop = aShop()
  const read = () => fresh.database.within([shop.orgId], (tx) => readBook(tx, shop))
  const stop = { by: 'staff:s1', reason: 'wrong price', at: NOON }
  expect(await fresh.database.within([shop.orgId], (tx) => stopOffers(tx, shop, stop))).toBe(true)
  expect(await fresh.database.within([shop.orgId], (tx) => stopOffers(tx, shop, { ...stop, by: 'staff:s2' }))).toBe(
    false,
  )
  expect((await read()).stop).toEqual(stop)
  const release = { by: 'staff:s2', reason: 'mended', at: NOON + 5 }
  expect(await fresh.database.within([shop.orgId], (tx) => releaseOffers(tx, shop, release))).toBe(true)
  expect((await read()).stop).toBeNull()
})
