import type { Context } from '../dialogue/index.ts'
import type { Product } from '../shop/index.ts'
import { productNamed } from './focus.ts'

/** A run of words between two joints, with the product that it names and the number of pieces that belongs to it. */
export interface GoodsPart {
  readonly words: string
  readonly named: Product | null
  readonly quantity: number | null
  /** Nothing but a number, or a word between a number and its thing, of the product that the next part names. */
  readonly isCount: boolean
}

/** Reads "two of the coats" as "2件大衣": in a language that parts its words a number stands by itself before the thing. */
export function goodsInWords(plain: string, context: Context): readonly GoodsPart[] {
  const { cart } = context.knowledge
  const parts: GoodsPart[] = []
  let waiting: { value: number; from: number } | null = null
  for (const words of cart.parts(plain)) {
    const lone = cart.loneCount(words)
    const isBetween = waiting !== null && cart.isBetween(words)
    const named = lone === null && !isBetween ? productNamed(context, words).best : null
    const own = cart.counts(words).at(-1)?.value ?? null
    if (named && own === null && waiting)
      for (let at = waiting.from; at < parts.length; at += 1) parts[at] = { ...empty, words: parts[at]?.words ?? '' }
    parts.push({ words, named, quantity: own ?? (named ? (waiting?.value ?? null) : null), isCount: false })
    if (lone !== null) waiting = { value: lone, from: parts.length - 1 }
    else if (!isBetween) waiting = null
  }
  return parts
}

const empty = { named: null, quantity: null, isCount: true } as const
