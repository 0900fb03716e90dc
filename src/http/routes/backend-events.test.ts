import { afterAll, beforeAll, expect, test } from 'vitest'
import { anOrder, NOON } from '../../../test/fixtures/shop-documents.ts'
import type { House } from '../../../test/http/house.ts'
import { openHouse } from '../../../test/http/open-house.ts'
import { createDemoBackend, demoSettings } from '../../backend/demo/index.ts'
import { createEgress, newWebhookSecret, signWebhook } from '../../egress/index.ts'
import { createManualClock } from '../../kernel/clock.ts'
import { newId, type ShopId } from '../../kernel/ids.ts'
import { changeShop, readOrder } from '../../shop/index.ts'
import { backendEventRoutes } from './backend-events.ts'

const SECRET = newWebhookSecret()
const clock = createManualClock(NOON)
const egress = createEgress({ clock, loopbackPorts: new Set() })
let house: House
beforeAll(async () => {
  house = await openHouse({
    extraRoutes: (database) =>
      backendEventRoutes({
        database,
        clock,
        backendOf: (shop) => {
          const settings = demoSettings.safeParse(shop.backendSettings)
          return settings.success ? createDemoBackend({ ...settings.data, request: egress.request }) : null
        },
      }),
  })
  const { orgId, shopId } = house.ours
  const backendSettings = { url: 'http://127.0.0.1:1', apiKey: 'k', shopRef: 'yunqili', webhookSecret: SECRET }
  await house.fresh.database.within([orgId], (tx) =>
    changeShop(tx, { orgId, shopId }, { backend: 'demo', backendSettings }),
  )
})
afterAll(async () => {
  egress.close()
  await house.close()
})

const push = (shopId: string, body: string, secret = SECRET) => {
  const signed = signWebhook({ secrets: [secret], id: 'msg_1', at: NOON, body: Buffer.from(body) })
  const headers = { 'content-type': 'application/json', ...signed }
  return house.ask({ method: 'POST', url: `/api/v1/backends/${shopId}/events`, raw: body, headers })
}

const order = anOrder({ orderId: 'pushed-1', updatedAt: NOON + 1 })
const BODY = JSON.stringify({ shop: 'yunqili', events: [{ kind: 'order', at: order.updatedAt, order }] })

const stored = () => {
  const { orgId, shopId } = house.ours
  return house.fresh.database.within([orgId], (tx) => readOrder(tx, { orgId, shopId }, 'pushed-1'))
}

test('an unsigned, forged or foreign push is refused, and nothing of it is stored', async () => {
  expect((await push(house.ours.shopId, BODY, newWebhookSecret())).status).toBe(401)
  expect((await push(house.ours.shopId, JSON.stringify({ shop: 'another', events: [] }))).status).toBe(400)
  expect((await push(house.ours.shopId, '{"shop"')).status).toBe(400)
  const absent = await push(newId<ShopId>(NOON), BODY)
  const withoutBackend = await push(house.theirs.shopId, BODY)
  expect([absent.status, withoutBackend.status]).toEqual([404, 404])
  expect(await stored()).toBeNull()
})

test('a signed push is in the mirror when it is acknowledged, and a repeated one changes nothing', async () => {
  const first = await push(house.ours.shopId, BODY)
  expect([first.status, first.body]).toEqual([200, { changed: 1 }])
  expect((await stored())?.item).toEqual(order)
  expect((await push(house.ours.shopId, BODY)).body).toEqual({ changed: 0 })
})
