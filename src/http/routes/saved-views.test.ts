import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { House } from '../../../test/http/house.ts'
import { openHouse } from '../../../test/http/open-house.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

const ask = (method: string, path: string, ...[body, as = house.ours.owner]: [body?: unknown, as?: string]) =>
  house.ask({ method, url: `/api/v1/views${path}`, as, ...(body !== undefined && { body }) })
const view = z.object({ viewId: z.string(), name: z.string(), isMine: z.boolean(), isShared: z.boolean() })
const listed = async (as: string, page = 'orders') =>
  z.object({ items: z.array(view) }).parse((await ask('GET', `?page=${page}`, undefined, as)).body).items

async function keep(name: string, change: object = {}): Promise<string> {
  const answer = await ask('POST', '', { page: 'orders', name, search: { state: 'paid' }, ...change })
  expect(answer.status).toBe(201)
  return view.parse(answer.body).viewId
}

test('a view is mine until I share it, and then only I change it', async () => {
  const { agent } = house.ours
  const viewId = await keep('To ship')
  expect(await listed(agent)).toEqual([])
  await ask('PATCH', `/${viewId}`, { isShared: true, name: 'To ship today' })
  expect(await listed(agent)).toMatchObject([{ viewId, name: 'To ship today', isMine: false, isShared: true }])
  expect((await ask('PATCH', `/${viewId}`, { name: 'Mine now' }, agent)).status).toBe(404)
  expect((await ask('DELETE', `/${viewId}`, undefined, agent)).status).toBe(404)
  expect((await ask('DELETE', `/${viewId}`)).status).toBe(204)
  expect(await listed(agent)).toEqual([])
})

test('a view belongs to its page, and to its firm', async () => {
  const viewId = await keep('Shared', { isShared: true })
  expect((await listed(house.ours.owner)).map((one) => one.viewId)).toContain(viewId)
  expect(await listed(house.ours.owner, 'products')).toEqual([])
  expect(await listed(house.theirs.owner)).toEqual([])
  expect((await ask('PATCH', `/${viewId}`, { name: 'x' }, house.theirs.owner)).status).toBe(404)
  expect((await ask('DELETE', `/${viewId}`, undefined, house.theirs.owner)).status).toBe(404)
})

test('a key keeps no views: they belong to people', async () => {
  expect((await ask('GET', '', undefined, house.ours.key)).status).toBe(403)
})

test.each([
  ['a page that keeps none', { page: 'audit' }],
  ['no name', { name: '  ' }],
  ['a filter that is no text', { search: { state: 1 } }],
  ['a filter with a strange name', { search: { 'a b': 'c' } }],
])('%s is refused', async (_how, change) => {
  const answer = await ask('POST', '', { page: 'orders', name: 'x', search: {}, ...change })
  expect(answer.body).toMatchObject({ error: { code: 'invalid-field' } })
})

test('nobody fills the house with views', async () => {
  const { agent } = house.ours
  const body = { page: 'products', name: 'x', search: {} }
  const answers = await Promise.all(Array.from({ length: 100 }, () => ask('POST', '', body, agent)))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
  expect((await ask('POST', '', body, agent)).body).toMatchObject({ error: { code: 'unprocessable' } })
})
