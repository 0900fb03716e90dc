import { z } from 'zod'
import type { Context, MemoryFact, OrderFacts } from '../dialogue/index.ts'

/** The value of a `focus-product` or `focus-order` fact. */
export const focusValue = z.object({
  id: z.string(),
  skuId: z.string().nullable().default(null),
  /** What was named together with it, in its order, this one included: "the first" is one of these. */
  group: z.array(z.string()).default([]),
  /** Those of the group were on an equal footing: in one breath, or one asked after the other. */
  tie: z.enum(['breath', 'turns']).nullable().default(null),
  /** How surely the talk was about it, 0…1. */
  weight: z.number().default(1),
})
export type FocusValue = z.infer<typeof focusValue>

/** A thing that was spoken of before, and how much of that is left. */
export interface Recalled extends FocusValue {
  readonly salience: number
  readonly at: number
  readonly gapMs: number
}

/** What was spoken of a week ago counts half. */
const HALF_LIFE_MS = 7 * 86_400_000
const LEAST = 0.05

const salienceOf = (weight: number, gapMs: number): number => weight * 0.5 ** (gapMs / HALF_LIFE_MS)

/** What was spoken of before, the likeliest first. */
export function recall(context: Context, kind: 'focus-product' | 'focus-order'): Recalled[] {
  const things: Recalled[] = []
  for (const fact of context.memory) {
    if (fact.kind !== kind) continue
    const thing = thingOf(fact, context.now)
    if (thing && thing.salience >= LEAST && isHere(thing, kind, context)) things.push(thing)
  }
  return things.sort((one, other) => other.salience - one.salience || other.at - one.at)
}

function thingOf({ value, recordedAt }: MemoryFact, now: number): Recalled | null {
  const known = focusValue.safeParse(value).data
  const gapMs = Math.max(0, now - recordedAt)
  return known ? { ...known, gapMs, at: recordedAt, salience: salienceOf(known.weight, gapMs) } : null
}

/** Of this shop still, this buyer's still, and not of a dispute that has ended since. */
function isHere({ id, at }: Recalled, kind: 'focus-product' | 'focus-order', { catalogue, orders }: Context): boolean {
  if (kind === 'focus-order') {
    const mine = orders.find(({ order }) => order.orderId === id)
    return mine !== undefined && endedAt(mine) === null
  }
  if (!catalogue.product(id)) return false
  return !orders.some((one) => (endedAt(one) ?? 0) > at && one.order.lines.some(({ productId }) => productId === id))
}

const ENDED = new Set(['refused', 'withdrawn', 'done'])

/** When the last dispute about an order ended; null: there was none, or one is open. */
export function endedAt({ refunds }: Pick<OrderFacts, 'refunds'>): number | null {
  if (refunds.length === 0 || refunds.some(({ state }) => !ENDED.has(state))) return null
  return Math.max(...refunds.map(({ updatedAt }) => updatedAt))
}
