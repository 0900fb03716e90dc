import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { chanceOf } from '../chance.ts'
import { coupon, product, type Product } from '../shapes.ts'
import { readCourse, saveCourse } from '../store/courses.ts'
import { type AnyRecord, type Queryable, readRecord, writeRecords } from '../store/records.ts'
import type { OpenShop } from '../store/shops.ts'
import { type Action, action as actionSchema, type OrderAction, type Outcome, outcome, refused } from './action.ts'
import { effectOf, refundIdFor } from './effects.ts'
import { moveStock } from './stock.ts'
import { amountOf, judge, swapOf } from './rules.ts'

export interface Performed {
  readonly outcome: Outcome | { readonly kind: 'key-mismatch' }
  readonly changed: readonly AnyRecord[]
}

/** One act in the caller's transaction: the same key answers the first outcome, another body under it is refused. */
export async function perform(
  client: Queryable,
  shop: OpenShop,
  { action, at }: { action: Action; at: number },
): Promise<Performed> {
  const before = await readAct(client, shop.id, action.idempotencyKey)
  if (before) {
    if (!isDeepStrictEqual(before.body, action)) return { outcome: { kind: 'key-mismatch' }, changed: [] }
    const known = before.outcome
    return { outcome: known.kind === 'done' ? { ...known, alreadyDone: true } : known, changed: [] }
  }
  const performed =
    action.kind === 'coupon-grant' ? await grant(client, shop, { action, at }) : await act(client, shop, { action, at })
  await writeAct(client, shop.id, { action, outcome: performed.outcome, at })
  return performed
}

const rows = z.array(z.object({ body: actionSchema, outcome }))

async function readAct(client: Queryable, shopId: string, key: string) {
  const found = await client.query('select body, outcome from act where shop_id = $1 and key = $2', [shopId, key])
  return rows.parse(found.rows)[0] ?? null
}

async function writeAct(
  client: Queryable,
  shopId: string,
  done: { action: Action; outcome: unknown; at: number },
): Promise<void> {
  const { action, at } = done
  await client.query(
    `insert into act (shop_id, key, kind, order_id, customer_id, coupon_id, amount_fen, body, outcome, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      shopId,
      action.idempotencyKey,
      action.kind,
      'orderId' in action ? action.orderId : null,
      action.customerId,
      'couponId' in action ? action.couponId : null,
      action.kind === 'coupon-grant' ? 0 : amountOf(action),
      JSON.stringify(action),
      JSON.stringify(done.outcome),
      at,
    ],
  )
}

const receiptOf = (shop: OpenShop, key: string): Outcome => ({
  kind: 'done',
  receipt: `A${chanceOf(`${shop.id} ${key}`).digits(12)}`,
  alreadyDone: false,
})

async function grant(
  client: Queryable,
  shop: OpenShop,
  { action, at }: { action: Extract<Action, { kind: 'coupon-grant' }>; at: number },
): Promise<Performed> {
  const found = await readRecord(client, coupon, { shopId: shop.id, kind: 'coupon', id: action.couponId })
  const isOpen = found?.claimable && found.left !== 0 && at >= found.validFrom && at < found.validTo
  if (!found || !isOpen) return { outcome: refused('coupon-left', '优惠券已领完或不在有效期'), changed: [] }
  const earlier = await client.query(
    `select 1 from act where shop_id = $1 and kind = 'coupon-grant' and coupon_id = $2 and customer_id = $3 and outcome->>'kind' = 'done'`,
    [shop.id, action.couponId, action.customerId],
  )
  if (earlier.rows.length > 0) return { outcome: refused('once-per-buyer', '该买家已领过'), changed: [] }
  const document = { ...found, left: found.left === null ? null : found.left - 1, updatedAt: at }
  const changed: AnyRecord[] = [{ kind: 'coupon', document }]
  await writeRecords(client, shop.id, changed)
  return { outcome: receiptOf(shop, action.idempotencyKey), changed }
}

async function act(
  client: Queryable,
  shop: OpenShop,
  { action, at }: { action: OrderAction; at: number },
): Promise<Performed> {
  const before = await readCourse(client, shop.id, action.orderId)
  if (!before) return { outcome: refused('order-exists', '订单不存在'), changed: [] }
  const swapped = swapOf(action)?.from ?? ('skuId' in action ? action.skuId : undefined)
  const line = before.order.lines.find((candidate) => candidate.skuId === swapped)
  const meant = line
    ? await readRecord(client, product, { shopId: shop.id, kind: 'product', id: line.productId })
    : null
  const facts = { shop, course: before, product: meant, at, ...(await earlierActs(client, shop.id, action.orderId)) }
  const refusal = judge(action, facts)
  if (refusal) return { outcome: refusal, changed: [] }
  const after = effectOf(action, before, { dispatch: shop.dispatch, product: meant, at })
  const changed = await saveCourse(client, shop.id, { before, after })
  const stock = await moveGoods(client, shop, { action, product: meant, before: before.order, at })
  return { outcome: receiptOf(shop, action.idempotencyKey), changed: [...changed, ...stock] }
}

const earlier = z.array(z.object({ has_invoice: z.boolean(), given: z.coerce.number() }))

async function earlierActs(client: Queryable, shopId: string, orderId: string) {
  const found = await client.query(
    `select coalesce(bool_or(kind = 'invoice'), false) as has_invoice,
       coalesce(sum(amount_fen) filter (where kind in ('compensation', 'price-protection')), 0) as given
     from act where shop_id = $1 and order_id = $2 and outcome->>'kind' = 'done'`,
    [shopId, orderId],
  )
  const row = earlier.parse(found.rows)[0]
  return { hasInvoice: row?.has_invoice ?? false, givenFen: row?.given ?? 0 }
}

interface Moved {
  readonly action: OrderAction
  readonly product: Product | null
  readonly before: {
    readonly orderId: string
    readonly paidAt: number | null
    readonly lines: readonly { skuId: string; productId: string; quantity: number }[]
  }
  readonly at: number
}

// Stock moves with payment, as on the big platforms: an unpaid order holds nothing.
async function moveGoods(
  client: Queryable,
  shop: OpenShop,
  { action, product: meant, before, at }: Moved,
): Promise<AnyRecord[]> {
  const swap = swapOf(action)
  if (action.kind === 'cancel-order' && before.paidAt !== null) {
    return moveStock(client, shop.id, { at, moves: before.lines.map((line) => ({ ...line, by: line.quantity })) })
  }
  if (!swap || !meant) return []
  const { productId } = meant
  if (action.kind === 'exchange') {
    const refundId = refundIdFor(before.orderId, action.idempotencyKey)
    await client.query('insert into hold (shop_id, refund_id, sku_id, quantity) values ($1, $2, $3, $4)', [
      shop.id,
      refundId,
      swap.to,
      action.quantity,
    ])
    return moveStock(client, shop.id, { at, moves: [{ productId, skuId: swap.to, by: -action.quantity }] })
  }
  if (before.paidAt === null) return []
  const quantity = before.lines.find((line) => line.skuId === swap.from)?.quantity ?? 0
  const moves = [
    { productId, skuId: swap.from, by: quantity },
    { productId, skuId: swap.to, by: -quantity },
  ]
  return moveStock(client, shop.id, { at, moves })
}
