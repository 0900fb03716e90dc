import { afterAll, beforeAll, expect, test } from 'vitest'
import type { House } from '../../../test/http/house.ts'
import { openHouse } from '../../../test/http/open-house.ts'
import { noteWindow } from '../../livestream/index.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

const RULE = {
  ...{ kind: 'time-price', priceFen: 6900, scope: { skus: ['s-m'] }, entrance: 'live:r1', limits: { stock: 5 } },
  ...{ validFrom: '2020-01-01T00:00:00Z', validTo: null },
}
const shop = () => `/api/v1/shops/${house.ours.shopId}`
const call = (method: string, path: string, body?: unknown) =>
  house.ask({ method, url: `${shop()}${path}`, as: house.ours.owner, ...(body !== undefined && { body }) })

test('a show has its report: every offer of it with what was told, granted and sold', async () => {
  await call('POST', '/live-rooms', { id: 'r1', title: 'Evening', host: 'An', promises: ['Seven days'] })
  await call('POST', '/offers', { id: 'room-price', rule: RULE })
  const { status, body } = await call('GET', '/live-rooms/r1/report')
  expect(status).toBe(200)
  expect(body).toMatchObject({
    promises: ['Seven days'],
    items: [{ offerId: 'room-price', priceFen: 6900, stock: 5, told: 0, claimed: 0, sold: 0, differences: [] }],
  })
  expect((await call('GET', '/live-rooms/none/report')).status).toBe(404)
})

test('comments are taken once by id while the show is on, and only for a channel of the shop', async () => {
  const comments = [
    { id: 'c1', buyer: { id: 'v1' }, text: 'hello' },
    { id: 'c1', buyer: { id: 'v1' }, text: 'hello' },
  ]
  expect(await call('POST', '/live-rooms/r1/comments', { comments })).toMatchObject({
    status: 202,
    body: { received: 2, fresh: 1, doubled: 1 },
  })
  const channelId = house.theirs.channelId
  expect((await call('POST', '/live-rooms/r1/comments', { channelId, comments })).status).toBe(400)
  await call('POST', '/live-rooms', { id: 'over', title: 'Evening', host: 'An' })
  await call('POST', '/live-rooms/over/close')
  expect((await call('POST', '/live-rooms/over/comments', { comments })).status).toBe(409)
})

test('questions are listed with how many asked and what the robot says now; a pinned one comes first', async () => {
  const asked = (questionId: string, comments: number) => ({
    ...{ questionId, productId: '', comments, sample: 'is there a gift', firstAt: 0, lastAt: 0 },
  })
  const tally = { received: 9, doubled: 1, shared: 8, personal: 0, noise: 0, unread: 0 }
  const { orgId, shopId } = house.ours
  const noted = { ...tally, questions: [asked('many', 5), asked('few', 3)], at: 1 }
  for (const viewers of [70, null])
    await house.fresh.database.within([orgId], (tx) =>
      noteWindow(tx, { orgId, shopId, roomId: 'r1' }, { ...noted, viewers }),
    )
  const names = async () => (await call('GET', '/live-rooms/r1/questions')).body
  expect(await names()).toMatchObject({
    received: 18,
    shared: 16,
    viewers: 70,
    items: [{ questionId: 'many', comments: 10 }, {}],
  })
  const pin = (questionId: string) => call('POST', '/live-rooms/r1/questions/pin', { questionId, isPinned: true })
  expect((await pin('few')).status).toBe(200)
  expect(await names()).toMatchObject({ items: [{ questionId: 'few' }, { questionId: 'many' }] })
  expect((await pin('nobody')).status).toBe(404)
})

test('while a show is on the room and the shop change each other s offers only where its rules let them', async () => {
  await call('POST', '/live-rooms', { id: 'r5', title: 'Evening', host: 'An', shopMayChange: false })
  const own = { ...RULE, entrance: 'live:r5' }
  const { entrance: _, ...daily } = RULE
  const put = async (path: string, rule: object) => (await call('PUT', path, { rule })).status
  const inName = async (id: string, rule: object | null) =>
    (await call('POST', '/live-rooms/r5/offers', { id, rule })).status
  expect(await inName('own', own)).toBe(200)
  expect(await put('/offers/own', { ...own, priceFen: 100 })).toBe(409)
  expect((await call('DELETE', '/offers/own')).status).toBe(409)
  expect((await call('POST', '/offers', { id: 'more', rule: own })).status).toBe(409)
  expect((await call('POST', '/offers', { id: 'daily', rule: daily })).status).toBe(201)
  expect(await inName('daily', { ...daily, priceFen: 100 })).toBe(409)
  expect(await inName('daily', own)).toBe(409)
  expect(await inName('room-price', RULE)).toBe(409)
  expect(await inName('own', null)).toBe(200)
  expect((await call('GET', '/offers/own')).body).toMatchObject({ isWithdrawn: true })
  expect(await inName('own', own)).toBe(200)
  await call('PATCH', '/live-rooms/r5', { shopMayChange: true, mayChangeShop: true })
  expect(await put('/offers/own', { ...own, priceFen: 100 })).toBe(200)
  expect(await inName('daily', { ...daily, priceFen: 100 })).toBe(200)
  const { body } = await call('GET', '/offers/daily/history')
  expect(body).toMatchObject({ items: [{ source: 'room:r5' }, { source: 'hand' }] })
  await call('POST', '/live-rooms/r5/close')
  expect(await inName('daily', daily)).toBe(409)
})

test('under the emergency stop no correction names a figure', async () => {
  await call('POST', '/offers/stop', { reason: 'wrong' })
  expect((await call('POST', '/told-otherwise/correct', {})).status).toBe(409)
  await call('POST', '/offers/release', { reason: 'mended' })
  expect(await call('POST', '/told-otherwise/correct', {})).toMatchObject({ status: 200, body: { sent: 0 } })
})

test('nobody was told otherwise where nobody was told', async () => {
  expect(await call('GET', '/told-otherwise')).toMatchObject({ status: 200, body: { items: [], next: null } })
})
