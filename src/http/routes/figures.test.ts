import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { House } from '../../../test/http/house.ts'
import { openHouse } from '../../../test/http/open-house.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
  const { ask, ours } = house
  const body = { messageId: 'f1', buyer: { id: 'somebody' }, content: { kind: 'text', text: '在吗' } }
  // Waited for: it is answered before anything is counted.
  const url = `/api/v1/channels/${ours.channelId}/messages?wait=20`
  expect((await ask({ method: 'POST', url, as: ours.key, body })).status).toBe(200)
})
afterAll(() => house.close())

const HOUR_MS = 3_600_000
const get = (url: string, as = house.ours.key) => house.ask({ method: 'GET', url, as })
const figures = z.object({
  talks: z.int(),
  turns: z.int(),
  questions: z.int(),
  recognised: z.int(),
  missed: z.int(),
  handedOff: z.int(),
  alone: z.int(),
  hours: z.array(z.object({ at: z.string(), turns: z.int() })),
})
const period = (fromMs: number, toMs: number): string => {
  const at = (ms: number) => encodeURIComponent(new Date(house.clock.now() + ms).toISOString())
  return `from=${at(fromMs)}&to=${at(toMs)}`
}
const read = async (more = '', as = house.ours.key) =>
  figures.parse((await get(`/api/v1/figures?${period(-HOUR_MS, HOUR_MS)}${more}`, as)).body)

test('what was heard in the period is counted, hour by hour, and what was before is not', async () => {
  const counted = await read()
  expect(counted.turns).toBe(2)
  expect(counted.talks).toBeGreaterThan(0)
  expect(counted.hours.reduce((sum, { turns }) => sum + turns, 0)).toBe(counted.turns)
  const before = figures.parse((await get(`/api/v1/figures?${period(-3 * HOUR_MS, -HOUR_MS)}`)).body)
  expect([before.talks, before.turns, before.hours]).toEqual([0, 0, []])
})

test('a shop has its own figures; another organisation has its own, and of our shop none', async () => {
  expect((await read(`&shopId=${house.ours.shopId}`)).turns).toBe(2)
  expect((await read(`&shopId=${house.ours.otherShopId}`)).turns).toBe(0)
  expect((await read('', house.theirs.key)).turns).toBe(1)
  const foreign = await get(
    `/api/v1/figures?${period(-HOUR_MS, HOUR_MS)}&shopId=${house.ours.shopId}`,
    house.theirs.key,
  )
  expect(foreign.status).toBe(404)
})

test.each([
  ['no end', () => `from=${encodeURIComponent(new Date(house.clock.now()).toISOString())}`, 'to'],
  ['an end before its beginning', () => period(HOUR_MS, 0), 'to'],
  ['no length', () => period(0, 0), 'to'],
  ['33 days', () => period(-33 * 24 * HOUR_MS, 0), 'to'],
  ['a beginning that is no time', () => 'from=yesterday&to=2026-06-01T00:00:00Z', 'from'],
  ['a shop that is no id', () => `${period(0, HOUR_MS)}&shopId=mine`, 'shopId'],
])('a period with %s is refused by name', async (_what, query, field) => {
  const answer = await get(`/api/v1/figures?${query()}`)
  expect([answer.status, answer.body]).toMatchObject([400, { error: { code: 'invalid-field', field } }])
})

test('whoever may not read conversations sees no figures', async () => {
  expect((await house.ask({ method: 'GET', url: `/api/v1/figures?${period(0, 1)}` })).status).toBe(401)
})
