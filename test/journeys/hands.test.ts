import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { closeSilentSessions } from '../../src/conversation/index.ts'
import { type JourneyHouse, OPENING_MS, openJourneyHouse } from '../journey-house.ts'
import type { Ask } from '../journey-people.ts'
import { drawWording } from './wording.ts'

let house: JourneyHouse
const { pick } = drawWording()
beforeAll(async () => {
  house = await openJourneyHouse({ quietMs: 60 })
}, OPENING_MS)
afterAll(() => house.close())

const WORDS = join(import.meta.dirname, '..', '..', 'widget', 'words')
const wordsIn = (language: string): unknown => JSON.parse(readFileSync(join(WORDS, `${language}.json`), 'utf8'))
const at = (conversationId: string, rest = '') => `/api/v1/conversations/${conversationId}${rest}`
const post = (url: string, as: string, sent: Pick<Ask, 'body' | 'headers'> = {}) =>
  house.ask({ method: 'POST', url, as, ...sent })
const text = (words: string) => ({ body: { content: { kind: 'text', text: words } } })

const listed = z.object({
  items: z.array(z.object({ seq: z.int(), role: z.string(), content: z.unknown(), author: z.string().nullable() })),
})
async function logOf(conversationId: string) {
  const answer = await house.ask({ method: 'GET', url: at(conversationId, '/messages'), as: house.owner })
  return listed.parse(answer.body).items
}

test('asked for, a person takes over, speaks and gives back; the buyer is told each time', async () => {
  const buyer = house.buyer('guest')
  const asked = await buyer.say(pick('human'))
  expect(asked.reply?.decision).toBe('hand-off')
  const { conversationId } = asked.ack
  const waiting = await house.ask({ method: 'GET', url: '/api/v1/conversations?owner=waiting', as: house.lin })
  expect(waiting.body).toMatchObject({ items: [{ conversationId, owner: 'waiting' }] })
  expect((await post(at(conversationId, '/messages'), house.lin, text('在的'))).status).toBe(409)
  const taken = await post(at(conversationId, '/take-over'), house.lin)
  expect(taken).toMatchObject({ status: 200, body: { owner: 'human' } })
  const silent = await buyer.say(pick('freeShipping'))
  expect(silent.reply).toMatchObject({ decision: 'stay-silent', messages: [] })
  expect((await post(at(conversationId, '/messages'), house.lin, text('满99包邮的'))).status).toBe(201)
  expect(await post(at(conversationId, '/give-back'), house.lin)).toMatchObject({
    status: 200,
    body: { owner: 'robot' },
  })
  expect((await buyer.say(pick('insurance'))).reply?.decision).toBe('answer')
  const log = await logOf(conversationId)
  expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1))
  const notices = log.filter(({ role }) => role === 'system').map(({ content }) => content)
  expect(notices).toMatchObject([{ event: 'agent.joined' }, { event: 'agent.left' }])
  expect(JSON.stringify(notices[0])).toContain('lin')
  await house.delivery.drain()
  const deliveries = await house.look((tx) =>
    tx.selectFrom('delivery').select('state').where('conversation_id', '=', conversationId).execute(),
  )
  expect(new Set(deliveries.map(({ state }) => state))).toEqual(new Set(['delivered']))
  expect(deliveries.length).toBeGreaterThan(4)
})

test.each(['zh', 'en'])('what the button of the window says in %s asks for a person', async (language) => {
  const words = z.object({ 'handoff.say': z.string() }).parse(wordsIn(language))
  const asked = await house.buyer(`button-${language}`).say(words['handoff.say'])
  expect(asked.reply?.decision).toBe('hand-off')
})

test('a talk that one holds is not taken, spoken in or given back by another; who leads may give it back', async () => {
  const { ack } = await house.buyer('held').say(pick('freeShipping'))
  const { conversationId } = ack
  expect((await post(at(conversationId, '/take-over'), house.lin)).status).toBe(200)
  const again = await post(at(conversationId, '/take-over'), house.lin)
  expect(again.status).toBe(200)
  for (const [rest, body] of [['/take-over'], ['/messages', text('我来')], ['/give-back']] as const) {
    const refused = await post(at(conversationId, rest), house.wu, body)
    expect([rest, refused.status, refused.body]).toMatchObject([rest, 409, { error: { code: 'answered-by-other' } }])
  }
  expect((await post(at(conversationId, '/give-back'), house.owner)).status).toBe(200)
  const log = await logOf(conversationId)
  expect(log.filter(({ role }) => role === 'system')).toHaveLength(2)
  expect(log.filter(({ role }) => role === 'agent')).toHaveLength(0)
})

