import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { DemoServer } from '../http/demo-server.ts'
import { parse } from '../http/parse.ts'
import { absent } from '../http/problem.ts'
import { order } from '../shapes.ts'
import type { OpenShop } from '../store/shops.ts'
import { skipHours } from './clock-tie.ts'
import { orderPath, readOrder } from './goods.ts'
import { handInComment } from './live-rooms.ts'
import { livePath } from './page-live.ts'
import { BUYERS, type CartLine, keepCookie, readVisit, writeCart } from './visit.ts'

const count = z.coerce.number().int()
const back = z
  .string()
  .regex(/^\/demo-shop(\/[\w./-]*)?(\?[\w=%&+.-]*)?$/)
  .catch('/demo-shop')
const forms = {
  add: z.object({
    shopId: z.string().max(50),
    productId: z.string().max(50),
    skuId: z.string().max(50),
    quantity: count.min(1).max(99).catch(1),
    next: z.enum(['cart', 'checkout']).catch('cart'),
  }),
  remove: z.object({ index: count.min(0).max(99) }),
  checkout: z.object({ note: z.string().max(100).default(''), pay: z.enum(['now', 'later']).default('now') }),
  buyer: z.object({ customerId: z.enum(BUYERS), back }),
  clock: z.object({
    hours: z.coerce
      .number()
      .positive()
      .max(24 * 31),
    back,
  }),
  language: z.object({ lang: z.enum(['zh', 'en']), back }),
  refund: z.object({ reason: z.string().max(100).default('') }),
  comment: z.object({ text: z.string().trim().min(1).max(200) }),
}
const thingPath = z.object({ shop: z.string(), id: z.string().max(128) })

/** What buyers do on the pages: forms, no scripts. Orders go the way of the shop's own API. */
export function addFrontActs(server: DemoServer): void {
  const { app } = server
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  )
  addCartActs(server)
  addDemoActs(server)
  addOrderActs(server)
  addCommentAct(server)
}

const seeOther = (reply: FastifyReply, path: string): FastifyReply => reply.redirect(path, 303)

function addCartActs(server: DemoServer): void {
  const { app, world } = server
  // A reply is thenable: given back by an async function, it would be waited for before it is sent.
  const change = async (
    request: FastifyRequest,
    reply: FastifyReply,
    work: (cart: readonly CartLine[]) => CartLine[],
  ): Promise<void> => {
    const { cart } = await readVisit(request, world)
    keepCookie(reply, 'cart', writeCart(work(cart)))
  }
  app.post('/demo-shop/cart/add', async (request, reply) => {
    const { next, ...line } = parse(forms.add, request.body)
    await change(request, reply, (cart) => {
      const same = cart.find((one) => one.shopId === line.shopId && one.skuId === line.skuId)
      const others = cart.filter((one) => one !== same)
      return [...others, { ...line, quantity: Math.min(99, line.quantity + (same?.quantity ?? 0)) }]
    })
    return seeOther(reply, `/demo-shop/${next}`)
  })
  app.post('/demo-shop/cart/remove', async (request, reply) => {
    const { index } = parse(forms.remove, request.body)
    await change(request, reply, (cart) => cart.filter((_line, at) => at !== index))
    return seeOther(reply, '/demo-shop/cart')
  })
}

function addDemoActs(server: DemoServer): void {
  const { app } = server
  app.post('/demo-shop/buyer', async (request, reply) => {
    const form = parse(forms.buyer, request.body)
    return seeOther(keepCookie(reply, 'buyer', form.customerId), form.back)
  })
  app.post('/demo-shop/language', async (request, reply) => {
    const form = parse(forms.language, request.body)
    return seeOther(keepCookie(reply, 'lang', form.lang), form.back)
  })
  app.post('/demo-shop/clock', async (request, reply) => {
    const form = parse(forms.clock, request.body)
    await skipHours(server.world, form.hours)
    return seeOther(reply, form.back)
  })
}

