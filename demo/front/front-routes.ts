import type { FastifyReply, FastifyRequest } from 'fastify'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { DemoServer } from '../http/demo-server.ts'
import { parse } from '../http/parse.ts'
import { absent, HttpProblem } from '../http/problem.ts'
import type { OpenShop } from '../store/shops.ts'
import { keepWindow, readWindow, windowSetUp } from './chat-window.ts'
import { addFrontActs } from './front-acts.ts'
import { readCoupons, readGoods, readOrder, readOrders, readProduct } from './goods.ts'
import { layout, type Page, policyOf } from './layout.ts'
import { html, type Markup } from './markup.ts'
import { type Basket, cartPage, checkoutPage } from './page-cart.ts'
import { homePage, listPage, lostPage } from './page-lists.ts'
import { orderPage, ordersPage } from './page-orders.ts'
import { productHead, productPage } from './page-product.ts'
import { readVisit, type Visit } from './visit.ts'
import { readShow, roomsOn } from './live-rooms.ts'
import { livePage } from './page-live.ts'

const shopPath = z.object({ shop: z.string() })
const thingPath = shopPath.extend({ id: z.string().max(128) })
const category = z.object({ c: z.string().max(50).default('') })
const notice = z.object({ said: z.string().max(200).default('') })

/** The shop as buyers see it. */
export function addFrontRoutes(root: DemoServer): void {
  root.app.register(async (app) => {
    const server = { ...root, app }
    addStyle(server)
    addSetUp(server)
    addLists(server)
    addProduct(server)
    addLive(server)
    addCart(server)
    addOrders(server)
    addFrontActs(server)
    addLost(server)
  })
}

/** Somebody who looks at pages is told so by a page. */
function addLost(server: DemoServer): void {
  const { app } = server
  app.get('/demo-shop/*', () => {
    throw absent()
  })
  app.setErrorHandler(async (error, request, reply) => {
    const isAbsent = error instanceof HttpProblem && error.status === 404
    if (!isAbsent || !request.headers.accept?.includes('text/html')) throw error
    return answer({ server, request, reply: reply.status(404) }, async () => ({
      title: '没有这个页面',
      body: lostPage,
    }))
  })
}

function addStyle({ app }: DemoServer): void {
  const style = readFile(join(import.meta.dirname, 'style.css'), 'utf8')
  app.get('/demo-shop/style-:accent.css', async (request, reply) => {
    const { accent } = parse(z.object({ accent: z.string().regex(/^[0-9a-f]{6}$/) }), request.params)
    return reply
      .type('text/css; charset=utf-8')
      .header('cache-control', 'public, max-age=60')
      .send((await style).replace('#0958d9', `#${accent}`))
  })
}

/** As a merchant pastes the snippet and its secret into his shop. */
function addSetUp(server: DemoServer): void {
  server.app.post('/setup/window', async (request, reply) => {
    const shop = server.shopOf(request)
    await keepWindow(server.world.database.pool, shop.id, parse(windowSetUp, request.body))
    return reply.status(204).send()
  })
}

export const shopNamed = ({ world }: DemoServer, id: string): OpenShop => {
  const shop = world.shops.find((one) => one.id === id)
  if (!shop) throw absent()
  return shop
}

interface Answering {
  readonly server: DemoServer
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  /** Whose window is shown; absent: the first shop's. */
  readonly shop?: OpenShop
}

type Draw = (visit: Visit, shop: OpenShop) => Promise<Pick<Page, 'title' | 'body'> & { readonly head?: Markup }>

async function answer({ server, request, reply, shop: given }: Answering, draw: Draw): Promise<FastifyReply> {
  const { world } = server
  const visit = await readVisit(request, world)
  const shop = given ?? world.shops[0]
  if (!shop) throw absent()
  const set = await readWindow(world.database.pool, shop.id)
  const page = await draw(visit, shop)
  return reply
    .type('text/html; charset=utf-8')
    .headers({
      'content-security-policy': policyOf(set),
      'cache-control': 'no-store',
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    })
    .send(layout(visit, { ...page, shop, set }))
}

