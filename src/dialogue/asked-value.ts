import { z } from 'zod'
import type { Entry } from '../knowledge/index.ts'
import type { Measure } from '../language/index.ts'
import type { Bound } from './decision.ts'

/**
 * The value of an `asked` fact: how often this question was answered lately about the same thing, and which wordings were used
 * (hashes).
 */
export const askedValue = z.object({ times: z.int(), said: z.array(z.string()), about: z.string().default('') })
export type AskedValue = z.infer<typeof askedValue>

/** What a question is about: the same words about another product, order or measure are another question. */
export function aboutOf(
  entry: Pick<Entry, 'needs'>,
  bound: Pick<Bound, 'productId' | 'orderId'>,
  measures: readonly Measure[],
) {
  const said = measures.map(({ text }) => text).join(' ')
  if (entry.needs === 'none') return said
  return `${(entry.needs === 'product' ? bound.productId : bound.orderId) ?? ''} ${said}`.trim()
}

/** The value of the `misses` fact: how many turns in a row got no answer. */
export const missesValue = z.object({ count: z.int() })
