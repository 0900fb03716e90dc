import {
  type Act,
  type Bound,
  type Context,
  type Decision,
  type MemoryFact,
  missesValue,
  roomBefore,
  type Reply,
  type Turn,
  type Understanding,
} from '../dialogue/index.ts'
import type { Spoken } from './spoken.ts'
import { stateOf } from './state-of-product.ts'
import { topicNow } from './topic-now.ts'

interface Telling {
  readonly turn: Turn
  readonly seen: Understanding
  readonly context: Context
  readonly decision: Decision
}

const PENDING_MS = 24 * 3_600_000
const TOPIC_MS = 30 * 60_000
/** A room that goes on for longer is named again by whoever comes from it. */
const ROOM_MS = 12 * 3_600_000
const MISSES_MS = 30 * 60_000

/** What the robot keeps of this turn: the things spoken of, what it still waits for, how often it missed. */
export function remembered(parts: readonly Spoken[], telling: Telling): Pick<Reply, 'remember' | 'forget'> {
  const { seen, context } = telling
  if (wantsForgotten(telling)) return { remember: [], forget: context.memory.map(({ kind, key }) => ({ kind, key })) }
  const pending = parts.find((part) => part.pending !== null)?.pending ?? null
  const missed = parts.length > 0 && parts.every((part) => !part.isSubstance) && isMiss(telling.decision)
  const fact = factMaker(telling)
  const remember: MemoryFact[] = [...parts.flatMap((part) => part.remember), ...focusFacts(telling, fact)]
  if (pending) remember.push(fact({ kind: 'pending', key: 'question', value: pending, lifetimeMs: PENDING_MS }))
  if (missed)
    remember.push(
      fact({ kind: 'misses', key: 'count', value: { count: missesOf(context) + 1 }, lifetimeMs: MISSES_MS }),
    )
  remember.push(...cartFacts(telling, fact))
  const topic = topicNow(telling)
  if (topic) remember.push(fact({ kind: 'topic', key: 'last', value: topic, lifetimeMs: TOPIC_MS }))
  const { room } = context
  if (room) remember.push(fact({ kind: 'room', key: 'last', value: room.roomId, lifetimeMs: ROOM_MS }))
  const forget: { kind: string; key: string }[] = []
  if (!room && roomBefore(context) !== null) forget.push({ kind: 'room', key: 'last' })
  if (seen.pending && !pending) forget.push({ kind: 'pending', key: 'question' })
  if (!missed && missesOf(context) > 0) forget.push({ kind: 'misses', key: 'count' })
  return { remember, forget }
}

/** Whoever asks to be forgotten is forgotten at once; what the shop's books hold is for its people to delete. */
const wantsForgotten = ({ decision: { acts } }: Telling): boolean =>
  acts.some((act) => 'entryId' in act && act.entryId === FORGET)

/** Scenario of the general pack. */
const FORGET = 'general.act.forget'

const isMiss = ({ acts }: Decision): boolean =>
  acts.some(({ kind }) => kind === 'fallback') || acts.some((act) => act.kind === 'ask' && act.what === 'more')

function missesOf(context: Context): number {
  const fact = context.memory.find(({ kind }) => kind === 'misses')
  return fact ? (missesValue.safeParse(fact.value).data?.count ?? 0) : 0
}

type FactMaker = (fact: { kind: string; key: string; value: unknown; lifetimeMs: number }) => MemoryFact

function factMaker({ turn, context }: Telling): FactMaker {
  return ({ kind, key, value, lifetimeMs }) => ({
    kind,
    key,
    value,
    scope: 'shop',
    sourceTurn: turn.turnId,
    recordedAt: context.now,
    expiresAt: context.now + lifetimeMs,
  })
}

/** What was put together in words, and where it goes: the next question about money is asked of it. */
function cartFacts({ seen: { cart }, context }: Telling, fact: FactMaker): MemoryFact[] {
  if (!cart) return []
  const lifetimeMs = context.shop.focusMs
  const isNew = cart.origin !== 'memory' && cart.lines.length > 0
  return [
    ...(isNew ? [fact({ kind: 'cart', key: 'last', value: cart.lines, lifetimeMs })] : []),
    ...(cart.region === null ? [] : [fact({ kind: 'region', key: 'last', value: cart.region, lifetimeMs })]),
  ]
}

/** One fact a product or order, so that the last few are known, with what stood beside it; the latest is the focus. */
function focusFacts({ seen: { focus }, context, decision }: Telling, fact: FactMaker): MemoryFact[] {
  const bound = decision.acts.flatMap((act): Bound[] => (isAboutThings(act, context) ? [act.bound] : []))
  // What was said aloud needs not be said again in the next turn.
  const said = decision.assumed ? focus[decision.assumed] : null
  const saidOf = (kind: 'product' | 'order') => (said && decision.assumed === kind ? [said.id] : [])
  const tied = focus.tie === 'breath' ? focus.productRivals : []
  const products = new Set([
    ...bound.flatMap(({ productId }) => productId ?? []),
    ...namedNow(focus.product),
    ...tied,
    ...saidOf('product'),
  ])
  const orders = new Set([
    ...bound.flatMap(({ orderId }) => orderId ?? []),
    ...namedNow(focus.order),
    ...focus.orderRivals,
    ...saidOf('order'),
  ])
  const lifetimeMs = context.shop.focusMs
  const { group = [], tie = null } = focus
  const beside = { ...(group.length > 1 && { group, tie }), ...(focus.isPassing && { weight: PASSING }) }
  const rivals = focus.orderRivals.length > 1 ? { group: focus.orderRivals, tie: 'breath' } : {}
  return [
    ...[...products].map((id) => {
      const skuId = id === focus.product?.id ? focus.skuId : null
      const was = stateNow(id, context)
      return fact({ kind: 'focus-product', key: id, value: { id, skuId, ...beside, ...was }, lifetimeMs })
    }),
    ...[...orders].map((id) => fact({ kind: 'focus-order', key: id, value: { id, ...rivals }, lifetimeMs })),
  ]
}

function stateNow(id: string, { catalogue }: Context) {
  const product = catalogue.product(id)
  return product && { was: stateOf(product) }
}

/** How much of a mention in passing counts as talked about. */
const PASSING = 0.4

type Bindable = Extract<Act, { kind: 'answer' | 'attribute' }>

const isAboutThings = (act: Act, context: Context): act is Bindable =>
  act.kind === 'attribute' || (act.kind === 'answer' && context.knowledge.entry(act.entryId)?.needs !== 'none')

/** A thing that merely lies in memory is not refreshed by an unrelated question. */
const namedNow = (thing: Understanding['focus']['product']): string[] =>
  thing && thing.origin !== 'memory' ? [thing.id] : []
