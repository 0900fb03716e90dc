import { readFileSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { type ChannelHarness, channelContract, type PlatformMood } from '../../../test/contracts/channel.contract.ts'
import { createEgress, newWebhookSecret } from '../../egress/index.ts'
import { systemClock } from '../../kernel/clock.ts'
import { renderWords } from '../../message/index.ts'
import { createHttpChannel } from './http-channel.ts'
import { readInbound } from './read-inbound.ts'

const { zh } = z.object({ zh: renderWords }).parse(JSON.parse(readFileSync('packs/general/render.json', 'utf8')))

const ANSWERS: Partial<Record<PlatformMood, (response: ServerResponse) => void>> = {
  takes: (response) => response.writeHead(204).end(),
  refuses: (response) => response.writeHead(422).end('no'),
  fails: (response) => response.writeHead(500).end(),
  throttles: (response) => response.writeHead(429, { 'retry-after': '7' }).end(),
  'hangs-up': (response) => response.socket?.destroy(),
}

async function openHarness(): Promise<ChannelHarness> {
  const secret = newWebhookSecret()
  const received: { key: string; body: unknown }[] = []
  let mood: PlatformMood = 'takes'
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const headers = z.record(z.string(), z.string()).parse(request.headers)
      const body = new Webhook(secret).verify(Buffer.concat(chunks).toString(), headers)
      received.push({ key: headers['webhook-id'] ?? '', body })
      ANSWERS[mood]?.(response)
    })
  })
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', () => settle()))
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  const egress = createEgress({ clock: systemClock, loopbackPorts: new Set([port, 1]) })
  const http = createHttpChannel({ egress, clock: systemClock, timeoutMs: 1500 })
  const account = {
    orgId: 'o',
    shopId: 's',
    channelId: 'c',
    kind: 'http',
    name: 'app',
    secrets: [secret],
    outboundUrl: `http://127.0.0.1:${port}/in`,
    quietMs: 0,
    version: 1,
  }
  const sign: ChannelHarness['sign'] = (body, at) => {
    const timestamp = new Date(at)
    const signature = new Webhook(secret).sign('msg_1', timestamp, body.toString())
    const headers = {
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(Math.floor(at / 1000)),
      'webhook-signature': signature,
    }
    return { headers, body, receivedAt: at }
  }
  return {
    channel: {
      ...http,
      send: (to, parts, envelope) =>
        http.send(mood === 'is-away' ? { ...to, outboundUrl: 'http://127.0.0.1:1/' } : to, parts, envelope),
    },
    account,
    rotated: { ...account, secrets: [newWebhookSecret(), secret] },
    request: ([first, ...rest], at) =>
      sign(Buffer.from(JSON.stringify(rest.length === 0 ? first : { messages: [first, ...rest] })), at),
    sign,
    toleranceMs: 300_000,
    behave: (next) => (mood = next),
    received,
    words: { lines: zh, utcOffsetMinutes: 480 },
    close: async () => {
      egress.close()
      server.closeAllConnections()
      await new Promise((settle) => server.close(settle))
    },
  }
}

channelContract('http', openHarness)

const envelope = {
  idempotencyKey: 'd',
  conversationId: 'c1',
  buyerId: 'b',
  buyerRef: 'ref',
  turnId: 't1',
  seqs: [4, 5],
  messageIds: ['m4', 'm5'],
  role: 'robot',
  at: Date.UTC(2026, 10, 22),
} as const

test('posts conversation, buyer, turn and numbered messages', async () => {
  const harness = await openHarness()
  const parts = [
    { kind: 'text', text: '在的' },
    { kind: 'image', url: 'https://a.example/1.png' },
  ] as const
  expect(await harness.channel.send(harness.account, parts, envelope)).toEqual({ kind: 'delivered', receipt: '204' })
  expect(harness.received.at(-1)?.body).toEqual({
    type: 'message',
    channelId: 'c',
    shopId: 's',
    conversationId: 'c1',
    buyer: { id: 'ref' },
    turnId: 't1',
    messages: [
      { id: 'm4', seq: 4, role: 'robot', content: parts[0] },
      { id: 'm5', seq: 5, role: 'robot', content: parts[1] },
    ],
    at: '2026-11-22T00:00:00.000Z',
  })
  await harness.close()
})

test('an account without an address is read from our side', async () => {
  const harness = await openHarness()
  const pull = { ...harness.account, outboundUrl: null }
  expect(harness.channel.isPull?.(pull)).toBe(true)
  expect(harness.channel.isPull?.(harness.account)).toBe(false)
  expect(await harness.channel.send(pull, [{ kind: 'text', text: 'x' }], envelope)).toEqual({
    kind: 'delivered',
    receipt: 'pull',
  })
  expect(harness.received).toEqual([])
  await harness.close()
})

test('an address that must not be called is refused for good', async () => {
  const harness = await openHarness()
  const account = { ...harness.account, outboundUrl: 'http://169.254.169.254/latest' }
  const outcome = await harness.channel.send(account, [{ kind: 'text', text: 'x' }], envelope)
  expect(outcome.kind).toBe('refused')
  await harness.close()
})

test('takes at most a hundred messages at once, and names the field that is wrong', () => {
  const one = { messageId: 'm', buyer: { id: 'b' }, content: { kind: 'text', text: 'x' } }
  const read = (count: number) =>
    readInbound(Buffer.from(JSON.stringify({ messages: Array.from({ length: count }, () => one) })))
  expect(read(100).ok).toBe(true)
  expect(read(101)).toMatchObject({ ok: false, problem: { kind: 'unreadable', field: 'messages' } })
  const wrong = readInbound(Buffer.from(JSON.stringify({ ...one, buyer: { id: 7 } })))
  expect(wrong).toMatchObject({ ok: false, problem: { kind: 'unreadable', field: 'buyer.id' } })
})
