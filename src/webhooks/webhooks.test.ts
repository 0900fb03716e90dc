import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import { Webhook } from 'standardwebhooks'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { type FreshDatabase, freshDatabase } from '../../test/database.ts'
import { createEgress, type Egress, newWebhookSecret } from '../egress/index.ts'
import { createManualClock, type ManualClock } from '../kernel/clock.ts'
import type { DomainEvent, EventType } from '../kernel/events.ts'
import { newUuid } from '../kernel/ids.ts'
import { createDispatcher, type Dispatcher } from './dispatcher.ts'
import { addEndpoint, changeEndpoint, findEndpoint, rotateEndpointSecret } from './endpoint.store.ts'
import { createFanOut } from './fan-out.ts'
import { createListeners, type Listeners } from './listeners.ts'
import { listWebhookAttempts, listWebhooks, replayWebhooks, sendTestWebhook } from './webhook-log.store.ts'

let fresh: FreshDatabase
let server: Server
let url = ''
let egress: Egress
let status = 204
/** Says of a body what it is answered with, where `status` is not the same for all. */
let statusOf: ((body: string) => number) | null = null
let got: { headers: IncomingHttpHeaders; body: string }[] = []
let clock: ManualClock
let orgId = ''
let listeners: Listeners
let dispatcher: Dispatcher

beforeAll(async () => {
  fresh = await freshDatabase()
  server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString()
      got.push({ headers: request.headers, body })
      response.writeHead(statusOf?.(body) ?? status).end()
    })
  })
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', () => settle()))
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  url = `http://127.0.0.1:${port}/hook`
})
beforeEach(() => {
  const now = Date.now()
  clock = createManualClock(now)
  const port = Number(new URL(url).port)
  egress = createEgress({ clock, loopbackPorts: new Set([port]) })
  orgId = newUuid(now)
  got = []
  status = 204
  statusOf = null
  listeners = createListeners({ database: fresh.database, clock })
  const onError = (error: unknown) => expect.fail(String(error))
  dispatcher = createDispatcher({ database: fresh.database, egress, clock, listeners, onError, random: () => 0.5 })
})
afterEach(() => egress.close())
afterAll(async () => {
  server.close()
  await fresh.close()
})

interface Wish {
  readonly types?: readonly EventType[]
  readonly shopId?: string | null
  readonly url?: string
}

async function subscribe(wish: Wish = {}) {
  const endpointId = newUuid(clock.now())
  const secret = newWebhookSecret()
  const endpoint = {
    orgId,
    endpointId,
    secret,
    shopId: wish.shopId ?? null,
    url: wish.url ?? url,
    types: wish.types ?? [],
    at: clock.now(),
  }
  await fresh.database.within([orgId], (tx) => addEndpoint(tx, endpoint))
  listeners.forget(orgId)
  return { orgId, endpointId, secret }
}

const event = (type: EventType, more: Partial<DomainEvent> = {}): DomainEvent => ({
  type,
  orgId,
  shopId: null,
  key: 'k',
  at: clock.now(),
  body: { conversationId: 'c1', seqs: [1, 2], ...more.body },
  ...more,
})

const happen = (...events: DomainEvent[]) =>
  createFanOut({ database: fresh.database, clock, listeners, wake: () => undefined }).handle(events)

async function send(): Promise<void> {
  while (await dispatcher.step()) await dispatcher.drain()
  await dispatcher.drain()
}

const logOf = (endpointId: string) =>
  fresh.database.within([orgId], (tx) => listWebhooks(tx, { orgId, endpointId, state: null, before: null, most: 100 }))

test('webhooks reach a subscriber signed so that the standardwebhooks library verifies them', async () => {
  const { secret, endpointId } = await subscribe()
  await happen(
    event('reply.delivered', {
      shopId: 's1',
      body: { conversationId: 'c1', seqs: [3], text: '您的手机号 13800000000' },
    }),
  )
  await send()
  expect(got).toHaveLength(1)
  const headers = z.record(z.string(), z.string()).parse(got[0]?.headers)
  const read = new Webhook(secret).verify(got[0]?.body ?? '', headers)
  expect(read).toEqual({
    type: 'reply.delivered',
    timestamp: new Date(clock.now()).toISOString(),
    data: { conversationId: 'c1', seqs: [3], shopId: 's1' },
  })
  expect(() => new Webhook(newWebhookSecret()).verify(got[0]?.body ?? '', headers)).toThrow()
  const [row] = await logOf(endpointId)
  expect(row).toMatchObject({ state: 'delivered', attempts: 1, type: 'reply.delivered' })
  expect(headers['webhook-id']).toBe(row?.webhookDeliveryId)
})

