import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { House } from '../../../test/http/house.ts'
import { openHouse } from '../../../test/http/open-house.ts'

let house: House
const list = z.object({
  items: z.array(z.object({ conversationId: z.string(), buyer: z.object({ name: z.string().nullable() }) })),
  next: z.string().nullable(),
})
const get = (query: string, as = house.ours.key) =>
  house.ask({ method: 'GET', url: `/api/v1/conversations?${query}`, as })
const found = async (query: string, as = house.ours.key) => list.parse((await get(query, as)).body).items
const nameOf = (items: Awaited<ReturnType<typeof found>>) => items.map(({ buyer }) => buyer.name)
const find = (words: string) => found(`find=${encodeURIComponent(words)}`)

let said = 0
const say = async (name: string, text: string) => {
  const { ask, ours } = house
  const body = { messageId: `s${(said += 1)}`, buyer: { id: name, name }, content: { kind: 'text', text } }
  const answer = await ask({ method: 'POST', url: `/api/v1/channels/${ours.channelId}/messages`, as: ours.key, body })
  expect(answer.status).toBe(202)
}

beforeAll(async () => {
  house = await openHouse()
  await say('小美', '这件大衣起球吗')
  await say('阿强', '什么时候发货')
  await say('100%_棉', '在吗')
})
afterAll(() => house.close())

test('a talk is found by a word that was said in it and by the name of its buyer, and by no other', async () => {
  expect(nameOf(await find('大衣'))).toEqual(['小美'])
  expect(nameOf(await find('阿强'))).toEqual(['阿强'])
  expect(await find('雨伞')).toEqual([])
})

test('signs that a database would read are looked for as they stand', async () => {
  expect(nameOf(await find('100%_'))).toEqual(['100%_棉'])
  expect(await find('1%棉')).toEqual([])
  expect(await find("' or 1=1 --")).toEqual([])
})

test('a search goes with the other filters: shop, owner, buyer and page', async () => {
  const [strange] = await find('100%_')
  const url = `/api/v1/conversations/${strange?.conversationId}/take-over`
  expect((await house.ask({ method: 'POST', url, as: house.ours.owner })).status).toBe(200)
  expect(nameOf(await found('owner=human'))).toEqual(['100%_棉'])
  expect(await found(`owner=human&find=${encodeURIComponent('大衣')}`)).toEqual([])
  expect(await found(`shopId=${house.ours.otherShopId}&find=${encodeURIComponent('大衣')}`)).toEqual([])
  expect(nameOf(await found(`buyer=${encodeURIComponent('小美')}`))).toEqual(['小美'])
  const first = list.parse((await get('limit=2')).body)
  const second = list.parse((await get(`limit=2&cursor=${first.next}`)).body)
  const ids = [...first.items, ...second.items].map(({ conversationId }) => conversationId)
  expect([first.items.length, new Set(ids).size]).toEqual([2, ids.length])
})

test('another organisation finds nothing of it, and our talk and shop are not there for it', async () => {
  const [talk] = await find('大衣')
  const words = encodeURIComponent('大衣')
  expect(await found(`find=${words}`, house.theirs.key)).toEqual([])
  expect((await get(`shopId=${house.ours.shopId}&find=${words}`, house.theirs.key)).status).toBe(404)
  const url = `/api/v1/conversations/${talk?.conversationId}`
  expect((await house.ask({ method: 'GET', url, as: house.theirs.key })).status).toBe(404)
  expect((await house.ask({ method: 'GET', url, as: house.ours.key })).status).toBe(200)
})

test.each([
  ['find=', 'find'],
  ['find=%20%20', 'find'],
  [`find=${'x'.repeat(101)}`, 'find'],
  ['owner=nobody', 'owner'],
  ['outcome=fine', 'outcome'],
  ['from=yesterday', 'from'],
  ['limit=0', 'limit'],
  ['shopId=mine', 'shopId'],
  ['cursor=!', 'cursor'],
])('%s is refused by name', async (query, field) => {
  const answer = await get(query)
  expect([answer.status, answer.body]).toMatchObject([400, { error: { code: 'invalid-field', field } }])
})

test('what a buyer leaves to be reached by is masked for whoever reads, and a look at the whole is a right and written down', async () => {
  await say('老王', '联系方式: 13812345678 或 lao.wang@mail.example.cn')
  const [talk] = await found(`find=${encodeURIComponent('联系方式')}`)
  const read = await house.ask({
    method: 'GET',
    url: `/api/v1/conversations/${talk?.conversationId}/messages`,
    as: house.ours.owner,
  })
  expect(read.text).toContain('138****5678 或 l***@mail.example.cn')
  expect(read.text).not.toContain('13812345678')
  const [message] = z.object({ items: z.array(z.object({ id: z.string() })) }).parse(read.body).items
  const look = (as: string) => house.ask({ method: 'GET', url: `/api/v1/messages/${message?.id}/unmasked`, as })
  expect((await look(house.ours.key)).status).toBe(403)
  expect((await look(house.theirs.owner)).status).toBe(404)
  expect((await look(house.ours.owner)).text).toContain('13812345678 或 lao.wang@mail.example.cn')
  const audit = await house.ask({ method: 'GET', url: '/api/v1/audit?act=buyer.unmasked', as: house.ours.owner })
  const acts = z.object({ items: z.array(z.object({ target: z.string() })) }).parse(audit.body).items
  expect(acts.map(({ target }) => target)).toEqual([message?.id])
  expect(audit.text).not.toContain('13812345678')
})
