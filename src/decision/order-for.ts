import type { Context, OrderFacts, Pending, Understanding } from '../dialogue/index.ts'
import { clip } from '../kernel/clip.ts'
import type { Entry } from '../knowledge/index.ts'
import { stateOfOrder } from '../shop/index.ts'

type Found =
  | { readonly kind: 'none' }
  | { readonly kind: 'one'; readonly orderId: string; readonly isAssumed: boolean }
  | { readonly kind: 'several'; readonly options: Pending['options'] }

const SAY_ASSUMED_MS = 30 * 60_000

/** Which order a question is about: the one named or spoken of, else the one whose state fits, else ask. */
export function orderFor(entry: Entry, { focus }: Understanding, context: Context): Found {
  if (focus.order) return { kind: 'one', orderId: focus.order.id, isAssumed: focus.order.gapMs > SAY_ASSUMED_MS }
  const close = context.orders.filter(({ order }) => focus.orderRivals.includes(order.orderId))
  if (close.length > 1) return { kind: 'several', options: optionsOf(close) }
  const live = context.orders.filter((one) => stateIn(one, context) !== null)
  // A refund that is done is asked about all the same.
  const refunded =
    entry.needs === 'refund' && live.length === 0 ? context.orders.filter(({ refunds }) => refunds.length > 0) : []
  const fitting = refunded.length > 0 ? refunded : live.filter((one) => fits(one, entry, context))
  const about = fitting.length > 0 ? fitting : live
  const ofProduct = about.filter(({ order }) => order.lines.some((line) => line.productId === focus.product?.id))
  const candidates = ofProduct.length > 0 ? ofProduct : about
  const [only, second] = candidates
  if (!only) return { kind: 'none' }
  if (!second) return { kind: 'one', orderId: only.order.orderId, isAssumed: false }
  return { kind: 'several', options: optionsOf(candidates) }
}

export const optionsOf = (orders: readonly OrderFacts[]): Pending['options'] =>
  orders.map(({ order }, i) => ({ token: `o${i + 1}`, value: order.orderId, label: labelOf(order) }))

function stateIn({ order, parcels, refunds }: OrderFacts, context: Context) {
  return stateOfOrder(order, { orders: [order], parcels, refunds }, context.now)
}

function fits(one: OrderFacts, entry: Entry, context: Context): boolean {
  const state = stateIn(one, context)
  if (entry.needs === 'refund' && one.refunds.length > 0) return true
  return state !== null && (entry.stages.length === 0 || entry.stages.includes(state))
}

const labelOf = ({ orderId, lines }: OrderFacts['order']): string => clip(`${lines[0]?.title ?? ''} (${orderId})`, 100)
