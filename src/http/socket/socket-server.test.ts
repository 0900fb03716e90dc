import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { z } from 'zod'
import { type FreshDatabase, freshDatabase } from '../../../test/database.ts'
import { openTalk, type TalkFixture } from '../../../test/talk-fixture.ts'
import { loadChannelAccount } from '../../delivery/index.ts'
import { systemClock } from '../../kernel/clock.ts'
import { XiaoerError } from '../../kernel/errors.ts'
import { newUuid, orgId as orgIdSchema } from '../../kernel/ids.ts'
import { addApiKey, createAuthenticator, type Scope } from '../../staff/index.ts'
import type { StoredMessage } from '../../turn/index.ts'
import { createBus } from './bus.ts'
import type { Gateway } from './gateway.ts'
import { createSocketServer, type SocketServer } from './socket-server.ts'

let fresh: FreshDatabase
let talk: TalkFixture
let foreign: TalkFixture
let key: string
let readOnlyKey: string
let server: Server
let port = 0
let sockets: SocketServer
const house = openHouse()

/** A log of stored messages that grows while it is read, as the real one does. */
function openHouse() {
  const bus = createBus()
  const log = new Map<string, StoredMessage[]>()
  const known = new Map<string, string>()
  let isAway = false
  const say = (conversationId: string, text: string, role: StoredMessage['role'] = 'robot'): StoredMessage => {
    const list = log.get(conversationId) ?? []
    const message: StoredMessage = {
      id: newUuid(Date.now()),
      seq: list.length + 1,
      role,
      content: { kind: 'text', text },
      at: Date.now(),
      turnId: null,
    }
    log.set(conversationId, [...list, message])
    bus.announce({
      orgId: talk.orgId,
      shopId: talk.shopId,
      channelId: talk.channelId,
      conversationId,
      messages: [message],
    })
    return message
  }
  const gateway: Gateway = {
    account: async (channelId) => (await loadChannelAccount(fresh.database, channelId)) ?? null,
    listen: bus.listen,
    async receive(_account, message) {
      if (isAway) throw new Error('the database is away')
      if (message.messageId === 'mismatch') throw new XiaoerError({ code: 'idempotency-mismatch', field: 'messageId' })
      const duplicate = known.has(message.messageId)
      const text = message.content.kind === 'text' ? message.content.text : ''
      const stored = duplicate
        ? { id: known.get(message.messageId) ?? '', seq: 1 }
        : say(talk.conversationId, text, 'buyer')
      known.set(message.messageId, stored.id)
      return {
        messageId: message.messageId,
        id: stored.id,
        seq: stored.seq,
        conversationId: talk.conversationId,
        turnId: 't',
        duplicate,
      }
    },
    async messagesAfter(query) {
      if (query.conversationId === foreign.conversationId) return null
      // The answer takes a moment, and the talk goes on meanwhile.
      const read = (log.get(query.conversationId) ?? [])
        .filter((message) => message.seq > query.afterSeq)
        .slice(0, query.most)
      await new Promise((settle) => setTimeout(settle, 3))
      return read
    },
  }
  return { gateway, say, log, away: (is: boolean) => (isAway = is) }
}

async function keyOf(talkOf: TalkFixture, scopes: Scope[]): Promise<string> {
  const orgId = orgIdSchema.parse(talkOf.orgId)
  const { secret } = await fresh.database.within([orgId], (tx) =>
    addApiKey(tx, { orgId, name: 'k', scopes, shopIds: null, createdBy: null, at: Date.now() }),
  )
  return secret
}

beforeAll(async () => {
  fresh = await freshDatabase()
  talk = await openTalk(fresh.database, { at: Date.now() })
  foreign = await openTalk(fresh.database, { at: Date.now() })
  key = await keyOf(talk, ['messages:write'])
  readOnlyKey = await keyOf(talk, ['messages:read'])
  server = createServer()
  sockets = createSocketServer({
    gateway: house.gateway,
    authenticator: createAuthenticator({ database: fresh.database, clock: systemClock }),
    clock: systemClock,
    ratePerMinute: 0,
    onError: () => undefined,
  })
  sockets.attach(server)
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', () => settle()))
  const address = server.address()
  port = address !== null && typeof address === 'object' ? address.port : 0
})
afterAll(async () => {
  await sockets.close()
  server.close()
  await fresh.close()
})