test('webhooks are signed with both keys while the key is being changed', async () => {
  const { secret, endpointId } = await subscribe()
  const next = newWebhookSecret()
  await fresh.database.within([orgId], (tx) => rotateEndpointSecret(tx, { orgId, endpointId }, next))
  await happen(event('order.paid'))
  await send()
  const headers = z.record(z.string(), z.string()).parse(got[0]?.headers)
  for (const key of [secret, next]) expect(new Webhook(key).verify(got[0]?.body ?? '', headers)).toBeTruthy()
})

test('webhooks go to those who want this type and this shop, and to nobody of another organisation', async () => {
  const shopId = newUuid(1)
  const all = await subscribe()
  const paid = await subscribe({ types: ['order.paid'] })
  const shop = await subscribe({ shopId })
  const ours = orgId
  await happen(event('order.paid'), event('order.shipped', { shopId }), event('order.paid', { orgId: newUuid(2) }))
  await send()
  orgId = ours
  const types = async (endpointId: string) => (await logOf(endpointId)).map((row) => row.type).sort()
  expect(await types(all.endpointId)).toEqual(['order.paid', 'order.shipped'])
  expect(await types(paid.endpointId)).toEqual(['order.paid'])
  expect(await types(shop.endpointId)).toEqual(['order.shipped'])
  expect(got).toHaveLength(4)
})

test('webhooks are made once, though the outbox hands an event out twice', async () => {
  const { endpointId } = await subscribe()
  const twice = event('order.paid')
  await happen(twice)
  await happen(twice, event('order.paid', { key: 'other' }))
  await send()
  await happen(twice)
  await send()
  expect(await logOf(endpointId)).toHaveLength(2)
  expect(got).toHaveLength(2)
})

test('webhooks are tried ten times over 75 hours, each try logged; then the endpoint is switched off with an alert', async () => {
  const { endpointId } = await subscribe()
  await happen(event('order.paid'))
  status = 500
  await send()
  for (const seconds of [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400]) {
    clock.advance(seconds * 1000 - 1)
    const before = got.length
    await send()
    expect(got).toHaveLength(before)
    clock.advance(1)
    await send()
    expect(got).toHaveLength(before + 1)
  }
  expect(new Set(got.map((each) => each.headers['webhook-id'])).size).toBe(1)
  const [row] = await logOf(endpointId)
  expect(row).toMatchObject({ state: 'dead', attempts: 10, reason: 'status 500' })
  const [endpoint, attempts, outbox] = await fresh.database.within([orgId], async (tx) => [
    await findEndpoint(tx, { orgId, endpointId }),
    await listWebhookAttempts(tx, orgId, row?.webhookDeliveryId ?? ''),
    await tx.selectFrom('outbox').select('events').where('org_id', '=', orgId).execute(),
  ])
  expect(attempts.map((each) => [each.attempt, each.outcome, each.status])).toEqual(
    Array.from({ length: 10 }, (_, at) => [at + 1, 'failed', 500]),
  )
  expect(endpoint).toMatchObject({ enabled: false, disabledReason: 'status 500' })
  expect(outbox[0]?.events).toMatchObject([
    { type: 'alert.raised', body: { alert: 'webhook-endpoint-disabled', endpointId } },
  ])
  // Nothing more is written for it, until somebody switches it on and asks for what was missed.
  await happen(event('order.shipped'))
  expect(await logOf(endpointId)).toHaveLength(1)
  status = 204
  const revive = () =>
    fresh.database.within([orgId], async (tx) => {
      await changeEndpoint(tx, { orgId, endpointId }, { enabled: true })
      return replayWebhooks(tx, { orgId, endpointId, which: { since: 0 }, at: clock.now() })
    })
  expect(await revive()).toBe(1)
  expect(await revive()).toBe(0)
  clock.advance(1)
  await send()
  expect((await logOf(endpointId))[0]).toMatchObject({ state: 'delivered' })
  expect(got).toHaveLength(11)
})

