import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { emptyDatabase } from '../../test/database.ts'
import { type RunningDemo, startDemo } from '../../test/fixtures/start-demo.ts'

const NOW = '2026-11-20T02:00:00Z'
let database: Awaited<ReturnType<typeof emptyDatabase>>
let demo: RunningDemo
let key: string
beforeAll(async () => {
  database = await emptyDatabase()
  demo = await startDemo({ now: NOW, databaseUrl: database.url })
  const setup = z.object({ shops: z.array(z.object({ id: z.string(), apiKey: z.string() })) })
  const { shops } = setup.parse(await (await fetch(`${demo.url}/setup`)).json())
  key = shops.find((shop) => shop.id === 'heshanji')?.apiKey ?? ''
}, 60_000)
afterAll(async () => {
  await demo.stop()
  await database.drop()
})

const ask = (path: string, init: RequestInit = {}) =>
  fetch(demo.url + path, { ...init, headers: { authorization: `Bearer ${key}`, ...init.headers } })
const post = (path: string, body: string) =>
  ask(path, { method: 'POST', body, headers: { 'content-type': 'application/json' } })

const refusal = z.object({ error: z.object({ code: z.string(), message: z.string(), field: z.string().optional() }) })
const page = z.object({
  items: z.array(
    z.object({
      productId: z.string(),
      url: z.string(),
      picture: z.string(),
      skus: z.array(z.object({ skuId: z.string(), stock: z.int() })),
    }),
  ),
})

async function someProduct() {
  const { items } = page.parse(await (await ask('/shops/heshanji/products')).json())
  const found = items.find((item) => item.skus.some((sku) => sku.stock > 10))
  if (!found) throw new Error('everything is sold out')
  return found
}

const ORDERS = '/shops/heshanji/orders'
const BAD: readonly [path: string, body: string | null, status: number, code: string, field?: string][] = [
  ['/nowhere', null, 404, 'not-found'],
  ['/shops/yunqili/orders', null, 404, 'not-found'],
  [`${ORDERS}/none`, null, 404, 'not-found'],
  [`${ORDERS}?limit=0`, null, 400, 'invalid-field', 'limit'],
  [`${ORDERS}?updatedSince=yesterday`, null, 400, 'invalid-field', 'updatedSince'],
  [`${ORDERS}?cursor=%00`, null, 400, 'invalid-field', 'cursor'],
  [`${ORDERS}?limit=1&limit=2`, null, 400, 'invalid-field', 'limit'],
  ['/pictures/heshanji/..%2f..%2fetc.svg', null, 404, 'not-found'],
  ['/clock', '{"skipHours":-1}', 400, 'invalid-field', 'skipHours'],
  ['/clock', '{', 400, 'bad-request'],
  [ORDERS, '{}', 400, 'invalid-field', 'customerId'],
  [ORDERS, '{"customerId":"buyer001","lines":[]}', 400, 'invalid-field', 'lines'],
  [
    ORDERS,
    '{"customerId":"buyer001","lines":[{"productId":"x","skuId":"y","quantity":1}]}',
    400,
    'invalid-field',
    'lines.0',
  ],
  [`${ORDERS}/none/payment`, '{}', 404, 'not-found'],
  ['/shops/heshanji/actions', '{"kind":"fly"}', 400, 'invalid-field', 'kind'],
  ['/shops/heshanji/actions', '{"kind":"cancel-order","idempotencyKey":"x"}', 400, 'invalid-field', 'idempotencyKey'],
  ['/webhook-subscriptions', '{"url":"ftp://x"}', 400, 'invalid-field', 'url'],
  ['/webhook-subscriptions', '{"url":"http://x.example","secret":"short"}', 400, 'invalid-field', 'secret'],
]

test.each(BAD)('%s %s is refused with %i %s', async (...given) => {
  const [path, body, status, code, field] = given
  const answer = await (body === null ? ask(path) : post(path, body))
  const { error } = refusal.parse(await answer.json())
  expect([answer.status, error.code, error.field]).toEqual([status, code, field])
})

test('without a key nothing of a shop is told', async () => {
  for (const path of [ORDERS, '/webhook-subscriptions', '/shops/heshanji', `${ORDERS}/none`]) {
    expect((await fetch(demo.url + path)).status).toBe(401)
  }
})

test('a buyer buys: the order waits for payment, is paid once, and takes its stock then', async () => {
  const { productId, skus } = await someProduct()
  const sku = skus.find((one) => one.stock > 10)
  const stockNow = async () => {
    const product = page.shape.items.element.parse(await (await ask(`/shops/heshanji/products/${productId}`)).json())
    return product.skus.find((one) => one.skuId === sku?.skuId)?.stock
  }
  const bought = async () =>
    z.object({ orderCount: z.int() }).parse(await (await ask('/shops/heshanji/buyers/buyer001')).json()).orderCount
  const before = await bought()
  const order = { customerId: 'buyer001', lines: [{ productId, skuId: sku?.skuId, quantity: 2 }] }
  const placed = await post(ORDERS, JSON.stringify(order))
  expect(placed.status).toBe(201)
  const { orderId } = z.object({ orderId: z.string(), state: z.literal('unpaid') }).parse(await placed.json())
  expect(await stockNow()).toBe(sku?.stock)
  expect((await post(`${ORDERS}/${orderId}/payment`, '{}')).status).toBe(200)
  expect(await stockNow()).toBe((sku?.stock ?? 0) - 2)
  expect((await post(`${ORDERS}/${orderId}/payment`, '{}')).status).toBe(409)
  expect(await bought()).toBe(before + 1)
})

test('a product card leads to a page with title, picture, price and linked data', async () => {
  const { url, picture } = await someProduct()
  const shown = await (await fetch(url, { headers: { accept: 'text/html' } })).text()
  const linked = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(shown)?.[1] ?? ''
  const offer = z
    .object({
      '@type': z.literal('Product'),
      name: z.string(),
      image: z.string(),
      offers: z.object({ lowPrice: z.string() }),
    })
    .parse(JSON.parse(linked))
  expect(shown).toContain(`<h1>${offer.name}</h1>`)
  expect(shown).toContain(`¥${Number(offer.offers.lowPrice)}`)
  expect(offer.image).toBe(picture)
  const drawn = await fetch(picture)
  expect([drawn.status, drawn.headers.get('content-type')]).toEqual([200, 'image/svg+xml'])
})

test('after a restart everything is as it was, the clock included', async () => {
  const seen = async () => [
    await (await ask('/shops/heshanji/refunds')).text(),
    await (await ask('/shops/heshanji/coupons')).json(),
  ]
  await post('/clock', '{"skipHours":30}')
  const [refunds] = await seen()
  await demo.stop()
  demo = await startDemo({ now: NOW, databaseUrl: database.url })
  const [after] = await seen()
  expect(after).toBe(refunds)
  const { now } = z.object({ now: z.string() }).parse(await (await fetch(`${demo.url}/clock`)).json())
  expect(Date.parse(now)).toBeGreaterThan(Date.parse(NOW) + 30 * 3_600_000 - 1)
}, 30_000)
