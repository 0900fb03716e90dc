import { createServer, type Server } from 'node:http'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { z } from 'zod'
import { createSocketServer } from '../../src/http/index.ts'
import { createAuthenticator } from '../../src/staff/index.ts'
import { type JourneyHouse, openJourneyHouse } from '../journey-house.ts'
import { drawWording } from './wording.ts'

const payload = z.object({
  type: z.literal('message'),
  conversationId: z.string(),
  buyer: z.object({ id: z.string() }),
  turnId: z.string().nullable(),
  messages: z.array(
    z.object({ id: z.string(), seq: z.int(), role: z.string(), content: z.looseObject({ kind: z.string() }) }),
  ),
})

let house: JourneyHouse
let app: Server
let status = 204
const got: { key: string; body: z.infer<typeof payload> }[] = []
const { pick } = drawWording()

/** The shop's own app, on the other side of the HTTP channel. */
async function openApp(): Promise<number> {
  app = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const headers = z.record(z.string(), z.string()).parse(request.headers)
      const body = payload.parse(new Webhook(house.secret).verify(Buffer.concat(chunks).toString(), headers))
      got.push({ key: headers['webhook-id'] ?? '', body })
      response.writeHead(status).end()
    })
  })
  await new Promise<void>((settle) => app.listen(0, '127.0.0.1', () => settle()))
  return portOf(app)
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

beforeAll(async () => {
  const port = await openApp()
  house = await openJourneyHouse({
    at: Date.now(),
    outboundUrl: `http://127.0.0.1:${port}/replies`,
    loopbackPorts: new Set([port]),
  })
})
afterAll(async () => {
  await house.close()
  app.close()
})

const heard = z.object({ acks: z.array(z.object({ conversationId: z.string(), turnId: z.string(), seq: z.int() })) })

/** As the shop's app sends it: signed, no API key. */
async function signed(messageId: string, text: string) {
  const raw = JSON.stringify({ messageId, buyer: { id: `visitor-${messageId}` }, content: { kind: 'text', text } })
  const at = new Date(house.clock.now())
  const signature = new Webhook(house.secret).sign(messageId, at, raw)
  const headers = {
    'webhook-id': messageId,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': signature,
  }
  return house.ask({ method: 'POST', url: `/api/v1/channels/${house.channelId}/messages`, raw, headers })
}

const statesOf = (conversationId: string) =>
  house.look(async (tx) => {
    const of = (table: 'delivery' | 'due_delivery') =>
      tx.selectFrom(table).select('state').where('conversation_id', '=', conversationId).execute()
    return [...(await of('delivery')), ...(await of('due_delivery'))].map((row) => row.state)
  })

test('a signed question comes back as a signed answer, numbered as it is stored', async () => {
  const answer = await signed('in-1', pick('freeShipping'))
  expect(answer.status).toBe(202)
  const [ack] = heard.parse(answer.body).acks
  await expect.poll(() => got.length).toBe(1)
  expect(got[0]?.body).toMatchObject({
    conversationId: ack?.conversationId,
    buyer: { id: 'visitor-in-1' },
    turnId: ack?.turnId,
  })
  expect(got[0]?.body.messages[0]).toMatchObject({ role: 'robot', seq: (ack?.seq ?? 0) + 1 })
  await house.delivery.drain()
  expect(await statesOf(ack?.conversationId ?? '')).toEqual(['delivered'])
  const again = await signed('in-1', 'another body')
  expect(again.status).toBe(409)
  expect(got).toHaveLength(1)
})

test('a forged question is refused, and nothing of it is stored', async () => {
  const raw = JSON.stringify({ messageId: 'x', buyer: { id: 'x' }, content: { kind: 'text', text: 'x' } })
  const headers = {
    'webhook-id': 'x',
    'webhook-timestamp': String(Math.floor(Date.now() / 1000)),
    'webhook-signature': 'v1,AAAA',
  }
  const answer = await house.ask({ method: 'POST', url: `/api/v1/channels/${house.channelId}/messages`, raw, headers })
  expect(answer.status).toBe(401)
  const buyers = await house.look((tx) =>
    tx.selectFrom('buyer').select('buyer_id').where('external_id', '=', 'x').execute(),
  )
  expect(buyers).toEqual([])
})

test('an answer that the app could not take comes again five seconds later, under the same key', async () => {
  const before = got.length
  status = 503
  const answer = await signed('in-2', pick('insurance'))
  const [ack] = heard.parse(answer.body).acks
  await expect.poll(() => got.length).toBe(before + 1)
  await house.delivery.drain()
  expect(await statesOf(ack?.conversationId ?? '')).toEqual(['retrying'])
  status = 204
  house.clock.advance(6001)
  await house.delivery.sweep()
  await house.delivery.drain()
  expect(await statesOf(ack?.conversationId ?? '')).toEqual(['delivered'])
  expect(got.slice(before).map((each) => each.key)).toEqual([got[before]?.key, got[before]?.key])
})

const frameShape = z.object({
  type: z.string(),
  items: z.array(z.looseObject({ seq: z.int().optional() })).default([]),
})

test('a socket takes questions by the frame, hears the answers, and resumes after what it has', async () => {
  const sockets = createSocketServer({
    gateway: house.gateway,
    authenticator: createAuthenticator({ database: house.database, clock: house.clock }),
    clock: house.clock,
    ratePerMinute: 0,
    onError: (error) => expect.fail(String(error)),
  })
  const server = createServer()
  sockets.attach(server)
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', () => settle()))
  const connect = async () => {
    const socket = new WebSocket(
      `ws://127.0.0.1:${portOf(server)}/api/v1/ws?channelId=${house.channelId}&token=${house.key}`,
    )
    const frames: z.infer<typeof frameShape>[] = []
    socket.on('message', (bytes: Buffer) => frames.push(frameShape.parse(JSON.parse(bytes.toString()))))
    await new Promise((settle) => socket.once('open', settle))
    const items = (type: string) => frames.filter((frame) => frame.type === type).flatMap((frame) => frame.items)
    return { send: (frame: unknown) => socket.send(JSON.stringify(frame)), items }
  }
  const first = await connect()
  const texts = ['freeShipping', 'insurance'] as const
  const items = texts.map((kind, at) => ({
    messageId: `ws-${at}`,
    buyer: { id: 'ws-buyer' },
    content: { kind: 'text', text: pick(kind) },
  }))
  first.send({ type: 'subscribe' })
  first.send({ type: 'messages', items })
  await expect.poll(() => first.items('acks').length, { timeout: 10_000 }).toBe(2)
  await expect
    .poll(() => first.items('messages').filter((each) => each['role'] === 'robot').length, { timeout: 10_000 })
    .toBeGreaterThan(0)
  const conversationId = first.items('acks')[0]?.['conversationId']
  const second = await connect()
  second.send({ type: 'subscribe', conversationId, afterSeq: 1 })
  await expect.poll(() => second.items('messages').length).toBe(first.items('messages').length - 1)
  expect(second.items('messages').map((each) => each.seq)).toEqual(second.items('messages').map((_, at) => at + 2))
  await sockets.close()
  server.close()
})