/** Asks the shop's own API, as its app would. */
async function ask(server: DemoServer, shop: OpenShop, { path, body }: { path: string; body?: unknown }) {
  const answer = await server.app.inject({
    method: 'POST',
    url: `/shops/${shop.id}${path}`,
    headers: { authorization: `Bearer ${shop.apiKey}`, 'content-type': 'application/json' },
    payload: JSON.stringify(body ?? {}),
  })
  const said: unknown = JSON.parse(answer.payload)
  return { isDone: answer.statusCode < 300, said }
}

const problem = z.object({ error: z.object({ message: z.string() }) })

function addOrderActs(server: DemoServer): void {
  const { app, world } = server
  app.post('/demo-shop/checkout', async (request, reply) => {
    const { note, pay } = parse(forms.checkout, request.body)
    const { cart, customerId } = await readVisit(request, world)
    let last = '/demo-shop/orders'
    for (const shop of world.shops) {
      const lines = cart.filter((line) => line.shopId === shop.id).map(({ shopId: _shop, ...line }) => line)
      if (lines.length === 0) continue
      const { isDone, said } = await ask(server, shop, {
        path: '/orders',
        body: { customerId, lines, note, pay: pay === 'now' },
      })
      if (isDone) last = orderPath(shop.id, order.pick({ orderId: true }).parse(said).orderId)
    }
    return seeOther(keepCookie(reply, 'cart', ''), last)
  })
  app.post('/demo-shop/s/:shop/o/:id/:act', async (request, reply) => {
    const { act } = parse(z.object({ act: z.enum(['pay', 'refund']) }), request.params)
    const { shop, whole, path } = await own(server, request)
    const { orderId, customerId, total } = whole.order
    const { reason } = parse(forms.refund, request.body ?? {})
    const idempotencyKey = `page-refund-${orderId}-${world.clock.now()}`
    const refund = { kind: 'refund', idempotencyKey, customerId, orderId, amountFen: total.amount, reason }
    const { said } =
      act === 'pay'
        ? await ask(server, shop, { path: `/orders/${orderId}/payment` })
        : await ask(server, shop, { path: '/actions', body: refund })
    return seeOther(reply, `${path}?said=${encodeURIComponent(wordsFor(said, act))}`)
  })
}

async function own(server: DemoServer, request: FastifyRequest) {
  const { shop: shopId, id } = parse(thingPath, request.params)
  const { customerId } = await readVisit(request, server.world)
  const whole = await readOrder(server.world.database.pool, shopId, id)
  const shop = server.world.shops.find((one) => one.id === shopId)
  if (!shop || whole?.order.customerId !== customerId) throw absent()
  return { shop, whole, path: orderPath(shopId, id) }
}

function addCommentAct({ app, world }: DemoServer): void {
  app.post('/demo-shop/s/:shop/live/:id/comment', async (request, reply) => {
    const { shop: shopId, id: roomId } = parse(thingPath, request.params)
    const { text } = parse(forms.comment, request.body)
    const { customerId, buyers } = await readVisit(request, world)
    const name = buyers.find((one) => one.customerId === customerId)?.name ?? ''
    const isIn = await handInComment(world.database.pool, { shopId, roomId }, { customerId, name, text })
    const said = isIn ? `已发送：${text}` : '没有发出去，请稍后再试'
    return seeOther(reply, `${livePath(shopId, roomId)}?said=${encodeURIComponent(said)}`)
  })
}

const refused = z.object({ kind: z.literal('refused'), reason: z.string() })

function wordsFor(said: unknown, act: 'pay' | 'refund'): string {
  const no = refused.safeParse(said)
  if (no.success) return no.data.reason
  const failed = problem.safeParse(said)
  if (failed.success) return failed.data.error.message
  return act === 'pay' ? '付款成功（模拟）' : '退款申请已提交'
}
