import { z } from 'zod'
import { outward } from '../outward.ts'
import { drawPicture } from '../pictures/draw-picture.ts'
import { product } from '../shapes.ts'
import { readPage, readRecord } from '../store/records.ts'
import { parse } from './parse.ts'
import { absent } from './problem.ts'
import type { DemoServer } from './demo-server.ts'

const picturePath = z.object({ shopId: z.string(), file: z.string().regex(/^[0-9]{1,20}\.svg$/) })
const shopPath = z.object({ shopId: z.string() })
const FOR_A_DAY = 'public, max-age=86400'

/** What a shop front shows to anybody: no key. */
export function addPageRoutes({ app, world, origin }: DemoServer): void {
  app.get('/pictures/:shopId/:file', async (request, reply) => {
    const wanted = picturePath.safeParse(request.params)
    if (!wanted.success) throw absent()
    const { shopId, file } = wanted.data
    const shop = world.shops.find((candidate) => candidate.id === shopId)
    const shown = await readRecord(world.database.pool, product, { shopId, kind: 'product', id: file.slice(0, -4) })
    if (!shop || !shown) throw absent()
    return reply.type('image/svg+xml').header('cache-control', FOR_A_DAY).send(drawPicture(shown, shop.colours))
  })
  app.get('/shops/:shopId/page', async (request) => {
    const { shopId } = parse(shopPath, request.params)
    const shop = world.shops.find((candidate) => candidate.id === shopId)
    if (!shop) throw absent()
    const all = {
      shopId,
      kind: 'product',
      updatedSince: 0,
      cursor: null,
      customerId: null,
      orderId: null,
      limit: 1000,
    } as const
    const products = await readPage(world.database.pool, product, all)
    const shown = products
      .filter((one) => one.onShelf)
      .sort((one, other) => one.productId.localeCompare(other.productId))
    return {
      shop: { id: shop.id, name: shop.name, group: shop.group, industry: shop.industry },
      banner: { text: shop.slogan, colours: shop.colours },
      products: shown.map((document) => outward({ kind: 'product', document }, origin())),
    }
  })
}
