import { afterAll, beforeAll, expect, test } from 'vitest'
import type { House } from '../../../test/http/house.ts'
import { openHouse } from '../../../test/http/open-house.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

const ask = (method: string, url: string, body?: unknown) =>
  house.ask({ method, url: `/api/v1${url}`, as: house.ours.owner, ...(body !== undefined && { body }) })

test('a setting is inherited until somebody nearer says otherwise, and the answer says who', async () => {
  const { shopId, groupId } = house.ours
  await ask('PATCH', '/organisation', { settings: { quietMs: 700, policies: { returnDays: 15 } } })
  await ask('PATCH', `/groups/${groupId}`, { settings: { quietMs: 800 } })
  const changed = await ask('PATCH', `/shops/${shopId}/settings`, { assistantName: 'Lin' })
  expect(changed.body).toMatchObject({
    own: { assistantName: 'Lin' },
    effective: { quietMs: 800, assistantName: 'Lin', policies: { returnDays: 15 } },
    sources: { quietMs: 'group', assistantName: 'shop', 'policies.returnDays': 'organisation', focusDays: 'default' },
  })
  const back = await ask('PATCH', `/shops/${shopId}/settings`, { assistantName: null })
  expect(back.body).toMatchObject({ own: {}, sources: { assistantName: 'default' } })
})

test('a wrong setting is refused with its path', async () => {
  const refused = await ask('PATCH', `/shops/${house.ours.shopId}/settings`, { policies: { returnDays: 9999 } })
  expect(refused.body).toMatchObject({ error: { code: 'invalid-field', field: 'policies.returnDays' } })
  const unknown = await ask('PATCH', `/shops/${house.ours.shopId}/settings`, { policies: { returnDay: 1 } })
  expect(unknown.body).toMatchObject({ error: { code: 'invalid-field', field: 'policies.returnDay' } })
})

test('the robot is switched, and the version of the shop moves', async () => {
  const before = await ask('GET', `/shops/${house.ours.shopId}`)
  const off = await ask('PUT', `/shops/${house.ours.shopId}/robot`, { on: false })
  expect([before.body, off.body]).toMatchObject([{ robotOn: true }, { robotOn: false }])
  expect(off.text).not.toContain('"version":1,')
})

test('secrets of a back end go in and never come out', async () => {
  const made = await ask('POST', '/shops', { name: 's', backend: 'demo', backendSettings: { token: 'very-secret' } })
  expect([made.status, made.text.includes('very-secret')]).toEqual([201, false])
})

test('a group is removed only when no shop is left in it', async () => {
  expect((await ask('DELETE', `/groups/${house.ours.groupId}`)).status).toBe(409)
  expect((await ask('DELETE', `/groups/${house.ours.emptyGroupId}`)).status).toBe(204)
  expect((await ask('GET', `/groups/${house.ours.emptyGroupId}`)).status).toBe(404)
})