test('after the take-over has been answered no robot message of an older turn appears', async () => {
  const held: (() => void)[] = []
  const schedule = (_delayMs: number, run: () => void) => {
    held.push(run)
    return () => undefined
  }
  const fenced = await openJourneyHouse({ quietMs: 60, schedule })
  const buyers = Array.from({ length: 12 }, (_, index) => fenced.buyer(`fence-${index}`))
  const said = await Promise.all(buyers.map((buyer) => buyer.say(pick('freeShipping'), { wait: 0 })))
  expect(held).toHaveLength(12)
  // A third is thought through while it is taken over, the rest finds the fence afterwards.
  for (const run of held.slice(0, 4)) run()
  const taken = await Promise.all(
    said.map(({ ack }) => fenced.ask({ method: 'POST', url: at(ack.conversationId, '/take-over'), as: fenced.lin })),
  )
  const lastSeqs = taken.map(({ body }) => z.object({ lastSeq: z.int() }).parse(body).lastSeq)
  const countOf = () =>
    fenced.look((tx) => tx.selectFrom('message').select(['seq', 'role', 'conversation_id']).execute())
  const before = (await countOf()).filter(({ role }) => role === 'robot').length
  for (const run of held.slice(4)) run()
  await Promise.all(said.map(({ ack }) => fenced.path.idle(ack.conversationId)))
  await fenced.delivery.drain()
  const messages = await countOf()
  expect(messages.filter(({ role }) => role === 'robot')).toHaveLength(before)
  for (const [index, { ack }] of said.entries()) {
    const later = messages.filter(
      (row) => row.conversation_id === ack.conversationId && row.seq > (lastSeqs[index] ?? 0),
    )
    expect(later).toEqual([])
  }
  const states = await fenced.look((tx) => tx.selectFrom('turn').select('state').execute())
  expect(states.filter(({ state }) => state === 'fenced').length).toBeGreaterThanOrEqual(8)
  expect(await fenced.look((tx) => tx.selectFrom('due_turn').select('turn_id').execute())).toEqual([])
  await fenced.close()
})

test('with an Idempotency-Key a person says a thing once', async () => {
  const { ack } = await house.buyer('once').say('你好')
  await post(at(ack.conversationId, '/take-over'), house.wu)
  const say = () =>
    post(at(ack.conversationId, '/messages'), house.wu, { ...text('稍等'), headers: { 'idempotency-key': 'k-1' } })
  const first = await say()
  expect(await say()).toMatchObject({ status: 201, text: first.text })
  expect((await logOf(ack.conversationId)).filter(({ role }) => role === 'agent')).toHaveLength(1)
})

test('what is remembered of a buyer can be looked at and forgotten, and both are written down', async () => {
  const buyer = house.buyer('remembered')
  const { ack } = await buyer.say(pick('material'), { reference: { productId: 'p1' } })
  const url = at(ack.conversationId, '/memory')
  const facts = await house.ask({ method: 'GET', url, as: house.lin })
  expect(facts.text).toContain('"p1"')
  expect((await house.ask({ method: 'DELETE', url, as: house.lin })).status).toBe(403)
  expect((await house.ask({ method: 'DELETE', url, as: house.owner })).status).toBe(200)
  expect((await house.ask({ method: 'GET', url, as: house.lin })).body).toEqual({ items: [] })
  expect((await buyer.say(pick('material'))).words).not.toContain('羊毛70%')
  const acts = await house.look((tx) =>
    tx.selectFrom('audit').select('act').where('target', '=', ack.conversationId).execute(),
  )
  expect(acts.map(({ act }) => act)).toEqual(['memory.viewed', 'memory.erased', 'memory.viewed'])
})

