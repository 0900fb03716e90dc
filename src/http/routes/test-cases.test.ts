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
const cases = () => `/shops/${house.ours.shopId}/test-cases`
const runs = () => `/shops/${house.ours.shopId}/test-runs`
const knowledge = () => `/knowledge/${house.ours.shopId}`

const made = z.object({ testCaseId: z.string() })
const run = z.object({
  passed: z.int(),
  total: z.int(),
  cases: z.array(
    z.object({
      name: z.string(),
      isPassed: z.boolean(),
      turns: z.array(z.object({ failures: z.array(z.object({ expected: z.unknown(), actual: z.array(z.string()) })) })),
    }),
  ),
})

const entryNamed = (word: string, answer: string) => ({
  entry: { title: { zh: word }, match: 'contains', phrasings: [word], answers: [{ id: 'a', texts: [answer] }] },
})
const saying = (text: string, ...expected: object[]) => ({ content: { kind: 'text', text }, expect: expected })

async function keep(name: string, ...turns: object[]): Promise<string> {
  const answer = await ask('POST', cases(), { name, turns })
  expect(answer.status).toBe(201)
  return made.parse(answer.body).testCaseId
}

test('a case passes on the knowledge that answers it, and tells what came instead where none does', async () => {
  const draft = await ask('POST', `${knowledge()}/entries`, entryNamed('橘猫', '店里有一只橘猫~'))
  const { entryId } = z.object({ entryId: z.string() }).parse(draft.body)
  const id = await keep(
    'Cat',
    saying(
      '店里有橘猫吗',
      { kind: 'entry', entryId },
      { kind: 'act', act: 'answer' },
      { kind: 'text', text: '一只橘猫' },
    ),
  )
  const drafts = await ask('POST', runs(), { knowledge: 'drafts', testCaseIds: [id] })
  expect(run.parse(drafts.body)).toMatchObject({ passed: 1, total: 1, cases: [{ name: 'Cat', isPassed: true }] })
  const published = run.parse((await ask('POST', runs(), { knowledge: 'published', testCaseIds: [id] })).body)
  expect(published).toMatchObject({ passed: 0, total: 1, cases: [{ isPassed: false }] })
  const failures = published.cases[0]?.turns[0]?.failures ?? []
  expect(failures.map(({ expected }) => expected)).toContainEqual({ kind: 'entry', entryId })
  expect(failures.find(({ actual }) => actual.includes('fallback'))).toBeDefined()
})

test('the turns of a case are one talk: what was said before counts, and a person gives the talk back', async () => {
  const { entry } = entryNamed('找老板', '这就叫老板')
  await ask('POST', `${knowledge()}/entries`, { entry: { ...entry, handoff: 'always' } })
  const ofTurn = async (isGivenBack: boolean) => {
    const id = await keep(`Handed over ${isGivenBack}`, saying('我要找老板', { kind: 'act', act: 'hand-off' }), {
      ...saying('我要找老板', { kind: 'act', act: 'hand-off' }),
      isGivenBack,
      afterMs: 60_000,
    })
    return run.parse((await ask('POST', runs(), { knowledge: 'drafts', testCaseIds: [id] })).body).passed
  }
  expect([await ofTurn(true), await ofTurn(false)]).toEqual([1, 0])
})

test('a case begins at its own hour, or at that of the run', async () => {
  const hours = { from: '03:00', to: '04:00' }
  const entry = { ...entryNamed('夜猫', '').entry, answers: [{ id: 'night', texts: ['夜里好'], when: { hours } }] }
  await ask('POST', `${knowledge()}/entries`, { entry })
  const at = async (startsAt: string | null) => {
    const turns = [saying('夜猫', { kind: 'text', text: '夜里好' })]
    const { body } = await ask('POST', cases(), { name: 'Night', scene: { startsAt }, turns })
    const { testCaseId } = made.parse(body)
    return run.parse((await ask('POST', runs(), { testCaseIds: [testCaseId] })).body).passed
  }
  // The shop is eight hours ahead of UTC, and it is noon.
  expect([await at('2026-03-01T19:30:00Z'), await at(null)]).toEqual([1, 0])
})

