import { z } from 'zod'
import { action } from '../acts/action.ts'
import { moveStock } from '../acts/stock.ts'
import { chanceOf } from '../chance.ts'
import type { Course } from '../life/advance.ts'
import { placeOrder } from '../life/place-order.ts'
import { planJourney } from '../life/plan-journey.ts'
import { outward } from '../outward.ts'
import { address, buyer, fen, type Order, order, product } from '../shapes.ts'
import { readCourse, saveCourse } from '../store/courses.ts'
import { type AnyRecord, type Queryable, readPage, readRecord, writeRecords } from '../store/records.ts'
import type { OpenShop } from '../store/shops.ts'
import { parse } from './parse.ts'
import { absent, HttpProblem } from './problem.ts'
import type { DemoServer } from './demo-server.ts'

const shopPath = z.object({ shopId: z.string() })
const orderPath = z.object({ shopId: z.string(), orderId: z.string().max(128) })
const wantedOrder = z.strictObject({
  customerId: z.string().min(1).max(128),
  lines: z
    .array(
      z.strictObject({
        skuId: z.string().min(1).max(128),
        productId: z.string().min(1).max(128),
        quantity: z.int().min(1).max(99),
      }),
    )
    .min(1)
    .max(20),
  /** Absent = where the buyer's last order went. */
  address: address.optional(),
  note: z.string().max(500).default(''),
  pay: z.boolean().default(false),
})
type WantedOrder = z.infer<typeof wantedOrder>

/** What changes something: guarded acts, an order placed, an order paid. */
export function addActionRoutes(server: DemoServer): void {
  const { app, world, origin } = server
  app.post('/shops/:shopId/actions', async (request) => {
    const shop = server.ownShop(request, parse(shopPath, request.params).shopId)
    const outcome = await world.act(shop, parse(action, request.body))
    if (outcome.kind !== 'key-mismatch') return outcome
    throw new HttpProblem({
      status: 409,
      code: 'idempotency-mismatch',
      message: 'This key came with another act.',
      field: 'idempotencyKey',
    })
  })
  app.post('/shops/:shopId/orders', async (request, reply) => {
    const shop = server.ownShop(request, parse(shopPath, request.params).shopId)
    const wanted = parse(wantedOrder, request.body)
    const placed = await world.change(async (client, at) => {
      const course = await coursePlaced(client, shop, { wanted, at })
      return wanted.pay
        ? payNow(client, shop, { before: null, course, at })
        : store(client, shop, { before: null, after: course })
    })
    return reply.status(201).send(outward({ kind: 'order', document: placed }, origin()))
  })
  app.post('/shops/:shopId/orders/:orderId/payment', async (request) => {
    const { shopId, orderId } = parse(orderPath, request.params)
    const shop = server.ownShop(request, shopId)
    const paid = await world.change(async (client, at) => {
      const before = await readUnpaid(client, shop, orderId)
      return payNow(client, shop, { before, course: before, at })
    })
    return outward({ kind: 'order', document: paid }, origin())
  })
}

async function readUnpaid(client: Queryable, shop: OpenShop, orderId: string): Promise<Course> {
  const course = await readCourse(client, shop.id, orderId)
  if (!course) throw absent()
  if (course.order.state === 'unpaid') return course
  throw new HttpProblem({ status: 409, code: 'precondition-failed', message: 'The order does not wait for payment.' })
}

async function coursePlaced(
  client: Queryable,
  shop: OpenShop,
  { wanted, at }: { wanted: WantedOrder; at: number },
): Promise<Course> {
  const lines = await Promise.all(wanted.lines.map((line, index) => readLine(client, shop, { line, index })))
  const goesTo = wanted.address ?? (await lastAddress(client, shop, wanted.customerId))
  const known = await readRecord(client, buyer, { shopId: shop.id, kind: 'buyer', id: wanted.customerId })
  if (!known)
    throw new HttpProblem({
      status: 400,
      code: 'invalid-field',
      message: 'There is no such buyer.',
      field: 'customerId',
    })
  const orderId = `28${chanceOf(`${shop.dispatch.seed} placed ${shop.id} ${wanted.customerId} ${at}`).digits(17)}`
  return placeOrder({
    orderId,
    customerId: wanted.customerId,
    shop,
    lines,
    address: goesTo,
    note: wanted.note,
    placedAt: at,
  })
}

async function readLine(
  client: Queryable,
  shop: OpenShop,
  { line, index }: { line: WantedOrder['lines'][number]; index: number },
) {
  const found = await readRecord(client, product, { shopId: shop.id, kind: 'product', id: line.productId })
  const sku = found?.skus.find((candidate) => candidate.skuId === line.skuId)
  const field = `lines.${index}`
  if (!found?.onShelf || !sku)
    throw new HttpProblem({ status: 400, code: 'invalid-field', message: 'This article is not on sale.', field })
  if (sku.stock < line.quantity)
    throw new HttpProblem({ status: 409, code: 'sold-out', message: 'Not enough of it is left.', field })
  return { product: found, sku, quantity: line.quantity }
}

async function lastAddress(client: Queryable, shop: OpenShop, customerId: string) {
  const mine = {
    shopId: shop.id,
    kind: 'order',
    updatedSince: 0,
    cursor: null,
    customerId,
    orderId: null,
    limit: 500,
  } as const
  const last = (await readPage(client, order, mine)).at(-1)
  if (!last)
    throw new HttpProblem({
      status: 400,
      code: 'invalid-field',
      message: 'This buyer has no address yet: send one.',
      field: 'address',
    })
  return last.address
}

async function payNow(
  client: Queryable,
  shop: OpenShop,
  { before, course, at }: { before: Course | null; course: Course; at: number },
) {
  const { order: placed } = course
  const steps = planJourney(placed, shop.dispatch, at).filter((step) => step.kind !== 'pay')
  const shipBy = at + shop.dispatchHours * 3_600_000
  const paid = {
    ...placed,
    state: 'paid',
    rawState: 'WAIT_SELLER_SEND_GOODS',
    paidAt: at,
    shipBy,
    updatedAt: at,
  } as const
  const stored = await store(client, shop, { before, after: { ...course, order: paid, steps } })
  const stock = await moveStock(client, shop.id, {
    at,
    moves: placed.lines.map((line) => ({ ...line, by: -line.quantity })),
  })
  const counted = await countPurchase(client, shop, { order: placed, at })
  return { ...stored, changed: [...stored.changed, ...stock, ...counted] }
}

async function countPurchase(client: Queryable, shop: OpenShop, { order: paid, at }: { order: Order; at: number }) {
  const known = await readRecord(client, buyer, { shopId: shop.id, kind: 'buyer', id: paid.customerId })
  if (!known) return []
  const spent = fen(known.spent.amount + paid.total.amount)
  const changed: AnyRecord[] = [
    { kind: 'buyer', document: { ...known, orderCount: known.orderCount + 1, spent, updatedAt: at } },
  ]
  await writeRecords(client, shop.id, changed)
  return changed
}

async function store(client: Queryable, shop: OpenShop, courses: { before: Course | null; after: Course }) {
  const changed = await saveCourse(client, shop.id, courses)
  return { value: courses.after.order, shopId: shop.id, changed }
}
