import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { signWebhook } from '../../src/egress/index.ts'
import { type JourneyHouse, OPENING_MS, openJourneyHouse } from '../journey-house.ts'
import { drawWording } from './wording.ts'

let house: JourneyHouse
const { pick } = drawWording()
beforeAll(async () => {
  house = await openJourneyHouse()
}, OPENING_MS)
afterAll(() => house.close())

const listed = z.object({
  items: z.array(
    z.object({ id: z.string(), seq: z.int(), role: z.string(), content: z.unknown(), turnId: z.string() }),
  ),
  lastSeq: z.int(),
})
async function logOf(conversationId: string, afterSeq = 0) {
  const url = `/api/v1/conversations/${conversationId}/messages?after_seq=${afterSeq}&limit=200`
  return listed.parse((await house.ask({ method: 'GET', url, as: house.key })).body)
}

test('keeps the product from noon to the afternoon, and says which it means', async () => {
  const buyer = house.buyer('noon')
  const first = await buyer.say(pick('freeShipping'), { reference: { productId: 'p1' } })
  expect(first.reply).toMatchObject({ decision: 'answer', scenario: 'general.shipping.free-shipping' })
  expect(first.words).toContain('99')
  house.clock.advance(5 * 3_600_000)
  const later = await buyer.say(pick('insurance'))
  expect(later.reply).toMatchObject({ decision: 'answer', scenario: 'general.return.insurance' })
  expect(later.ack.conversationId).toBe(first.ack.conversationId)
  const material = await buyer.say(pick('material'))
  expect(material.words).toContain('羊毛70%')
  const why = await house.ask({ method: 'GET', url: `/api/v1/turns/${later.ack.turnId}`, as: house.key })
  expect(why.body).toMatchObject({ why: { understood: { focus: { product: { id: 'p1', origin: 'memory' } } } } })
  const sessions = await house.ask({
    method: 'GET',
    url: `/api/v1/conversations/${first.ack.conversationId}/sessions`,
    as: house.key,
  })
  expect(sessions.body).toMatchObject({ items: [{ closedAt: null }, { closedBy: 'silence' }] })
})

test('the same message twice is one message with one answer, to the byte; another body under its id is refused', async () => {
  const buyer = house.buyer('twice')
  const words = pick('freeShipping')
  const first = await buyer.say(words, { messageId: 'platform-1' })
  expect(first.reply?.messages.length).toBeGreaterThan(0)
  const again = await buyer.say(words, { messageId: 'platform-1' })
  expect([again.status, again.answer.text]).toEqual([first.status, first.answer.text])
  expect(again.answer.headers['idempotent-replayed']).toBe('true')
  const other = await buyer.send(`${words}？？`, { messageId: 'platform-1' })
  expect(other).toMatchObject({ status: 409, body: { error: { code: 'idempotency-mismatch', field: 'messageId' } } })
  expect((await logOf(first.ack.conversationId)).lastSeq).toBe(1 + (first.reply?.messages.length ?? 0))
})

test('twenty deliveries of one platform message at once are one message, and all get its answer', async () => {
  const buyer = house.buyer('many')
  const words = pick('insurance')
  const all = await Promise.all(Array.from({ length: 20 }, () => buyer.say(words, { messageId: 'platform-2' })))
  expect(new Set(all.map(({ answer }) => answer.text)).size).toBe(1)
  const [one] = all
  expect((await logOf(one?.ack.conversationId ?? '')).items.filter(({ role }) => role === 'buyer')).toHaveLength(1)
})

test('numbers have no gap and no double, whoever speaks at the same moment', async () => {
  const buyers = ['a', 'b', 'c'].map((name) => house.buyer(`crowd-${name}`))
  const said = await Promise.all(
    buyers.flatMap((buyer) => Array.from({ length: 12 }, () => buyer.say(pick('freeShipping'), { wait: 20 }))),
  )
  const conversations = new Set(said.map(({ ack }) => ack.conversationId))
  expect(conversations.size).toBe(3)
  for (const conversationId of conversations) {
    const { items, lastSeq } = await logOf(conversationId)
    expect(items.map(({ seq }) => seq)).toEqual(Array.from({ length: lastSeq }, (_, index) => index + 1))
    expect(items.filter(({ role }) => role === 'buyer')).toHaveLength(12)
    const tail = await logOf(conversationId, lastSeq - 3)
    expect(tail.items).toEqual(items.slice(-3))
    // Each turn is answered, and none twice: replies of one turn stand together.
    const answered = items.filter(({ role }) => role === 'robot').map(({ turnId }) => turnId)
    expect(new Set(answered)).toEqual(new Set(items.map(({ turnId }) => turnId)))
  }
})

test('a buyer who is not vouched for is told nothing of an order, one who is hears where it is', async () => {
  const stranger = await house.buyer('stranger').say(pick('parcel'), { reference: { orderId: 'o1' } })
  expect(JSON.stringify(stranger.reply)).not.toMatch(/7800001|中通|杭州转运|order-card|"parcel"/)
  const owner = await house.buyer('owner', 'c1').say(pick('parcel'))
  expect(JSON.stringify(owner.reply)).toContain('7800001')
})

