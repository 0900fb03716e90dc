import { once } from 'node:events'
import { createServer } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createDemoBackend } from '../../src/backend/demo/index.ts'
import { createEgress, newWebhookSecret } from '../../src/egress/index.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import type { CommerceAction, CommerceBackend, CommerceEvent, Order, Precondition } from '../../src/shop/index.ts'
import { type RunningDemo, startDemo } from '../fixtures/start-demo.ts'
import { commerceBackendContract } from './commerce-backend.contract.ts'

const NOW = '2026-11-20T02:00:00Z'
const SECRET = newWebhookSecret()
const setup = z.object({ shops: z.array(z.object({ id: z.string(), apiKey: z.string() })) })
const ports = new Set([1])
const egress = createEgress({ clock: systemClock, loopbackPorts: ports })

let demo: RunningDemo
let backend: CommerceBackend
let apiKey: string
beforeAll(async () => {
  demo = await startDemo({ now: NOW })
  ports.add(Number(new URL(demo.url).port))
  const { shops } = setup.parse(await (await fetch(`${demo.url}/setup`)).json())
  apiKey = shops.find((shop) => shop.id === 'yunqili')?.apiKey ?? ''
  backend = backendOf({})
}, 30_000)
afterAll(async () => {
  egress.close()
  await demo.stop()
})

const backendOf = (given: { apiKey?: string; shopRef?: string; url?: string }): CommerceBackend =>
  createDemoBackend({
    url: demo.url,
    apiKey,
    shopRef: 'yunqili',
    webhookSecret: SECRET,
    request: egress.request,
    ...given,
  })

const post = (path: string, body: unknown) =>
  fetch(demo.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
    body: JSON.stringify(body),
  })

describe('the demo back end keeps the contract', () => commerceBackendContract({ backend: () => backend }))

async function allOrders(): Promise<Order[]> {
  const orders: Order[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: Awaited<ReturnType<CommerceBackend['orders']>> = await backend.orders({
      limit: 500,
      ...(cursor && { cursor }),
    })
    if (!page.ok) throw new Error(page.problem.reason)
    orders.push(...page.value.items)
    cursor = page.value.next
  }
  return orders
}

async function orderOf(customerId: string): Promise<Order> {
  const mine = await backend.orders({ customerId, limit: 500 })
  const [latest] = mine.ok ? [...mine.value.items].sort((one, other) => other.placedAt - one.placedAt) : []
  if (!latest) throw new Error(`no order of ${customerId}`)
  return latest
}

let keys = 0
const on = (order: Order) => {
  keys += 1
  return {
    idempotencyKey: `demo-contract-${keys}`,
    customerId: order.customerId,
    orderId: order.orderId,
    reason: 'test',
  }
}

test('an act is done once under its key, and another act under that key is not done at all', async () => {
  const order = await orderOf('buyer008')
  const action: CommerceAction = { kind: 'change-note', ...on(order), note: 'leave it at the door' }
  const first = await backend.act(action)
  expect(first).toMatchObject({ kind: 'done', alreadyDone: false })
  expect(await backend.act(action)).toEqual({ ...first, alreadyDone: true })
  expect(await backend.act({ ...action, note: 'another' })).toMatchObject({ kind: 'unreachable' })
  const after = await backend.order(order.orderId)
  expect(after.ok && after.value?.note).toBe('leave it at the door')
})

test('an exchange holds the stock of the wanted article', async () => {
  const order = await orderOf('buyer003')
  const line = order.lines[0]
  const before = await backend.product(line?.productId ?? '')
  const target = before.ok
    ? before.value?.skus.find((sku) => sku.skuId !== line?.skuId && (sku.stock ?? 0) > 2)
    : undefined
  if (!line || !target) throw new Error('expected another article in stock')
  const action: CommerceAction = {
    kind: 'exchange',
    ...on(order),
    skuId: line.skuId,
    toSkuId: target.skuId,
    quantity: 1,
  }
  expect(await backend.act(action)).toMatchObject({ kind: 'done' })
  const after = await backend.product(line.productId)
  const held = after.ok ? after.value?.skus.find((sku) => sku.skuId === target.skuId) : undefined
  expect(held?.stock).toBe((target.stock ?? 0) - 1)
})

