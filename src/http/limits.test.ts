import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { newWebhookSecret, signWebhook } from '../egress/index.ts'
import type { House } from '../../test/http/house.ts'
import { openHouse } from '../../test/http/open-house.ts'
import { definePublicRoute } from './define-route.ts'

const gate: { open(): void; opened: Promise<void>; asked: number } = {
  open: () => undefined,
  opened: Promise.resolve(),
  asked: 0,
}
let house: House
beforeAll(async () => {
  gate.opened = new Promise<void>((resolve) => {
    gate.open = resolve
  })
  house = await openHouse({
    ratePerMinute: 60,
    maxInFlight: 3,
    extraRoutes: () => [
      definePublicRoute({
        method: 'GET',
        path: '/api/v1/slow',
        name: 'beSlow',
        summary: 'Answers when it is told to',
        tag: 'Test',
        responses: { 200: z.string() },
        handler: async () => {
          gate.asked += 1
          await gate.opened
          return { status: 200, body: 'done' }
        },
      }),
    ],
  })
})
afterAll(() => house.close())

test('beyond its rate a caller waits, others do not, and the allowance drips back', async () => {
  house.clock.advance(60_000)
  const ask = (as: string) => house.ask({ method: 'GET', url: '/api/v1/shops', as })
  const answers = []
  for (let sent = 0; sent < 61; sent += 1) answers.push(await ask(house.theirs.key))
  expect(answers.filter((answer) => answer.status === 200).length).toBe(60)
  expect(answers.at(-1)).toMatchObject({
    status: 429,
    headers: { 'retry-after': '1' },
    body: { error: { code: 'too-many-requests' } },
  })
  expect((await ask(house.ours.key)).status).toBe(200)
  house.clock.advance(1000)
  expect([(await ask(house.theirs.key)).status, (await ask(house.theirs.key)).status]).toEqual([200, 429])
})

test('guessing keys costs the guesser his address, not those who have a key', async () => {
  const known = { method: 'GET', url: '/api/v1/shops', as: house.ours.key }
  expect((await house.ask(known)).status).toBe(200)
  const guesses = []
  for (let sent = 0; sent < 70; sent += 1) {
    guesses.push(await house.ask({ ...known, as: `xk_${String(sent).padStart(43, '0')}` }))
  }
  expect(guesses.map((answer) => answer.status)).toContain(401)
  expect(guesses.at(-1)?.status).toBe(429)
  expect((await house.ask(known)).status).toBe(200)
})

test('a signed platform has an allowance of its own, each channel one; forged signatures cost the address', async () => {
  house.clock.advance(120_000)
  const open = async () => {
    const body = { shopId: house.ours.shopId, kind: 'http', name: 'platform' }
    const answer = await house.ask({ method: 'POST', url: '/api/v1/channels', as: house.ours.owner, body })
    return z.object({ secret: z.string(), channel: z.object({ channelId: z.string() }) }).parse(answer.body)
  }
  const [busy, calm] = [await open(), await open()]
  let sent = 0
  const say = async ({ secret, channel }: typeof busy) => {
    const messageId = `signed-${(sent += 1)}`
    const raw = Buffer.from(
      JSON.stringify({ messageId, buyer: { id: 'guest' }, content: { kind: 'text', text: 'hello' } }),
    )
    const headers = signWebhook({ secrets: [secret], id: messageId, at: house.clock.now(), body: raw })
    const url = `/api/v1/channels/${channel.channelId}/messages`
    return (await house.ask({ method: 'POST', url, raw, headers: { ...headers } })).status
  }
  const guess = () => house.ask({ method: 'POST', url: '/api/v1/sign-ins', body: { email: 'no@one', password: 'x' } })
  const forged = { secret: newWebhookSecret(), channel: busy.channel }
  const refused = []
  for (let i = 0; i < 61; i += 1) refused.push(await say(forged))
  expect([refused[0], refused.at(-1), (await guess()).status]).toEqual([401, 429, 429])
  const said = []
  for (let i = 0; i < 61; i += 1) said.push(await say(busy))
  expect([said[0], said[59], said[60]]).toEqual([202, 202, 429])
  expect(await say(calm)).toBe(202)
  house.clock.advance(1000)
  expect([await say(busy), await say(busy)]).toEqual([202, 429])
})

test('when too much is under way the next is refused early, what was accepted is finished, and health still answers', async () => {
  house.clock.advance(60_000)
  const slow = () => house.ask({ method: 'GET', url: '/api/v1/slow' })
  const accepted = [slow(), slow(), slow()]
  await expect.poll(() => gate.asked).toBe(3)
  const refused = await slow()
  expect(refused).toMatchObject({ status: 503, body: { error: { code: 'overloaded' } } })
  expect(refused.headers['retry-after']).toBe('1')
  expect((await house.ask({ method: 'GET', url: '/livez' })).status).toBe(200)
  gate.open()
  expect((await Promise.all(accepted)).map((answer) => answer.status)).toEqual([200, 200, 200])
  expect((await slow()).status).toBe(200)
})

test('a body beyond the limit of its route is 413', async () => {
  const raw = Buffer.alloc(1024 * 1024 + 1, 32)
  const answer = await house.ask({ method: 'POST', url: '/api/v1/groups', as: house.ours.owner, raw })
  expect(answer).toMatchObject({ status: 413, body: { error: { code: 'body-too-large' } } })
})