test('a robot message explains itself: readings with scores, conditions, memory, versions, and where figures stood', async () => {
  const said = await house.buyer('why').say('灰色大衣多少钱', { reference: { productId: 'p1' } })
  const id = said.reply?.messages[0]?.id ?? ''
  const why = await house.ask({ method: 'GET', url: `/api/v1/messages/${id}/why`, as: house.owner })
  expect(why.status).toBe(200)
  expect(why.body).toMatchObject({
    turnId: said.ack.turnId,
    state: 'settled',
    heard: [{ id: said.ack.id }],
    said: [{ id, content: { kind: 'text' } }, { content: { kind: 'product-card' } }],
    why: {
      versions: { code: expect.any(String) },
      understood: { wanted: [{ best: { confidence: expect.any(Number) } }] },
    },
  })
  const quoted = z.object({
    why: z.object({ quoted: z.array(z.object({ sourceId: z.string(), version: z.string() })) }),
  })
  expect(quoted.parse(why.body).why.quoted.length).toBeGreaterThan(0)
  const heard = await house.ask({ method: 'GET', url: `/api/v1/messages/${said.ack.id}/why`, as: house.owner })
  expect(heard.text).toBe(why.text)
})

test('what a buyer types of himself is masked in lists and explanations', async () => {
  const said = await house.buyer('13712345678').say(`我电话13812345678，${pick('freeShipping')}`)
  const { conversationId, turnId } = said.ack
  for (const url of [
    `/api/v1/conversations/${conversationId}/messages`,
    `/api/v1/turns/${turnId}`,
    '/api/v1/conversations',
  ]) {
    const { status, text } = await house.ask({ method: 'GET', url, as: house.owner })
    expect([url, status]).toEqual([url, 200])
    expect(text).not.toMatch(/13812345678|13712345678/)
  }
  expect(JSON.stringify(await logOf(conversationId))).toContain('138****5678')
})

test('a switched-off robot says nothing, and the message is kept', async () => {
  const url = `/api/v1/shops/${house.shopId}/robot`
  expect((await house.ask({ method: 'PUT', url, as: house.owner, body: { on: false } })).status).toBe(200)
  const silent = await house.buyer('off').say(pick('freeShipping'))
  expect(silent.reply).toMatchObject({ decision: 'stay-silent', messages: [] })
  expect((await house.ask({ method: 'PUT', url, as: house.owner, body: { on: true } })).status).toBe(200)
  expect((await house.buyer('off').say(pick('freeShipping'))).reply?.messages.length).toBeGreaterThan(0)
})

test('a batch is answered in place, a bad body is refused whole and stores nothing', async () => {
  const url = `/api/v1/channels/${house.channelId}/messages`
  const message = (messageId: string, text: string) => ({
    messageId,
    buyer: { id: 'batch' },
    content: { kind: 'text', text },
  })
  const post = (body: unknown, headers: Record<string, string> = {}) =>
    house.ask({ method: 'POST', url: `${url}?wait=20`, as: house.key, body, headers })
  await post(message('b1', '你好'))
  const mixed = await post({ messages: [message('b1', '您好'), message('b2', pick('freeShipping'))] })
  expect(mixed).toMatchObject({
    status: 200,
    body: { acks: [{ messageId: 'b1', error: { code: 'idempotency-mismatch' } }, { messageId: 'b2' }], replies: [{}] },
  })
  const count = () => house.look((tx) => tx.selectFrom('message').select('seq').execute())
  const before = (await count()).length
  const bad = await post({ messages: [message('b3', 'x'), { ...message('b4', 'x'), buyer: {} }] })
  expect(bad).toMatchObject({ status: 400, body: { error: { code: 'invalid-field', field: 'messages.1.buyer.id' } } })
  const { messageId: _none, ...nameless } = message('', '在吗')
  expect((await post(nameless)).status).toBe(400)
  expect((await count()).length).toBe(before)
  const named = await post(nameless, { 'idempotency-key': 'the-key' })
  expect(named).toMatchObject({ status: 200, body: { acks: [{ messageId: 'the-key' }] } })
})

test('a platform signs; without signature and key nobody is heard, and a channel of others is not there', async () => {
  const url = `/api/v1/channels/${house.channelId}/messages`
  const raw = JSON.stringify({ messageId: 's1', buyer: { id: 'signed' }, content: { kind: 'text', text: '在吗' } })
  const at = house.clock.now()
  const signed = signWebhook({ secrets: [house.secret], id: 'w1', at, body: Buffer.from(raw) })
  expect((await house.ask({ method: 'POST', url, raw, headers: { ...signed } })).status).toBe(202)
  const forged = await house.ask({ method: 'POST', url, raw: raw.replace('s1', 's2'), headers: { ...signed } })
  expect(forged).toMatchObject({ status: 401, body: { error: { code: 'bad-signature' } } })
  expect((await house.ask({ method: 'POST', url, raw })).status).toBe(401)
  const absent = url.replace(house.channelId, house.shopId)
  expect((await house.ask({ method: 'POST', url: absent, raw, as: house.key })).status).toBe(404)
  expect((await house.ask({ method: 'POST', url: absent, raw, headers: { ...signed } })).status).toBe(404)
  expect((await house.ask({ method: 'POST', url, raw, as: house.owner })).status).toBe(403)
})