test('the shop itself refuses by every rule, whatever the asker has checked', async () => {
  const orders = await allOrders()
  const refunds = await backend.refunds({ limit: 500 })
  const products = await backend.products({ limit: 500 })
  const coupons = await backend.coupons({ limit: 500 })
  if (!refunds.ok || !products.ok || !coupons.ok) throw new Error('the shop is not there')
  const inDispute = new Set(refunds.value.items.map((refund) => refund.orderId))
  const day = 86_400_000
  const now = Date.parse(NOW)
  const pick = (fits: (order: Order) => boolean): Order => {
    const found = orders.find((order) => fits(order) && !inDispute.has(order.orderId))
    if (!found) throw new Error('no order fits')
    return found
  }
  const isReturnable = (order: Order) =>
    order.lines.every(
      (line) => !products.value.items.find((one) => one.productId === line.productId)?.category.startsWith('内衣'),
    )
  const paid = pick((order) => order.state === 'paid' && order.note === '')
  const unpaid = await orderOf('buyer004')
  const arrived = pick(
    (order) => order.state === 'received' && now - (order.receivedAt ?? 0) < 5 * day && isReturnable(order),
  )
  const old = pick((order) => order.state === 'completed' && now - (order.receivedAt ?? now) > 20 * day)
  const closed = pick((order) => order.state === 'closed' && order.paidAt === null)
  const underwear = pick(
    (order) => order.state === 'received' && now - (order.receivedAt ?? 0) < 6.5 * day && !isReturnable(order),
  )
  const disputed = orders.find((order) =>
    refunds.value.items.some(
      (refund) => refund.orderId === order.orderId && refund.kind === 'return' && refund.state === 'sent-back',
    ),
  )
  const soldOut = products.value.items.find(
    (one) => one.onShelf && one.skus.some((sku) => sku.stock === 0) && one.skus.some((sku) => sku.stock !== 0),
  )
  const lineOf = (order: Order) => order.lines[0]?.skuId ?? ''
  if (!disputed || !soldOut) throw new Error('the seed lacks a dispute or a sold-out article')
  const wantsSoldOut = await buy(soldOut.productId, soldOut.skus.find((sku) => sku.stock !== 0)?.skuId ?? '')
  const emptyCoupon = coupons.value.items.find((coupon) => coupon.validTo < now)
  const openCoupon = coupons.value.items.find(
    (coupon) => coupon.claimable && coupon.validFrom < now && coupon.validTo > now,
  )
  const invoice = { kind: 'invoice', titleKind: 'personal', title: '小美', email: 'a@example.cn' } as const
  const grant = (couponId: string | undefined, key: string): CommerceAction => ({
    kind: 'coupon-grant',
    idempotencyKey: key,
    customerId: 'buyer020',
    couponId: couponId ?? '',
    reason: '',
  })
  expect(await backend.act({ ...invoice, ...on(paid) })).toMatchObject({ kind: 'done' })
  expect(await backend.act(grant(openCoupon?.couponId, 'demo-grant-1'))).toMatchObject({ kind: 'done' })

  const refused: [Precondition, CommerceAction][] = [
    ['order-exists', { kind: 'cancel-order', ...on(paid), orderId: 'nothing' }],
    ['order-belongs-to-buyer', { kind: 'cancel-order', ...on(paid), customerId: 'buyer299x' }],
    ['not-shipped', { kind: 'cancel-order', ...on(arrived) }],
    ['not-closed', { kind: 'cancel-order', ...on(closed) }],
    ['paid', { kind: 'ship-reminder', ...on(unpaid) }],
    ['shipped', { kind: 'return-goods', ...on(paid), skuId: lineOf(paid), quantity: 1, amountFen: 1 }],
    ['within-return-window', { kind: 'return-goods', ...on(old), skuId: lineOf(old), quantity: 1, amountFen: 1 }],
    [
      'category-returnable',
      {
        kind: 'return-goods',
        ...on(underwear),
        skuId:
          underwear.lines.find((line) =>
            products.value.items.find((one) => one.productId === line.productId)?.category.startsWith('内衣'),
          )?.skuId ?? '',
        quantity: 1,
        amountFen: 1,
      },
    ],
    ['same-product', { kind: 'exchange', ...on(arrived), skuId: lineOf(arrived), toSkuId: 'elsewhere', quantity: 1 }],
    [
      'target-in-stock',
      {
        kind: 'change-sku',
        ...on(wantsSoldOut),
        fromSkuId: lineOf(wantsSoldOut),
        toSkuId: soldOut.skus.find((sku) => sku.stock === 0)?.skuId ?? '',
      },
    ],
    ['amount-within-paid', { kind: 'refund', ...on(paid), amountFen: paid.total.amount + 1 }],
    ['amount-within-limit', { kind: 'compensation', ...on(arrived), amountFen: 2001 }],
    ['invoice-once', { ...invoice, ...on(paid) }],
    ['within-protection-window', { kind: 'price-protection', ...on(old), skuId: lineOf(old), differenceFen: 1 }],
    ['coupon-left', grant(emptyCoupon?.couponId, 'demo-grant-2')],
    ['once-per-buyer', grant(openCoupon?.couponId, 'demo-grant-3')],
    ['no-open-refund', { kind: 'refund', ...on(disputed), amountFen: 1 }],
  ]
  for (const [rule, action] of refused) {
    expect([rule, await backend.act(action)]).toMatchObject([rule, { kind: 'refused', precondition: rule }])
  }
})

