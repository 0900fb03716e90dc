import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { Webhook } from 'standardwebhooks'
import { nowMs } from './load/tally.ts'
import { door } from './seed-shops.ts'

const CHECK_ONE_IN = 50

/** The other side of outbound delivery: takes webhooks, checks a sample with the library of the standard, notes when they came. */
const doorsFile = process.argv[2] ?? ''
let secrets = new Map<string, string>()
let received = 0
let checked = 0
let bad = 0
let arrivals: Record<string, number> = {}

const server = createServer((request, response) => {
  if (request.method === 'GET') return report(response)
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    take(request, Buffer.concat(chunks).toString())
    response.writeHead(204).end()
  })
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  console.log(JSON.stringify({ port: typeof address === 'object' ? address?.port : 0 }))
})

function take(request: IncomingMessage, body: string): void {
  received += 1
  const turnId = /"turnId":"([^"]+)"/.exec(body)?.[1]
  if (turnId) arrivals[turnId] ??= nowMs()
  if (received % CHECK_ONE_IN === 1) check(request, body)
}

function check(request: IncomingMessage, body: string): void {
  checked += 1
  if (secrets.size === 0) {
    const doors = z.array(door).parse(JSON.parse(readFileSync(doorsFile, 'utf8')))
    secrets = new Map(doors.map((each) => [each.channelId, each.secret]))
  }
  const channel = z.object({ channelId: z.string() }).parse(JSON.parse(body))
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
  try {
    new Webhook(secrets.get(channel.channelId) ?? '').verify(body, headers)
  } catch (error) {
    bad += 1
    console.error(String(error))
  }
}

function report(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ received, checked, bad, arrivals }))
  arrivals = {}
}
