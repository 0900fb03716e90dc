import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { outward } from '../outward.ts'
import { type AnyRecord, type Kind, keysOf, readPage, readRecord, SCHEMAS } from '../store/records.ts'
import type { OpenShop } from '../store/shops.ts'
import { parse } from './parse.ts'
import { absent, HttpProblem } from './problem.ts'
import { orderPath, pagePath } from '../front/goods.ts'
import type { DemoServer } from './demo-server.ts'

const PATHS: readonly (readonly [path: string, kind: Kind])[] = [
  ['products', 'product'],
  ['orders', 'order'],
  ['parcels', 'parcel'],
  ['refunds', 'refund'],
  ['coupons', 'coupon'],
  ['buyers', 'buyer'],
]

const shopPath = z.object({ shopId: z.string() })
const itemPath = z.object({ shopId: z.string(), id: z.string().max(128) })
const pageQuery = z.strictObject({
  /** Epoch ms or ISO 8601. */
  updatedSince: z
    .union([z.coerce.number().int().min(0), z.iso.datetime().transform((text) => Date.parse(text))])
    .default(0),
  cursor: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  customerId: z.string().max(128).optional(),
  orderId: z.string().max(128).optional(),
})

export function addReadRoutes(server: DemoServer): void {
  const { app, world, origin } = server
  const publicOf = ({ id, name, group, industry, slogan }: OpenShop) => ({
    id,
    name,
    group,
    industry,
    slogan,
    url: `${origin()}/shops/${id}/page`,
  })
  app.get('/shops', async () => ({ shops: world.shops.map(publicOf) }))
  // The demo's own set-up page: whoever runs the demo sees its keys, as a merchant sees his in the platform's console.
  app.get('/setup', async () => ({ shops: world.shops.map((shop) => ({ ...publicOf(shop), apiKey: shop.apiKey })) }))
  app.get('/shops/:shopId', async (request) =>
    publicOf(server.ownShop(request, parse(shopPath, request.params).shopId)),
  )
  for (const [path, kind] of PATHS) {
    app.get(`/shops/:shopId/${path}`, async (request) => {
      const shop = server.ownShop(request, parse(shopPath, request.params).shopId)
      return readList(server, shop, { kind, query: parse(pageQuery, request.query) })
    })
    app.get(`/shops/:shopId/${path}/:id`, async (request, reply) => {
      const { shopId, id } = parse(itemPath, request.params)
      if (wantsPage(request, kind))
        return reply.redirect(kind === 'product' ? pagePath(shopId, id) : orderPath(shopId, id))
      const shop = server.ownShop(request, shopId)
      const record = await readOne(server, { shopId: shop.id, kind, id })
      return outward(record, origin())
    })
  }
}

async function readList(
  { world, origin }: DemoServer,
  shop: OpenShop,
  { kind, query }: { kind: Kind; query: z.infer<typeof pageQuery> },
) {
  const { updatedSince, limit, customerId = null, orderId = null } = query
  const cursor = query.cursor === undefined ? null : readCursor(query.cursor)
  const found = await readPage(world.database.pool, recordSchema(kind), {
    shopId: shop.id,
    kind,
    updatedSince,
    cursor,
    customerId,
    orderId,
    limit,
  })
  const items = found.slice(0, limit)
  const last = items.at(-1)
  const next = found.length > limit && last ? writeCursor(last) : null
  return { items: items.map((record) => outward(record, origin())), next }
}

/** The documents of a kind, told apart by it. */
function recordSchema(kind: Kind): z.ZodType<AnyRecord> {
  switch (kind) {
    case 'product':
      return SCHEMAS.product.transform((document) => ({ kind, document }))
    case 'order':
      return SCHEMAS.order.transform((document) => ({ kind, document }))
    case 'parcel':
      return SCHEMAS.parcel.transform((document) => ({ kind, document }))
    case 'refund':
      return SCHEMAS.refund.transform((document) => ({ kind, document }))
    case 'coupon':
      return SCHEMAS.coupon.transform((document) => ({ kind, document }))
    case 'buyer':
      return SCHEMAS.buyer.transform((document) => ({ kind, document }))
  }
}

const writeCursor = (record: AnyRecord): string =>
  Buffer.from(`${record.document.updatedAt} ${keysOf(record).id}`).toString('base64url')

function readCursor(text: string): { updatedAt: number; id: string } {
  const parts = /^(\d{1,15}) (\S+)$/.exec(Buffer.from(text, 'base64url').toString())
  if (!parts?.[1] || !parts[2])
    throw new HttpProblem({ status: 400, code: 'invalid-field', message: 'not a cursor of ours', field: 'cursor' })
  return { updatedAt: Number(parts[1]), id: parts[2] }
}

interface Wanted {
  readonly shopId: string
  readonly kind: Kind
  readonly id: string
}

async function readOne({ world }: DemoServer, wanted: Wanted): Promise<AnyRecord> {
  const record = await readRecord(world.database.pool, recordSchema(wanted.kind), wanted)
  if (!record) throw absent()
  return record
}

const wantsPage = (request: FastifyRequest, kind: Kind): boolean =>
  (kind === 'product' || kind === 'order') &&
  request.headers.authorization === undefined &&
  (request.headers.accept ?? '').includes('text/html')
