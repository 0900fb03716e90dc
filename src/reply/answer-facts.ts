import type { Understanding } from '../dialogue/index.ts'
import { type AnswerFacts, type Entry, speaksOfMoney } from '../knowledge/index.ts'
import { stateOfOrder } from '../shop/index.ts'
import { costlyFacts, moneyFacts, policiesBeside } from './money/money-facts.ts'
import { pricedNow } from './money/price-text.ts'
import { isTrueNow } from './money/written-figures.ts'
import { latestParcel } from './order-words.ts'
import { fitOf } from './size-fit.ts'
import type { Scene } from './scene.ts'
import { topicTitle } from './topic-title.ts'

const STALLED_MS = 48 * 3_600_000
const DAY_MINUTES = 1440

/** Everything that conditions of answers may look at, for this scene. */
export function answerFacts(scene: Scene, asked: Asked, variables: ReadonlyMap<string, string>): AnswerFacts {
  const { context, product } = scene
  const { entry, seen } = asked
  const isMoney = speaksOfMoney(entry)
  return {
    stage: stageOf(scene, seen),
    policy: isMoney ? policiesBeside(scene) : context.shop.policies,
    facts: isMoney ? new Set([...factsOf(scene), ...moneyFactsOf(scene, entry)]) : factsOf(scene),
    productId: product?.productId,
    category: product?.category,
    attributes: product?.attributes ?? {},
    channel: context.channel.kind,
    buyerGroups: context.buyer.groups,
    minuteOfDay: (Math.floor(context.now / 60_000) + context.shop.utcOffsetMinutes) % DAY_MINUTES,
    at: context.now,
    validities: context.validities,
    variables,
    language: scene.language,
    isTrue: (text) => isTrueNow(text, scene),
  }
}

interface Asked {
  readonly entry: Entry
  readonly seen: Understanding
}

function moneyFactsOf(scene: Scene, entry: Entry): string[] {
  const { product, sku } = scene
  const priced = product && pricedNow(product, sku, scene) ? ['price.known'] : []
  return [...moneyFacts(scene), ...costlyFacts(factsAsked(entry), scene), ...priced]
}

// An entry never changes: a new version of it is a new object.
const askedBy = new WeakMap<Entry, ReadonlySet<string>>()

function factsAsked(entry: Entry): ReadonlySet<string> {
  const known = askedBy.get(entry)
  if (known) return known
  const names = new Set(entry.answers.flatMap(({ when }) => [...(when?.facts ?? []), ...(when?.notFacts ?? [])]))
  askedBy.set(entry, names)
  return names
}

/** The state of the order spoken of; without one, the buyer's state as a whole. */
function stageOf({ order, context }: Scene, seen: Understanding): string {
  if (!order) return seen.demandState.value
  const state = stateOfOrder(
    order.order,
    { orders: [order.order], parcels: order.parcels, refunds: order.refunds },
    context.now,
  )
  return state ?? 'closed'
}

function factsOf(scene: Scene): Set<string> {
  const { context } = scene
  const facts = new Set<string>()
  const hold = (name: string, holds: boolean) => holds && facts.add(name)
  hold('order.several', context.orders.length > 1)
  hold('agents.onDuty', context.agentsOnDuty)
  hold('buyer.verified', context.buyer.customerId !== null)
  hold('talk.topic', topicTitle(scene) !== null)
  addOrder(scene, hold)
  addProduct(scene, hold)
  return facts
}

type Hold = (name: string, holds: boolean) => void

function addOrder({ order, context }: Scene, hold: Hold): void {
  if (!order) return
  hold('order.known', true)
  const { state, shipBy } = order.order
  hold('order.late', state === 'paid' && shipBy !== null && context.now > shipBy)
  hold('refund.known', order.refunds.length > 0)
  const parcel = latestParcel(order.parcels)
  if (!parcel) return
  hold('parcel.known', true)
  const lastAt = parcel.events.at(-1)?.at ?? parcel.updatedAt
  hold('parcel.stalled', parcel.state === 'in-transit' && context.now - lastAt > STALLED_MS)
  hold('parcel.delivering', parcel.state === 'delivering')
  hold('parcel.delivered', parcel.state === 'delivered')
}

function addProduct(scene: Scene, hold: Hold): void {
  const { product, sku } = scene
  if (!product) return
  hold('product.known', true)
  const fit = fitOf(scene)
  hold('size.one', fit?.sizes.length === 1)
  hold('size.two', fit?.sizes.length === 2)
  hold('size.none', fit?.sizes.length === 0)
  hold('product.offShelf', !product.onShelf)
  const stocks = product.skus.map(({ stock }) => stock)
  hold('product.inStock', product.onShelf && stocks.some((stock) => stock === null || stock > 0))
  hold(
    'product.soldOut',
    stocks.every((stock) => stock === 0),
  )
  if (!sku) return
  hold('sku.known', true)
  hold('sku.soldOut', sku.stock === 0)
}
