import { z } from 'zod'
import { type Entry, speaksOfMoney } from '../knowledge/index.ts'
import type { Measure } from '../language/index.ts'
import type { Bound } from './decision.ts'
import type { TalkedCart } from './talked-cart.ts'

/**
 * The value of an `asked` fact: how often this question was answered lately about the same thing, and which wordings were used
 * (hashes).
 */
export const askedValue = z.object({ times: z.int(), said: z.array(z.string()), about: z.string().default('') })
export type AskedValue = z.infer<typeof askedValue>

/**
 * What a question is about: the same words about another product, order or measure are another question. So is a question about
 * money after the offers changed: who hears of a new price and asks again is not being put off.
 */
export function aboutOf(
  entry: Entry,
  { productId, orderId, cart, ledger }: About,
  measures: readonly Measure[],
): string {
  const money = speaksOfMoney(entry) ? [...partsOf(cart), `v${ledger}`] : []
  const said = [...measures.map(({ text }) => text), ...money].join(' ')
  if (entry.needs === 'none') return said
  return `${(entry.needs === 'product' || entry.needs === 'cart' ? productId : orderId) ?? ''} ${said}`.trim()
}

interface About extends Pick<Bound, 'productId' | 'orderId'> {
  readonly cart: TalkedCart | null
  /** The version of the offers that the answer is given by. */
  readonly ledger: number
}

const partsOf = (cart: TalkedCart | null): string[] => [
  ...(cart?.lines.map(({ productId, skuId, quantity }) => `${quantity}x${skuId ?? productId}`) ?? []),
  ...(cart?.region ? [cart.region] : []),
]

/** The value of the `misses` fact: how many turns in a row got no answer. */
export const missesValue = z.object({ count: z.int() })
