import { chanceOf } from '../chance.ts'
import { HOUR_MS } from '../clock.ts'
import type { Course } from '../life/advance.ts'
import { type Dispatch, exchangeSteps, planFromDispatch, refundSteps, returnSteps } from '../life/plan-journey.ts'
import { inOrder, type Step } from '../life/steps.ts'
import { fen, type Order, type Product, type Refund } from '../shapes.ts'
import type { OrderAction } from './action.ts'
import { swapOf } from './rules.ts'

export interface Scene {
  readonly dispatch: Dispatch
  readonly product: Product | null
  readonly at: number
}

/** What an allowed act makes of an order and of what was still to come. Pure. */
export function effectOf(action: OrderAction, course: Course, scene: Scene): Course {
  switch (action.kind) {
    case 'cancel-order':
      return cancel(course, action, scene.at)
    case 'change-address':
      return reroute(withOrder(course, { address: action.address, updatedAt: scene.at }), scene, action.idempotencyKey)
    case 'change-sku':
      return changeSku(course, action, scene)
    case 'change-note':
      return withOrder(course, { note: action.note, updatedAt: scene.at })
    case 'refund':
      return giveMoneyBack(course, action, scene.at)
    case 'return-goods':
      return askReturn(course, action, scene)
    case 'exchange':
      return askExchange(course, action, scene)
    case 'ship-reminder':
      return sendSooner(course, scene.at)
    case 'invoice':
    case 'price-protection':
    case 'compensation':
      return course
  }
}

const withOrder = (course: Course, change: Partial<Order>): Course => ({
  ...course,
  order: { ...course.order, ...change },
})

const withSteps = (course: Course, more: readonly Step[]): Course => ({
  ...course,
  steps: inOrder([...course.steps, ...more]),
})

type ReturnAct = Extract<OrderAction, { kind: 'return-goods' }>
type ExchangeAct = Extract<OrderAction, { kind: 'exchange' }>

function askReturn(course: Course, action: ReturnAct, { at, dispatch }: Scene): Course {
  const { amountFen, reason, idempotencyKey: key } = action
  const refund = newRefund(course, { kind: 'return', amountFen, reason, at, key })
  const steps = returnSteps(refund.refundId, at, chanceOf(`${dispatch.seed} return ${refund.refundId}`))
  return withSteps({ ...course, refunds: [...course.refunds, refund] }, steps)
}

function askExchange(course: Course, { reason, idempotencyKey: key }: ExchangeAct, { at }: Scene): Course {
  const refund = newRefund(course, { kind: 'exchange', amountFen: 0, reason, at, key })
  return withSteps({ ...course, refunds: [...course.refunds, refund] }, exchangeSteps(refund.refundId, at))
}

interface Asked {
  readonly kind: Refund['kind']
  readonly amountFen: number
  readonly reason: string
  readonly at: number
  readonly key: string
}

function newRefund({ order }: Course, asked: Asked): Refund {
  return {
    refundId: refundIdFor(order.orderId, asked.key),
    orderId: order.orderId,
    customerId: order.customerId,
    kind: asked.kind,
    state: 'requested',
    amount: fen(asked.amountFen),
    reason: asked.reason,
    requestedAt: asked.at,
    updatedAt: asked.at,
  }
}

export const refundIdFor = (orderId: string, key: string): string =>
  `R${orderId.slice(4, 12)}${chanceOf(`${orderId} ${key}`).digits(6)}`

function cancel(course: Course, action: OrderAction, at: number): Course {
  const { order } = course
  const closed = withOrder(
    { ...course, steps: [] },
    { state: 'closed', rawState: 'TRADE_CLOSED', closedAt: at, updatedAt: at },
  )
  if (order.paidAt === null) return closed
  const refund = newRefund(course, {
    kind: 'refund',
    amountFen: order.total.amount,
    reason: action.reason,
    at,
    key: action.idempotencyKey,
  })
  return { ...closed, refunds: [...course.refunds, { ...refund, state: 'done' }] }
}

// The goods leave when they would have left; the way from there is another one.
function reroute(course: Course, { dispatch }: Scene, key: string): Course {
  const ship = course.steps.find((step) => step.kind === 'ship')
  if (!ship) return course
  const before = course.steps.filter((step) => step.at < ship.at)
  const chance = chanceOf(`${dispatch.seed} reroute ${course.order.orderId} ${key}`)
  const after = planFromDispatch({ order: course.order, dispatch, chance, shippedAt: ship.at })
  return { ...course, steps: inOrder([...before, ...after]) }
}

function changeSku(course: Course, action: OrderAction, { product, at }: Scene): Course {
  const swap = swapOf(action)
  const wanted = product?.skus.find((sku) => sku.skuId === swap?.to)
  if (!wanted) return course
  const lines = course.order.lines.map((line) =>
    line.skuId === swap?.from ? { ...line, skuId: wanted.skuId, options: wanted.options, price: wanted.price } : line,
  )
  const goods = lines.reduce((sum, line) => sum + line.price.amount * line.quantity, 0)
  return withOrder(course, { lines, total: fen(goods + course.order.freight.amount), updatedAt: at })
}

function giveMoneyBack(course: Course, action: Extract<OrderAction, { kind: 'refund' }>, at: number): Course {
  const refund = newRefund(course, {
    kind: 'refund',
    amountFen: action.amountFen,
    reason: action.reason,
    at,
    key: action.idempotencyKey,
  })
  const asked = { ...course, refunds: [...course.refunds, refund] }
  const steps = refundSteps(refund.refundId, at)
  const isWhole = action.amountFen >= course.order.total.amount
  if (!isWhole) return withSteps(asked, steps)
  const closing: Step = { kind: 'close', at: at + 6 * HOUR_MS }
  // Nothing is sent any more; what is on its way arrives, and the order is closed with the money.
  const kept = course.order.shippedAt === null ? [] : course.steps.filter((step) => step.kind === 'trace')
  return { ...asked, steps: inOrder([...kept, ...steps, closing]) }
}

function sendSooner(course: Course, at: number): Course {
  const ship = course.steps.find((step) => step.kind === 'ship')
  const earlierMs = ship ? Math.max(0, ship.at - (at + 12 * HOUR_MS)) : 0
  const steps = course.steps.map((step) => (ship && step.at >= ship.at ? { ...step, at: step.at - earlierMs } : step))
  return { ...course, steps }
}
