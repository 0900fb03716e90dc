import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../test/database.ts'
import { newUuid } from '../kernel/ids.ts'
import { entranceOf, isInEffect, readHistory, readLatest, writeOffers } from '../offer/index.ts'
import type { Tx } from '../storage/index.ts'
import type { RoomRef } from './live-room.ts'
import { readRoom, readShowChanges } from './read-rooms.store.ts'
import { changeRoom, closeRoom, openRoom } from './write-rooms.store.ts'

const NOON = Date.UTC(2026, 5, 1, 4)
const RIGHTS = { shopMayChange: true, mayChangeShop: false }
const TERMS = {
  title: 'Evening',
  host: 'An',
  runningOrder: ['p1', 'p2'],
  onAir: null,
  promises: [],
  ...RIGHTS,
  at: NOON,
}
const END = { by: 'key:k', source: 'api' }

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.close())

const aRoom = (): RoomRef => ({ orgId: newUuid(NOON), shopId: newUuid(NOON), roomId: 'r8' })
const within = <Value>(ref: RoomRef, work: (tx: Tx) => Promise<Value>) => fresh.database.within([ref.orgId], work)
const priceOf = (entrance: string | null, validFrom = '2026-01-01T00:00:00Z') => ({
  ...{ kind: 'time-price', owner: 's', priceFen: 900, scope: { skus: ['a'] }, validFrom, validTo: null },
  ...(entrance !== null && { entrance }),
})

test('the end of a show ends the offers of its room alone, deletes nothing and is its report', async () => {
  const ref = aRoom()
  const shop = { orgId: ref.orgId, shopId: ref.shopId }
  const changes = [
    { offerId: 'daily', rule: priceOf(null) },
    { offerId: 'room', rule: priceOf(entranceOf('r8')) },
    { offerId: 'other', rule: priceOf(entranceOf('r9')) },
    { offerId: 'later', rule: priceOf(entranceOf('r8'), '2026-06-02T00:00:00Z') },
  ]
  await within(ref, (tx) => openRoom(tx, ref, TERMS))
  await within(ref, (tx) => writeOffers(tx, { shop, changes, ...END, at: NOON + 1 }))
  const closed = await within(ref, (tx) => closeRoom(tx, ref, { ...END, at: NOON + 10 }))
  expect(closed).toMatchObject({ state: 'ended', onAir: null, openedLedger: 0, closedLedger: 2, closedAt: NOON + 10 })
  const { latest, history, report } = await within(ref, async (tx) => ({
    latest: await readLatest(tx, shop),
    history: await readHistory(tx, shop, { offerId: 'room', limit: 10 }),
    report: await readShowChanges(tx, shop, closed),
  }))
  const inEffect = latest.filter((row) => isInEffect(row, NOON + 10)).map((row) => row.offerId)
  expect(inEffect).toEqual(['daily', 'other'])
  expect(latest.find((row) => row.offerId === 'room')?.rule?.validTo).toBe('2026-06-01T04:00:00.010Z')
  expect(latest.find((row) => row.offerId === 'later')?.rule).toBeNull()
  expect(history.map(({ seq }) => seq)).toEqual([2, 1])
  expect(report.map(({ offerId, seq }) => [offerId, seq])).toEqual([
    ['later', 1],
    ['room', 1],
    ['room', 2],
  ])
})

test('only a product of the running order goes on air, and what is not named stays', async () => {
  const ref = aRoom()
  await within(ref, (tx) => openRoom(tx, ref, TERMS))
  const room = await within(ref, (tx) => changeRoom(tx, ref, { onAir: 'p2', at: NOON + 1 }))
  expect(room).toMatchObject({ onAir: 'p2', runningOrder: ['p1', 'p2'], host: 'An', version: 2 })
  const wrong = within(ref, (tx) => changeRoom(tx, ref, { onAir: 'p3', at: NOON + 2 }))
  await expect(wrong).rejects.toMatchObject({ code: 'invalid-field' })
})

test('an ended show is not changed, closed or opened again, and no other organisation sees it', async () => {
  const ref = aRoom()
  await within(ref, (tx) => openRoom(tx, ref, TERMS))
  await within(ref, (tx) => closeRoom(tx, ref, { ...END, at: NOON + 1 }))
  const refused = { code: 'conflict' }
  await expect(within(ref, (tx) => changeRoom(tx, ref, { onAir: 'p1', at: NOON }))).rejects.toMatchObject(refused)
  await expect(within(ref, (tx) => closeRoom(tx, ref, { ...END, at: NOON }))).rejects.toMatchObject(refused)
  await expect(within(ref, (tx) => openRoom(tx, ref, TERMS))).rejects.toMatchObject(refused)
  expect(await fresh.database.within([newUuid(NOON)], (tx) => readRoom(tx, ref))).toBeNull()
})
