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
  house.ask({ method, url: `/api/v1${path}`, as, ...(body !== undefined && { body }) })
const period = z.object({ validityId: z.string() })
const listed = z.object({ items: z.array(period.extend({ name: z.string(), uses: z.int() })) })

const NIGHT = { hours: [{ from: '22:00', to: '06:00' }] }
const NOON = { hours: [{ from: '11:00', to: '13:00' }] }

async function name(word: string, rule: object = NIGHT): Promise<string> {
  const answer = await ask('POST', '/validities', { name: word, rule, shopId: house.ours.shopId })
  return period.parse(answer.body).validityId
}

async function use(validity: string): Promise<string> {
  const entry = {
    title: { zh: '值班' },
    match: 'contains',
    phrasings: [`值班 ${validity.slice(-6)}`],
    answers: [{ id: 'a', texts: ['有人值班'], when: { validity } }],
  }
  const answer = await ask('POST', `/knowledge/${house.ours.shopId}/entries`, { entry })
  return z.object({ entryId: z.string() }).parse(answer.body).entryId
}
const usesOf = async (id: string) => {
  const { items } = listed.parse((await ask('GET', `/validities?shopId=${house.ours.shopId}`)).body)
  return items.find(({ validityId }) => validityId === id)?.uses
}

test('a period that an answer holds in is not forgotten, drafted or published, and then it is', async () => {
  const id = await name('Nights')
  expect(await usesOf(id)).toBe(0)
  const entryId = await use(id)
  expect(await usesOf(id)).toBe(1)
  const refused = await ask('DELETE', `/validities/${id}`)
  expect(refused.body).toMatchObject({ error: { code: 'conflict', field: 'validityId' } })
  const scope = `/knowledge/${house.ours.shopId}`
  await ask('POST', `${scope}/publish`, { entryIds: [entryId] })
  expect((await ask('DELETE', `/validities/${id}`)).status).toBe(409)
  const seen = { changedAt: null, baseRelease: 1 }
  await ask('POST', `${scope}/entries/${entryId}/remove`, { seen })
  await ask('POST', `${scope}/publish`, { entryIds: [entryId] })
  expect((await ask('DELETE', `/validities/${id}`)).status).toBe(204)
  expect(await usesOf(id)).toBeUndefined()
})

test('the robot keeps to the new hours as soon as they were saved', async () => {
  const id = await name('Lunch')
  const entryId = await use(id)
  await ask('POST', `/knowledge/${house.ours.shopId}/publish`, { entryIds: [entryId] })
  const said = async () => {
    const content = { kind: 'text', text: `值班 ${id.slice(-6)}` }
    return (await ask('POST', `/shops/${house.ours.shopId}/trials`, { content })).text.includes('有人值班')
  }
  // It is noon.
  expect(await said()).toBe(false)
  await ask('PUT', `/validities/${id}`, { name: 'Lunch', rule: NOON })
  expect(await said()).toBe(true)
})

test('a period of another firm is not there', async () => {
  const id = await name('Ours')
  expect((await ask('DELETE', `/validities/${id}`, undefined, house.theirs.owner)).status).toBe(404)
  expect((await ask('PUT', `/validities/${id}`, { name: 'x', rule: {} }, house.theirs.owner)).status).toBe(404)
  expect(await usesOf(id)).toBe(0)
})

test('a rule that cannot be is refused', async () => {
  for (const rule of [{ hours: [{ from: '25:00', to: '26:00' }] }, { weekdays: [] }, { moon: 'full' }])
    expect((await ask('POST', '/validities', { name: 'x', rule })).body).toMatchObject({
      error: { code: 'invalid-field' },
    })
})
