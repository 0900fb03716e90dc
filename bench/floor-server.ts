import { createHmac, timingSafeEqual } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { WebSocketServer } from 'ws'
import { z } from 'zod'
import { inboundMessage } from '../src/message/index.ts'
import { createFloorStore, type FloorMessage } from './floor-store.ts'
import { door } from './seed-shops.ts'

/*
 * The floor of reference/foundations.md: what any server must spend that takes a signed message, checks its form and has it
 * and an answer on the disk before it says yes. No language, no tenants, no trace, no events, no delivery.
 */
const [, , databaseUrl = '', doorsFile = '', idle = ''] = process.argv
const doors = z.array(door).parse(JSON.parse(readFileSync(doorsFile, 'utf8')))
const keys = new Map(doors.map((each) => [each.channelId, Buffer.from(each.secret.slice('whsec_'.length), 'base64')]))
const store = await createFloorStore(databaseUrl)
const ADDRESS = /^\/api\/v1\/channels\/([^/?]+)\/messages/

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => void answer(request, Buffer.concat(chunks), response))
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  console.log(JSON.stringify({ port: typeof address === 'object' ? address?.port : 0 }))
})

async function answer(request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> {
  // The yardstick: a server that does nothing, or commits one row by itself.
  if (idle === 'no-op') return say(response, 200, '{}')
  if (idle === 'one-row') return say(response, 200, JSON.stringify(await store.single()))
  const channelId = ADDRESS.exec(request.url ?? '')?.[1] ?? ''
  if (!isSigned(request, channelId, body)) return say(response, 401, '{}')
  const message = inboundMessage.safeParse(JSON.parse(body.toString()))
  if (!message.success) return say(response, 400, '{}')
  await store.add({ channelId, ...message.data })
  say(response, 202, JSON.stringify({ messageId: message.data.messageId }))
}

function say(response: ServerResponse, status: number, body: string): void {
  response
    .writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
    .end(body)
}

function isSigned(request: IncomingMessage, channelId: string, body: Buffer): boolean {
  const key = keys.get(channelId)
  const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': given } = request.headers
  if (!key || typeof given !== 'string') return false
  const wanted = createHmac('sha256', key)
    .update(`${String(id)}.${String(at)}.`)
    .update(body)
    .digest()
  const offered = Buffer.from(given.slice('v1,'.length), 'base64')
  return offered.length === wanted.length && timingSafeEqual(offered, wanted)
}

const frame = z.object({ type: z.literal('messages'), items: z.array(inboundMessage).min(1).max(100) })
const sockets = new WebSocketServer({ server, path: '/api/v1/ws', perMessageDeflate: false })
sockets.on('connection', (socket, request) => {
  const channelId = new URL(request.url ?? '/', 'http://localhost').searchParams.get('channelId') ?? ''
  socket.on('message', (bytes) => {
    const { items } = frame.parse(JSON.parse(String(bytes)))
    const stored = items.map((item): Promise<void> => store.add(floorMessage(channelId, item)))
    void Promise.all(stored).then(() => {
      const acks = items.map(({ messageId }) => ({ messageId }))
      socket.send(JSON.stringify({ type: 'acks', items: acks }))
    })
  })
})

const floorMessage = (channelId: string, item: z.infer<typeof inboundMessage>): FloorMessage => ({ channelId, ...item })
