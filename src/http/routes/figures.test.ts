import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { House } from '../../../test/http/house.ts'
import { openHouse } from '../../../test/http/open-house.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

const DAY_MS = 86_400_000
let said = 0

const get = (path: string) => house.ask({ method: 'GET', url: `/api/v1${path}`, as: house.ours.owner })

/** A buyer says something, and the robot has answered. */
async function say(buyer: string, text: string): Promise<string> {
  const { channelId, key } = house.ours
  const body = { messageId: `f-${(said += 1)}`, buyer: { id: buyer }, content: { kind: 'text', text } }
  const url = `/api/v1/channels/${channelId}/messages`
  const answer = await house.ask({ method: 'POST', url, as: key, body })
  const { acks } = z
    .object({ acks: z.array(z.object({ conversationId: z.string(), turnId: z.string() })).length(1) })
    .parse(answer.body)
  const state = async () => (await get(`/turns/${acks[0]?.turnId}`)).text
  await expect.poll(state).not.toContain('"state":"due"')
  return acks[0]?.conversationId ?? ''
}

async function takeOverAndSpeak(conversationId: string): Promise<void> {
  const ask = (verb: string, body?: unknown) =>
    house.ask({
      method: 'POST',
      url: `/api/v1/conversations/${conversationId}/${verb}`,
      as: house.ours.owner,
      ...(body !== undefined && { body }),
    })
  await ask('take-over')
  await ask('messages', { content: { kind: 'text', text: 'a person' } })
  await ask('give-back')
}

async function fillDay(): Promise<void> {
  const entry = { title: { zh: '老板' }, match: 'contains', phrasings: ['找老板'], handoff: 'always', answers: [] }
  const answers = [{ id: 'a', texts: ['好'] }]
  await house.ask({
    method: 'POST',
    url: `/api/v1/knowledge/${house.ours.shopId}/entries`,
    as: house.ours.owner,
    body: { entry: { ...entry, answers } },
  })
  await house.ask({
    method: 'POST',
    url: `/api/v1/knowledge/${house.ours.shopId}/publish`,
    as: house.ours.owner,
    body: {},
  })
  await say('alone', '有没有赠品')
  await say('lost', '火星上的石头会唱歌吗')
  await say('boss', '我要找老板')
  await takeOverAndSpeak(await say('helped', '有没有赠品'))
}

const counted = z.object({ talks: z.int(), handedOff: z.int(), alone: z.int() })

test('the list behind a figure holds the very conversations that the figure counts, in its period', async () => {
  // Yesterday a buyer was handed over and a person spoke; today the robot alone serves the same buyer.
  await fillDay()
  const yesterday = house.clock.now()
  house.clock.advance(DAY_MS)
  for (const buyer of ['boss', 'helped', 'new']) await say(buyer, '有没有赠品')
  const today = house.clock.now()
  const days = [
    { from: yesterday - DAY_MS / 2, to: today - DAY_MS / 2 },
    { from: today - DAY_MS / 2, to: today + DAY_MS / 2 },
  ]
  const seen: unknown[] = []
  for (const { from, to } of days) {
    const period = `from=${new Date(from).toISOString()}&to=${new Date(to).toISOString()}&shopId=${house.ours.shopId}`
    const figures = counted.parse((await get(`/figures?${period}`)).body)
    const list = async (outcome: string) => {
      const { body } = await get(`/conversations?${period}&outcome=${outcome}&limit=200`)
      return z.object({ items: z.array(z.unknown()) }).parse(body).items.length
    }
    expect(await list('heard')).toBe(figures.talks)
    expect(await list('handed-off')).toBe(figures.handedOff)
    expect(await list('alone')).toBe(figures.alone)
    seen.push([figures.talks, figures.handedOff, figures.alone])
  }
  // The talk that the house begins with ("hello") belongs to the first day.
  expect(seen).toEqual([
    [5, 1, 3],
    [3, 0, 3],
  ])
})
