import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { parse } from './parse.ts'
import { absent } from './problem.ts'
import type { DemoServer } from './demo-server.ts'

const wanted = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).max(2000),
  /** `whsec_` + base64 of 24 to 64 bytes; made and told once when absent. */
  secret: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/)
    .optional(),
})
const path = z.object({ id: z.string().max(100) })
const rows = z.array(z.object({ subscription_id: z.string(), url: z.string(), created_at: z.number() }))

/** Subscriptions of the shop whose key is sent. The same address again replaces its secret. */
export function addWebhookRoutes(server: DemoServer): void {
  const { app, world } = server
  app.get('/webhook-subscriptions', async (request) => {
    const shop = server.shopOf(request)
    const found = await world.database.pool.query(
      'select subscription_id, url, created_at from subscription where shop_id = $1 order by created_at',
      [shop.id],
    )
    return {
      subscriptions: rows
        .parse(found.rows)
        .map((row) => ({ id: row.subscription_id, url: row.url, createdAt: row.created_at })),
    }
  })
  app.post('/webhook-subscriptions', async (request, reply) => {
    const shop = server.shopOf(request)
    const { url, secret = `whsec_${randomBytes(24).toString('base64')}` } = parse(wanted, request.body)
    const found = await world.database.pool.query(
      `insert into subscription (subscription_id, shop_id, url, secret, created_at) values ($1, $2, $3, $4, $5)
       on conflict (shop_id, url) do update set secret = excluded.secret returning subscription_id, url, created_at`,
      [`sub_${randomBytes(9).toString('hex')}`, shop.id, url, secret, world.clock.now()],
    )
    return reply.status(201).send({ id: rows.parse(found.rows)[0]?.subscription_id, url, secret })
  })
  app.delete('/webhook-subscriptions/:id', async (request, reply) => {
    const shop = server.shopOf(request)
    const gone = await world.database.pool.query(
      'delete from subscription where shop_id = $1 and subscription_id = $2',
      [shop.id, parse(path, request.params).id],
    )
    if (gone.rowCount === 0) throw absent()
    return reply.status(204).send()
  })
}