test('a case is renamed, read in pages and forgotten', async () => {
  const id = await keep('Before', saying('在吗', { kind: 'act', act: 'talk' }))
  const renamed = await ask('PATCH', `${cases()}/${id}`, { name: 'After' })
  expect(renamed.body).toMatchObject({ name: 'After', turns: [{ content: { text: '在吗' } }] })
  const first = await ask('GET', `${cases()}?limit=1`)
  const page = z.object({ items: z.array(made), next: z.string() }).parse(first.body)
  const second = await ask('GET', `${cases()}?limit=1&cursor=${page.next}`)
  expect(z.object({ items: z.array(made) }).parse(second.body).items[0]).not.toEqual(page.items[0])
  expect((await ask('DELETE', `${cases()}/${id}`)).status).toBe(204)
  expect((await ask('PATCH', `${cases()}/${id}`, { name: 'Again' })).status).toBe(404)
})

test('who may not write knowledge plays cases and changes none', async () => {
  const id = await keep('Read only', saying('在吗', { kind: 'act', act: 'talk' }))
  expect((await ask('POST', runs(), { testCaseIds: [id] }, house.ours.agent)).status).toBe(200)
  expect((await ask('DELETE', `${cases()}/${id}`, undefined, house.ours.agent)).status).toBe(403)
})

test.each([
  ['no turns', { name: 'x', turns: [] }],
  ['nothing expected', { name: 'x', turns: [saying('a')] }],
  [
    'turns out of order',
    { name: 'x', turns: [{ ...saying('a', { kind: 'act', act: 'talk' }), afterMs: 9 }, saying('b')] },
  ],
  ['an unknown expectation', { name: 'x', turns: [saying('a', { kind: 'mood', mood: 'good' })] }],
  ['no name', { name: ' ', turns: [saying('a', { kind: 'act', act: 'talk' })] }],
])('a case with %s is refused', async (_how, body) => {
  expect((await ask('POST', cases(), body)).body).toMatchObject({ error: { code: 'invalid-field' } })
})

test('a case of another firm, or of another shop, is not there', async () => {
  const id = await keep('Ours', saying('在吗', { kind: 'act', act: 'talk' }))
  const { theirs, ours } = house
  expect((await ask('PATCH', `/shops/${theirs.shopId}/test-cases/${id}`, { name: 'x' }, theirs.owner)).status).toBe(404)
  expect((await ask('PATCH', `/shops/${ours.otherShopId}/test-cases/${id}`, { name: 'x' })).status).toBe(404)
  expect((await ask('GET', `/shops/${theirs.shopId}/test-cases`)).status).toBe(404)
  const foreign = await ask('POST', `/shops/${theirs.shopId}/test-runs`, { testCaseIds: [id] }, theirs.owner)
  expect(foreign.status).toBe(404)
})

test('with a gate, knowledge goes out only when enough of its cases pass, judged on what goes out', async () => {
  const shopId = house.ours.otherShopId
  const scope = `/knowledge/${shopId}`
  await ask('PATCH', `/shops/${shopId}/settings`, { publishGate: 1 })
  const turns = [saying('有鱼缸吗', { kind: 'text', text: '有的' })]
  await ask('POST', `/shops/${shopId}/test-cases`, { name: 'Fish', turns })
  const draft = async (word: string, answer: string) => {
    const answered = await ask('POST', `${scope}/entries`, entryNamed(word, answer))
    return z.object({ entryId: z.string() }).parse(answered.body).entryId
  }
  const other = await draft('猫粮', '有猫粮')
  const refused = await ask('POST', `${scope}/publish`, {})
  expect(refused.body).toMatchObject({ error: { code: 'precondition-failed', field: 'publishGate' } })
  const fish = await draft('鱼缸', '有的')
  // What stays a draft does not speak for what goes out.
  expect((await ask('POST', `${scope}/publish`, { entryIds: [other] })).status).toBe(409)
  expect((await ask('POST', `${scope}/publish`, { entryIds: [fish] })).status).toBe(201)
  expect((await ask('POST', `${scope}/publish`, {})).status).toBe(201)
})