const frameShape = z.looseObject({ type: z.string(), items: z.array(z.looseObject({})).default([]) })
type Frame = z.infer<typeof frameShape>

async function connect(query = `channelId=${talk.channelId}&token=${key}`, headers = {}) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/api/v1/ws?${query}`, { headers })
  const frames: Frame[] = []
  const closed = new Promise<number>((settle) => socket.once('close', (code) => settle(code)))
  socket.on('message', (bytes: Buffer) => frames.push(frameShape.parse(JSON.parse(bytes.toString()))))
  const status = await new Promise<number>((settle) => {
    socket.once('open', () => settle(101))
    socket.once('error', () => settle(0))
    socket.once('unexpected-response', (_request, response) => {
      settle(response.statusCode ?? 0)
      response.resume()
    })
  })
  const items = (type: string) => frames.filter((frame) => frame.type === type).flatMap((frame) => frame.items)
  return { socket, frames, status, closed, items, send: (frame: unknown) => socket.send(JSON.stringify(frame)) }
}

const item = (messageId: string, text = 'x') => ({ messageId, buyer: { id: 'b' }, content: { kind: 'text', text } })
const seqsOf = (items: readonly Record<string, unknown>[]) => items.map((each) => each['seq'])

test('the gateway admits a key in the header or in the address, and answers others in HTTP', async () => {
  const to = `channelId=${talk.channelId}`
  const statusOf = async (query: string, headers = {}) => {
    const client = await connect(query, headers)
    client.socket.terminate()
    return client.status
  }
  expect(await statusOf(to, { authorization: `Bearer ${key}` })).toBe(101)
  expect(await statusOf(`${to}&token=${key}`)).toBe(101)
  expect(await statusOf(to)).toBe(401)
  expect(await statusOf(`${to}&token=${key}x`)).toBe(401)
  expect(await statusOf(`${to}&token=${readOnlyKey}`)).toBe(403)
  for (const channelId of [foreign.channelId, newUuid(1), 'nonsense', '']) {
    expect(await statusOf(`channelId=${channelId}&token=${key}`)).toBe(404)
  }
})

test('the gateway answers every message of a frame, good or bad', async () => {
  const client = await connect()
  client.send({
    type: 'messages',
    items: [item('m1'), item('m1'), { messageId: 'm2' }, 7, item('mismatch'), item('nul\u0000')],
  })
  await expect.poll(() => client.items('acks').length).toBe(6)
  expect(client.items('acks')).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ messageId: 'm1', duplicate: false }),
      expect.objectContaining({ messageId: 'm1', duplicate: true }),
      expect.objectContaining({
        messageId: 'm2',
        error: expect.objectContaining({ code: 'invalid-field', field: 'buyer' }),
      }),
      expect.objectContaining({ messageId: null }),
      expect.objectContaining({
        messageId: 'mismatch',
        error: expect.objectContaining({ code: 'idempotency-mismatch' }),
      }),
    ]),
  )
  client.socket.terminate()
})

test('the gateway answers what makes no sense with an error, and goes on', async () => {
  const client = await connect()
  const bad = [
    '',
    '{',
    'null',
    '[]',
    '{"type":"x"}',
    '{"type":"messages","items":[]}',
    '{"type":"subscribe","afterSeq":-1}',
    '{"type":"ping","more":1}',
    '{"type":"subscribe","afterSeq":1}',
  ]
  for (const text of bad) client.socket.send(text)
  client.socket.send(Buffer.from('{"type":"ping"}'), { binary: true })
  client.send({ type: 'ping' })
  await expect.poll(() => client.frames.filter((frame) => frame.type === 'pong').length).toBe(1)
  await expect.poll(() => client.frames.filter((frame) => frame.type === 'error').length).toBe(bad.length + 1)
  client.socket.terminate()
})

test('the gateway says "internal", and no more, when we are wrong', async () => {
  const client = await connect()
  house.away(true)
  client.send({ type: 'messages', items: [item('lost')] })
  await expect.poll(() => client.items('acks').length).toBe(1)
  house.away(false)
  expect(client.items('acks')[0]).toMatchObject({ messageId: 'lost', error: { code: 'internal' } })
  expect(JSON.stringify(client.frames)).not.toContain('away')
  client.socket.terminate()
})

test('the gateway catches up without a gap or a double while the talk goes on', async () => {
  const conversationId = newUuid(Date.now())
  for (let at = 0; at < 450; at += 1) house.say(conversationId, `${at}`)
  const client = await connect()
  client.send({ type: 'subscribe', conversationId, afterSeq: 100 })
  const talking = setInterval(() => house.say(conversationId, 'live'), 1)
  try {
    await expect.poll(() => client.frames.some((frame) => frame.type === 'subscribed')).toBe(true)
    await expect.poll(() => client.items('messages').length, { timeout: 20_000 }).toBeGreaterThan(400)
  } finally {
    clearInterval(talking)
  }
  const last = house.log.get(conversationId)?.length ?? 0
  await expect.poll(() => client.items('messages').at(-1)?.['seq']).toBe(last)
  expect(seqsOf(client.items('messages'))).toEqual(Array.from({ length: last - 100 }, (_, at) => at + 101))
  client.socket.terminate()
})

test('the gateway reads the log again when a live message is not the next one', async () => {
  const conversationId = newUuid(Date.now())
  house.say(conversationId, 'one')
  const client = await connect()
  client.send({ type: 'subscribe', conversationId, afterSeq: 1 })
  await expect.poll(() => client.frames.some((frame) => frame.type === 'subscribed')).toBe(true)
  const list = house.log.get(conversationId) ?? []
  const other: StoredMessage = {
    id: newUuid(1),
    seq: 2,
    role: 'agent',
    content: { kind: 'text', text: 'of another node' },
    at: 1,
    turnId: null,
  }
  house.log.set(conversationId, [...list, other])
  house.say(conversationId, 'three')
  await expect.poll(() => seqsOf(client.items('messages'))).toEqual([2, 3])
  client.socket.terminate()
})

test('the gateway lets a client hear a whole channel, or only what is said to buyers, and nothing of another', async () => {
  const conversationId = newUuid(Date.now())
  const [everything, answers] = [await connect(), await connect()]
  everything.send({ type: 'subscribe' })
  answers.send({ type: 'subscribe', roles: ['robot'] })
  for (const client of [everything, answers]) await expect.poll(() => client.frames.length).toBe(1)
  house.say(conversationId, 'asked', 'buyer')
  house.say(conversationId, 'answered')
  await expect.poll(() => everything.items('messages').length).toBe(2)
  await expect.poll(() => seqsOf(answers.items('messages'))).toEqual([2])
  everything.send({ type: 'subscribe', conversationId: foreign.conversationId })
  await expect.poll(() => everything.frames.at(-1)).toMatchObject({ type: 'error', error: { code: 'not-found' } })
  for (const client of [everything, answers]) client.socket.terminate()
})

test('the gateway ends the connection of a client that does not read, so that it resumes', async () => {
  const client = await connect()
  client.send({ type: 'subscribe' })
  await expect.poll(() => client.frames.length).toBe(1)
  client.socket.pause()
  const conversationId = newUuid(Date.now())
  const text = 'x'.repeat(9000)
  for (let at = 0; at < 3000; at += 1) {
    house.say(conversationId, text)
    if (at % 50 === 0) await new Promise((settle) => setImmediate(settle))
  }
  client.socket.resume()
  expect(await client.closed).toBe(1013)
})

test('the gateway ends the connection over a frame that is too long', async () => {
  const client = await connect()
  client.socket.send('x'.repeat(3 * 1024 * 1024))
  expect([1006, 1009]).toContain(await client.closed)
  const next = await connect()
  expect(next.status).toBe(101)
  next.socket.terminate()
})