test('webhooks do not switch an endpoint off that took others meanwhile', async () => {
  const { endpointId } = await subscribe()
  statusOf = (body) => (body.includes('order.paid') ? 500 : 204)
  await happen(event('order.paid'))
  for (let tries = 0; tries < 10; tries += 1) {
    if (tries === 5) await happen(event('order.shipped'))
    await send()
    clock.advance(100 * 3_600_000)
  }
  const states = (await logOf(endpointId)).map((row) => `${row.type} ${row.state}`)
  expect(states.sort()).toEqual(['order.paid dead', 'order.shipped delivered'])
  const endpoint = await fresh.database.within([orgId], (tx) => findEndpoint(tx, { orgId, endpointId }))
  expect(endpoint?.enabled).toBe(true)
})

test('webhooks stop at once where the receiver says 410', async () => {
  const { endpointId } = await subscribe()
  status = 410
  await happen(event('order.paid'), event('order.shipped'))
  await send()
  const endpoint = await fresh.database.within([orgId], (tx) => findEndpoint(tx, { orgId, endpointId }))
  expect(endpoint?.enabled).toBe(false)
  expect((await logOf(endpointId)).every((row) => row.state === 'dead')).toBe(true)
})

test('webhooks do not let a slow receiver hold up another', async () => {
  const hanging = createServer(() => undefined)
  await new Promise<void>((settle) => hanging.listen(0, '127.0.0.1', () => settle()))
  const address = hanging.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  const both = createEgress({ clock, loopbackPorts: new Set([port, Number(new URL(url).port)]) })
  const onError = (error: unknown) => expect.fail(String(error))
  const patient = createDispatcher({
    database: fresh.database,
    egress: both,
    clock,
    listeners,
    onError,
    timeoutMs: 30_000,
  })
  await subscribe({ url: `http://127.0.0.1:${port}/` })
  const quick = await subscribe()
  await happen(...Array.from({ length: 60 }, (_, at) => event('order.paid', { key: `${at}`, body: { at } })))
  const arrived = async () => {
    await patient.step()
    clock.advance(1001)
    return (await logOf(quick.endpointId)).filter((row) => row.state === 'delivered').length
  }
  await expect.poll(arrived).toBe(60)
  hanging.closeAllConnections()
  hanging.close()
  await patient.drain()
  both.close()
})

test('webhooks cost an organisation without endpoints no query', async () => {
  const queries: unknown[] = []
  const counting = {
    ...fresh.database,
    within: (...of: Parameters<typeof fresh.database.within>) => {
      queries.push(of[0])
      return fresh.database.within(...of)
    },
  }
  const own = createListeners({ database: Object.assign(counting), clock })
  for (let times = 0; times < 5; times += 1) await own.of([orgId])
  expect(queries).toHaveLength(1)
  clock.advance(5001)
  await own.of([orgId])
  expect(queries).toHaveLength(2)
})

test('a test goes to its endpoint alone, whatever it listens to, and what was given up again between two times', async () => {
  const { secret, endpointId } = await subscribe({ types: ['order.paid'] })
  await subscribe()
  status = 410
  await fresh.database.within([orgId], (tx) => sendTestWebhook(tx, { orgId, endpointId }, clock.now()))
  await send()
  expect(got).toHaveLength(1)
  const headers = z.record(z.string(), z.string()).parse(got[0]?.headers)
  const told = { type: 'webhook.tested', data: { endpointId } }
  expect(new Webhook(secret).verify(got[0]?.body ?? '', headers)).toMatchObject(told)
  const between = (since: number, until: number) => ({ orgId, endpointId, which: { since, until }, at: until })
  const replay = (at: number) => fresh.database.within([orgId], (tx) => replayWebhooks(tx, between(at, at + 1000)))
  expect([await replay(clock.now() - 1000), await replay(clock.now())]).toEqual([0, 1])
})
