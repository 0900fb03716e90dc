import type { Context, FocusThing } from '../dialogue/index.ts'
import { normalise } from '../language/index.ts'
import { stateOfOrder } from '../shop/index.ts'
import type { FocusHint, Things } from './focus-clues.ts'
import { recall } from './recalled.ts'

export interface OrderClues {
  readonly thing: FocusThing | null
  /** As likely as each other: ask. */
  readonly rivals: readonly string[]
  /** Spoken of later than the product that lies in memory. */
  readonly isNewer: boolean
}

interface Asked {
  readonly context: Context
  readonly hint: FocusHint
  readonly reference: string | null
  readonly things: Things
}

const NONE: OrderClues = { thing: null, rivals: [], isNewer: false }

/** Which of the buyer's orders the turn is about: on his screen, chosen, by its number, by what is in it, or spoken of before. */
export function orderInFocus(asked: Asked): OrderClues {
  const { context, hint, reference, things } = asked
  const mine = context.orders.map(({ order }) => order.orderId)
  if (reference !== null && mine.includes(reference)) return found(reference, 'reference', 1)
  if (hint.chosen?.kind === 'order') return found(hint.chosen.id, 'choice', 1)
  const written = numberIn(hint.text, mine)
  if (written) return found(written, 'words', 1)
  const [before] = recall(context, 'focus-order')
  const plain = normalise(hint.text).text
  const isOfOrders = context.knowledge.focus.isMine(plain) || before !== undefined || hint.pending?.kind === 'order'
  const named = namedIds(things)
  if (named.length > 0) return isOfOrders ? holding(named, context) : onlyHolding(named, context)
  if (before) return fromMemory(asked, plain)
  return context.knowledge.focus.isOfOrder(plain) ? anyOf(liveOrders(context)) : NONE
}

function fromMemory({ context, things }: Asked, plain: string): OrderClues {
  const all = recall(context, 'focus-order')
  const [before] = all
  if (!before) return NONE
  const product = recall(context, 'focus-product')[0]
  const group = before.group.filter((id) => context.orders.some(({ order }) => order.orderId === id))
  if (before.tie !== null && group.length > 1) return { ...NONE, rivals: group }
  const holds = holding(product ? [product.id] : [], context)
  const isHeld = !product || holds.thing?.id === before.id || holds.rivals.includes(before.id)
  const isNewer = !product || before.at >= product.at
  // Another product was talked of since, which is not in it.
  if (!isHeld && !isNewer && !context.knowledge.focus.isOfOrder(plain)) return NONE
  if (things.rivals.length > 1) return NONE
  const confidence = Math.round(before.salience * 90) / 100
  return { thing: { id: before.id, origin: 'memory', confidence, gapMs: before.gapMs }, rivals: [], isNewer }
}

const namedIds = ({ product, rivals, tie }: Things): readonly string[] =>
  product && product.origin !== 'memory' ? [product.id] : tie === 'breath' ? rivals : []

/** Orders of this buyer that hold one of the products. */
function holding(products: readonly string[], context: Context): OrderClues {
  const those = context.orders.filter(({ order }) => order.lines.some(({ productId }) => products.includes(productId)))
  const live = those.filter(({ order }) => isLive(order.orderId, context))
  return anyOf(
    (live.length > 0 ? live : those).map(({ order }) => order.orderId),
    'words',
  )
}

/** Whoever bought it, asks about his own. */
function onlyHolding(products: readonly string[], context: Context): OrderClues {
  const live = context.orders.filter(
    ({ order }) => isLive(order.orderId, context) && order.lines.some(({ productId }) => products.includes(productId)),
  )
  return live.length === 1 ? anyOf(live.map(({ order }) => order.orderId)) : NONE
}

function anyOf(ids: readonly string[], origin: FocusThing['origin'] = 'only-one'): OrderClues {
  const [only, second] = ids
  if (!only) return NONE
  return second
    ? { ...NONE, rivals: ids }
    : { ...NONE, thing: { id: only, origin, confidence: 0.8, gapMs: 0 }, isNewer: true }
}

const liveOrders = (context: Context): string[] =>
  context.orders.flatMap(({ order }) => (isLive(order.orderId, context) ? [order.orderId] : []))

function isLive(orderId: string, { orders, now }: Context): boolean {
  const one = orders.find(({ order }) => order.orderId === orderId)
  return (
    one !== undefined &&
    stateOfOrder(one.order, { orders: [one.order], parcels: one.parcels, refunds: one.refunds }, now) !== null
  )
}

function numberIn(text: string, mine: readonly string[]): string | undefined {
  const plain = normalise(text).text.replaceAll(' ', '')
  if (!/\d{4}/.test(plain)) return undefined
  return mine.find((id) => id.length >= 6 && plain.includes(normalise(id).text.replaceAll(' ', '')))
}

const found = (id: string, origin: FocusThing['origin'], confidence: number): OrderClues => ({
  thing: { id, origin, confidence, gapMs: 0 },
  rivals: [],
  isNewer: true,
})