function addLists(server: DemoServer): void {
  const { app, world } = server
  const { pool } = world.database
  app.get('/demo-shop', (request, reply) =>
    answer({ server, request, reply }, async () => {
      const shelves = await Promise.all(
        world.shops.map(async (shop) => ({ shop, goods: await readGoods(pool, shop.id) })),
      )
      return { title: '小集 · 演示商城', body: homePage(shelves) }
    }),
  )
  app.get('/', (_request, reply) => reply.redirect('/demo-shop'))
  app.get('/demo-shop/s/:shop', (request, reply) => {
    const shop = shopNamed(server, parse(shopPath, request.params).shop)
    return answer({ server, request, reply, shop }, async () => ({
      title: shop.name,
      body: listPage({
        ...{ shop, goods: await readGoods(pool, shop.id), rooms: await roomsOn(pool, shop.id) },
        category: parse(category, request.query).c,
      }),
    }))
  })
}

function addLive(server: DemoServer): void {
  const { app, world } = server
  const { pool } = world.database
  app.get('/demo-shop/s/:shop/live/:id', (request, reply) => {
    const { shop: shopId, id } = parse(thingPath, request.params)
    const shop = shopNamed(server, shopId)
    return answer({ server, request, reply, shop }, async () => {
      const show = await readShow(pool, shopId, id)
      if (!show) throw absent()
      return {
        title: `${show.room.title} · 直播间`,
        body: livePage({
          ...show,
          shop,
          goods: await readGoods(pool, shopId),
          said: parse(notice, request.query).said,
        }),
      }
    })
  })
}

function addProduct(server: DemoServer): void {
  const { app, world, origin } = server
  const { pool } = world.database
  app.get('/demo-shop/s/:shop/p/:id', (request, reply) => {
    const { shop: shopId, id } = parse(thingPath, request.params)
    const shop = shopNamed(server, shopId)
    return answer({ server, request, reply, shop }, async ({ now }) => {
      const product = await readProduct(pool, shopId, id)
      if (!product) throw absent()
      const view = { shop, product, coupons: await readCoupons(pool, shopId, now) }
      return { title: `${product.title} - ${shop.name}`, body: productPage(view), head: productHead(view, origin()) }
    })
  })
}

async function readBasket(server: DemoServer, { cart }: Visit): Promise<readonly Basket[]> {
  const found = await Promise.all(
    cart.map(async (line, index) => {
      const shop = server.world.shops.find((one) => one.id === line.shopId)
      const product = await readProduct(server.world.database.pool, line.shopId, line.productId)
      const sku = product?.skus.find((one) => one.skuId === line.skuId)
      return shop && product && sku ? [{ index, shop, product, sku, quantity: line.quantity }] : []
    }),
  )
  return found.flat()
}

const nameOf = (visit: Visit): string =>
  visit.buyers.find(({ customerId }) => customerId === visit.customerId)?.name ?? ''

function addCart(server: DemoServer): void {
  const { app } = server
  app.get('/demo-shop/cart', (request, reply) =>
    answer({ server, request, reply }, async (visit) => ({
      title: '购物车',
      body: cartPage(await readBasket(server, visit)),
    })),
  )
  app.get('/demo-shop/checkout', (request, reply) =>
    answer({ server, request, reply }, async (visit) => {
      const lines = await readBasket(server, visit)
      return { title: '确认订单', body: lines.length === 0 ? cartPage(lines) : checkoutPage(lines, nameOf(visit)) }
    }),
  )
}

function addOrders(server: DemoServer): void {
  const { app, world } = server
  const { pool } = world.database
  app.get('/demo-shop/orders', (request, reply) =>
    answer({ server, request, reply }, async (visit) => {
      const lists = await Promise.all(
        world.shops.map(async (shop) =>
          (await readOrders(pool, shop.id, visit.customerId)).map((order) => ({ shop, order })),
        ),
      )
      const orders = lists.flat().sort((one, other) => other.order.placedAt - one.order.placedAt)
      return { title: '我的订单', body: ordersPage(orders.slice(0, 60), nameOf(visit)) }
    }),
  )
  app.get('/demo-shop/s/:shop/o/:id', (request, reply) => {
    const { shop: shopId, id } = parse(thingPath, request.params)
    const shop = shopNamed(server, shopId)
    return answer({ server, request, reply, shop }, async (visit) => {
      const whole = await readOrder(pool, shopId, id)
      if (!whole) throw absent()
      // Somebody else's order: nothing of it is told.
      if (whole.order.customerId !== visit.customerId)
        return {
          title: '订单',
          body: html`<section class="empty"><h1>这不是当前买家的订单</h1><a class="main" href="/demo-shop/orders">我的订单</a></section>`,
        }
      return { title: `订单 ${id}`, body: orderPage({ ...whole, shop, notice: parse(notice, request.query).said }) }
    })
  })
}
