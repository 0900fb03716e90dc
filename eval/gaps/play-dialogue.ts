import { newUuid } from '../../src/kernel/ids.ts'
import type { Handled } from '../../src/turn/index.ts'
import type { GapDialogue, GapGoods } from './gap-dialogue.ts'
import { type GapGround, type GapHouse, openGapHouse, START } from './gap-house.ts'
import { documentOf, documentsOfOrder, type Missing, missingAtFirst } from './goods-documents.ts'

type Step = GapDialogue['steps'][number]
export type GapTurn = Extract<Step, { text: string }>
type Change = Extract<Step, { change: string }>

/** One turn of a dialogue and what came of it; a burst is answered at its last message. */
export interface Played {
  readonly turn: GapTurn
  readonly handled: Handled | null
}

/** The shop's number of an order: what stands in the dialogues is too short to be one. */
export const orderNumber = (id: string): string => `2606010${id.replace(/\D/g, '').padStart(3, '0')}`
export const orderOfNumber = (number: string): string => `o${Number(number.slice(-3))}`

/** Plays the dialogue through the very path that answers buyers, on a database of its own rows. */
export async function playDialogue(dialogue: GapDialogue, ground: GapGround): Promise<Played[]> {
  const missing = missingAtFirst(dialogue)
  const house = await openGapHouse(dialogue, missing, ground)
  const place = { dialogue, house, missing, stock: structuredClone(ground.goods) }
  for (const order of dialogue.orders) await tellOrder(place, { id: order.id, state: order.state, at: START })
  const turns: { turn: GapTurn; outcome: Promise<Handled | null> | null }[] = []
  let answered = Promise.resolve()
  for (const step of dialogue.steps) {
    const at = START + step.at * 1000
    await house.clock.advance(at, () => answered)
    if ('change' in step) await change(place, step)
    else {
      const { outcome } = await say(house, step)
      answered = outcome.then(() => undefined)
      turns.push({ turn: step, outcome })
    }
  }
  await house.clock.runOut(() => answered)
  const played: Played[] = []
  for (const { turn, outcome } of turns) played.push({ turn, handled: await outcome })
  return played
}

interface Place {
  readonly dialogue: GapDialogue
  readonly house: GapHouse
  /** The goods as they are by now. */
  readonly stock: GapGoods
  readonly missing: Missing
}

async function say(house: GapHouse, { at, buyer, shop, text, context }: GapTurn) {
  const sentAt = START + at * 1000
  const reference =
    context && (context.kind === 'order' ? { orderId: orderNumber(context.id) } : { productId: context.id })
  const ack = await house.path.receive(house.accountOf(shop), {
    messageId: newUuid(sentAt),
    buyer: { id: buyer, customerId: `c-${buyer}` },
    content: { kind: 'text', text },
    at: sentAt,
    ...(reference && { reference }),
  })
  return { outcome: house.path.outcome(ack.turnId).then(({ handled }) => handled) }
}

async function change({ dialogue, house, stock, missing }: Place, step: Change): Promise<void> {
  const at = START + step.at * 1000
  if (step.change === 'order') {
    await tellOrder({ dialogue, house, stock, missing }, { id: step.id, state: step.state, at })
    return
  }
  if (step.change === 'soldout') missing.soldOut.add(step.id)
  if (step.change === 'restock') missing.soldOut.delete(step.id)
  if (step.change === 'delist') missing.delisted.add(step.id)
  for (const shop of stock.shops) {
    const product = shop.products.find(({ id, skus }) => id === step.id || skus.some((sku) => sku.id === step.id))
    const sku = product?.skus.find(({ id }) => id === step.id)
    if (!product) continue
    if (step.change === 'price' && sku) sku.price = step.price
    await house.mirror(shop.id, [documentOf(product, shop, { at, missing })])
  }
}

type OrderState = GapDialogue['orders'][number]['state']

async function tellOrder({ dialogue, house, stock }: Place, now: { id: string; state: OrderState; at: number }) {
  const order = dialogue.orders.find(({ id }) => id === now.id)
  const shop = stock.shops.find(({ products }) =>
    products.some(({ skus }) => skus.some(({ id }) => id === order?.skus[0])),
  )
  if (!order || !shop) throw new Error(`${dialogue.id}: no order ${now.id}`)
  const number = orderNumber(order.id)
  const told = {
    order,
    number,
    customerId: `c-${order.buyer}`,
    placedAt: START - 3_600_000,
    state: now.state,
    at: now.at,
  }
  await house.mirror(shop.id, documentsOfOrder(told, stock))
}
