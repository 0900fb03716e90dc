import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { House } from '../../../test/http/house.ts'
import { openHouse } from '../../../test/http/open-house.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

const ASKED = '店里养猫吗'
const entry = (text: string) => ({
  topic: 'price',
  title: { zh: ASKED },
  phrasings: [ASKED],
  answers: [{ id: 'a', texts: [text] }],
})
const tried = z.object({
  contents: z.array(z.object({ kind: z.string(), text: z.string().optional() })),
  handling: z.string(),
  at: z.string(),
  state: z.string(),
})
const say = (text: string) => ({ content: { kind: 'text', text } })
const post = (body: unknown, { as = house.ours.key, shopId = house.ours.shopId } = {}) =>
  house.ask({ method: 'POST', url: `/api/v1/shops/${shopId}/trials`, as, body })
const hear = async (body: unknown) => {
  const answer = await post(body)
  return tried.parse(answer.body)
}
const wordsOf = ({ contents }: z.infer<typeof tried>): string => contents.map(({ text }) => text ?? '').join()

test('an entry is heard as it is being typed, a draft only where drafts are asked for, and buyers hear neither', async () => {
  const url = `/api/v1/knowledge/${house.ours.shopId}/entries`
  const made = await house.ask({ method: 'POST', url, as: house.ours.key, body: { entry: entry('有一只橘猫') } })
  expect(made.status).toBe(201)
  expect(wordsOf(await hear(say(ASKED)))).not.toContain('橘猫')
  expect(wordsOf(await hear({ ...say(ASKED), knowledge: 'drafts' }))).toContain('有一只橘猫')
  const { entryId } = z.object({ entryId: z.string() }).parse(made.body)
  const typed = { ...say(ASKED), knowledge: 'drafts', entry: entry('有一只黑猫'), entryId }
  expect(wordsOf(await hear(typed))).toContain('有一只黑猫')
})

test('the state carries a talk on, the clock of a trial runs ahead, and nothing is stored', async () => {
  const talks = async () => (await house.ask({ method: 'GET', url: '/api/v1/conversations', as: house.ours.key })).text
  const before = await talks()
  const [odd, skipMs] = ['哼哼唧唧咕噜', 5 * 3_600_000]
  const first = await hear(say(odd))
  const second = await hear({ ...say(odd), state: first.state })
  const third = await hear({ ...say(odd), state: second.state })
  expect([first.handling, third.handling]).toEqual(['robot', 'waiting'])
  // Hours later the misses are forgotten: whoever asks again is not handed over.
  const later = await hear({ ...say(odd), state: second.state, skipMs })
  expect([later.handling, Date.parse(later.at) - Date.parse(first.at)]).toEqual(['robot', skipMs])
  expect((await hear(say(odd))).handling).toBe('robot')
  expect(await talks()).toBe(before)
})

test('a shop of another organisation is not there', async () => {
  expect((await post(say(ASKED), { as: house.theirs.key })).status).toBe(404)
  expect((await post(say(ASKED), { as: house.theirs.key, shopId: house.theirs.shopId })).status).toBe(200)
})

test.each([
  ['no content', {}, 'content'],
  ['a content of no kind', { content: { kind: 'song' } }, 'content'],
  ['a clock that runs back', { ...say('在吗'), skipMs: -1 }, 'skipMs'],
  ['another knowledge', { ...say('在吗'), knowledge: 'secret' }, 'knowledge'],
  ['a state that is no JSON', { ...say('在吗'), state: '{' }, 'state'],
  ['a state of somebody else', { ...say('在吗'), state: '{"memory":[],"handling":"ghost"}' }, 'state'],
  [
    'a state with memory that is none',
    { ...say('在吗'), state: '{"memory":[{"kind":1}],"handling":"robot"}' },
    'state',
  ],
  ['a field nobody knows', { ...say('在吗'), colour: 'red' }, 'colour'],
])('%s is refused by name', async (_what, body, field) => {
  const answer = await post(body)
  expect(answer.status).toBe(400)
  const { error } = z.object({ error: z.object({ code: z.string(), field: z.string() }) }).parse(answer.body)
  expect(error.field.startsWith(field)).toBe(true)
})