test('sessions close by silence, each with its event; the next message opens another', async () => {
  const buyer = house.buyer('silent')
  const { ack } = await buyer.say('你好')
  const close = () => closeSilentSessions(house.database, { at: house.clock.now(), usualGapMinutes: 30 })
  house.clock.advance(29 * 60_000)
  expect(await close()).toBe(0)
  house.clock.advance(2 * 60_000)
  expect(await close()).toBeGreaterThan(0)
  expect(await close()).toBe(0)
  await buyer.say('还在吗')
  const sessions = await house.ask({ method: 'GET', url: at(ack.conversationId, '/sessions'), as: house.lin })
  expect(sessions.body).toMatchObject({ items: [{ closedAt: null }, { closedBy: 'silence' }] })
  const rows = await house.look((tx) => tx.selectFrom('outbox').select('events').execute())
  const events = z.array(z.object({ type: z.string(), key: z.string() })).parse(rows.flatMap((row) => row.events))
  const types = events.filter(({ key }) => key === ack.conversationId)
  expect(types.filter(({ type }) => type === 'session.closed')).toHaveLength(1)
  expect(types.filter(({ type }) => type === 'session.opened')).toHaveLength(2)
})

test('conversations are listed by owner, buyer, shop and time, page by page, the latest first', async () => {
  const since = house.clock.now() + 1
  house.clock.advance(60_000)
  const ids: string[] = []
  for (const name of ['list-1', 'list-2', 'list-3']) {
    ids.unshift((await house.buyer(name).say('你好')).ack.conversationId)
    house.clock.advance(1000)
  }
  const page = z.object({ items: z.array(z.object({ conversationId: z.string() })), next: z.string().nullable() })
  const list = async (query: string) => {
    const url = `/api/v1/conversations?from=${new Date(since).toISOString()}&${query}`
    const { items, next } = page.parse((await house.ask({ method: 'GET', url, as: house.lin })).body)
    return { found: items.map(({ conversationId }) => conversationId), next }
  }
  expect((await list('limit=10')).found).toEqual(ids)
  const first = await list('limit=2')
  expect(first.found).toEqual(ids.slice(0, 2))
  expect((await list(`limit=2&cursor=${first.next}`)).found).toEqual(ids.slice(2))
  expect((await list('buyer=list-2')).found).toEqual(ids.slice(1, 2))
  expect((await list('owner=human')).found).toEqual([])
  expect((await list(`shopId=${house.shopId}&to=${new Date(since).toISOString()}`)).found).toEqual([])
})

test('a session that is closed by hand stays closed; the next message opens another, and nothing is forgotten', async () => {
  const buyer = house.buyer('done')
  const { ack } = await buyer.say(pick('freeShipping'))
  const { conversationId } = ack
  const closed = await post(at(conversationId, '/close'), house.lin)
  expect(closed).toMatchObject({ status: 200, body: { closedBy: 'hand' } })
  expect(await post(at(conversationId, '/close'), house.lin)).toMatchObject({
    status: 409,
    body: { error: { code: 'precondition-failed' } },
  })
  house.clock.advance(1000)
  expect((await buyer.say(pick('insurance'))).ack.conversationId).toBe(conversationId)
  const { body } = await house.ask({ method: 'GET', url: at(conversationId, '/sessions'), as: house.lin })
  expect(body).toMatchObject({ items: [{ closedAt: null }, { closedBy: 'hand' }] })
  const [open] = z.object({ items: z.array(z.object({ sessionId: z.string() })) }).parse(body).items
  const rows = await house.look((tx) =>
    tx.selectFrom('message').select(['session_id', 'role']).where('conversation_id', '=', conversationId).execute(),
  )
  const spoken = rows.filter(({ role }) => role === 'buyer').map(({ session_id: sessionId }) => sessionId)
  expect([spoken.length, new Set(spoken).size, spoken.includes(open?.sessionId ?? '')]).toEqual([2, 2, true])
  const told = await house.look((tx) => tx.selectFrom('outbox').select('events').execute())
  const event = z.object({ type: z.string(), key: z.string(), body: z.object({ by: z.string().optional() }) })
  const closings = z
    .array(event)
    .parse(told.flatMap((row) => row.events))
    .filter(({ type, key }) => type === 'session.closed' && key === conversationId)
  expect(closings.map((one) => one.body.by)).toEqual(['hand'])
})