const placed = z.object({ orderId: z.string() })

async function buy(productId: string, skuId: string): Promise<Order> {
  const answer = await post('/shops/yunqili/orders', {
    customerId: 'buyer010',
    lines: [{ productId, skuId, quantity: 1 }],
    pay: true,
  })
  const read = await backend.order(placed.parse(await answer.json()).orderId)
  if (!read.ok || !read.value) throw new Error('the order was not placed')
  return read.value
}

test('every change is pushed, signed, and read as the events it means; a byte changed is refused', async () => {
  const received: { headers: Record<string, string | undefined>; body: Buffer }[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(Buffer.from(chunk))
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
    received.push({ headers, body: Buffer.concat(chunks) })
    // The first try fails, so that the retry is seen.
    response.writeHead(received.length === 1 ? 503 : 204).end()
    server.emit('pushed')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const bound = server.address()
  const url = `http://127.0.0.1:${typeof bound === 'object' ? bound?.port : 0}/events`
  expect((await post('/webhook-subscriptions', { url, secret: SECRET })).status).toBe(201)
  const order = await orderOf('buyer008')
  const twice = once(server, 'pushed').then(() => once(server, 'pushed'))
  await backend.act({ kind: 'change-note', ...on(order), note: 'pushed' })
  await twice
  server.close()
  const [first, second] = received
  if (!first || !second) throw new Error('nothing was pushed')
  expect(second.body).toEqual(first.body)
  expect(second.headers['webhook-id']).toBe(first.headers['webhook-id'])
  const read = backend.events({ ...second, receivedAt: systemClock.now() })
  const events: readonly CommerceEvent[] = read.ok ? read.value : []
  expect(events).toMatchObject([{ kind: 'order', order: { orderId: order.orderId, note: 'pushed' } }])
  const forged = Buffer.from(second.body)
  forged[10] = (forged[10] ?? 0) ^ 1
  expect(backend.events({ headers: second.headers, body: forged, receivedAt: 0 })).toEqual({
    ok: false,
    problem: { kind: 'bad-signature' },
  })
})

test('orders move with the clock: unpaid ones expire, goods go out and arrive', async () => {
  const before = await orderOf('buyer004')
  const sent = await orderOf('buyer001')
  expect([before.state, sent.state]).toEqual(['unpaid', 'shipped'])
  expect((await post('/clock', { skipHours: 24 * 9 })).status).toBe(200)
  const after = await backend.order(before.orderId)
  const arrived = await backend.order(sent.orderId)
  expect(after.ok && after.value?.state).toBe('closed')
  expect(['received', 'completed', 'closed']).toContain(arrived.ok && arrived.value?.state)
  expect(arrived.ok && arrived.value?.receivedAt).toBeGreaterThan(sent.shippedAt ?? 0)
})

test('a wrong key, a wrong shop and a shop that is gone are problems, not faults', async () => {
  expect(await backendOf({ apiKey: 'wrong' }).orders({})).toMatchObject({ ok: false, problem: { kind: 'refused' } })
  expect(await backendOf({ shopRef: 'muting' }).orders({})).toMatchObject({ ok: false, problem: { kind: 'refused' } })
  const gone = backendOf({ url: 'http://127.0.0.1:1' })
  expect(await gone.orders({})).toMatchObject({ ok: false, problem: { kind: 'unreachable' } })
  expect(
    await gone.act({ kind: 'cancel-order', idempotencyKey: 'gone-0001', customerId: 'c', orderId: 'o', reason: '' }),
  ).toMatchObject({ kind: 'unreachable' })
})
