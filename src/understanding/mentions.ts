import type { Context, ProductSpan } from '../dialogue/index.ts'
import { normalise } from '../language/index.ts'
import type { Product } from '../shop/index.ts'

/** One thing of the shop that a message names, as far as its words tell which. */
export interface Mention {
  readonly products: readonly Product[]
  /** How the thing is meant: dismissed ("not the coat"), only mentioned in passing, or what the message is about. */
  readonly manner: 'meant' | 'passing' | 'dismissed'
  readonly isWhole: boolean
  /** It stands where something is asked. */
  readonly isAsked: boolean
  /** It is asked what was asked of another ("and the canvas ones?"), or named beside it. */
  readonly isBeside: boolean
  /** The part of the message it stands in, by its place. */
  readonly clause: number
}

// Not the mark between the things of a list: these belong together.
const CLAUSES = /[,.!?;\n\uff0c\u3002\uff01\uff1f\uff1b\u2026~]+|(?<=\p{Script=Han})\s+|\s+(?=\p{Script=Han})/u

/** The things that a message names, in its order. */
export function mentionsIn(text: string, context: Context): Mention[] {
  const { knowledge, catalogue } = context
  const words = knowledge.focus
  const found = text.split(CLAUSES).flatMap((raw, clause) => {
    const plain = normalise(raw).text
    if (plain.length === 0) return []
    return wholeFirst(catalogue.named(plain, words.pointsAt)).map((span): Mention => {
      const isAsked = words.asks(plain) || asksBehind(text, raw)
      return {
        products: span.products,
        isWhole: span.isWhole,
        manner: mannerOf(span, plain, context),
        isAsked,
        isBeside: words.asksSame(plain, span.to) || words.isAlso(plain),
        clause,
      }
    })
  })
  return joined(found)
}

/** Beside a name, a part of another counts only as the next of a list: "the tea, is there a gift box". */
function wholeFirst(spans: readonly ProductSpan[]): readonly ProductSpan[] {
  const whole = spans.filter(({ isWhole }) => isWhole)
  if (whole.length === 0) return spans
  const isNext = ({ from, to }: ProductSpan) =>
    whole.some((one) => Math.max(from - one.to, one.from - to) <= MOST_BETWEEN)
  return spans.filter((span) => span.isWhole || isNext(span))
}

/** A mark or a word between the things of a list. */
const MOST_BETWEEN = 2

/** The mark that ended the clause. */
function asksBehind(text: string, clause: string): boolean {
  const behind = text.charAt(text.indexOf(clause) + clause.length)
  return behind === '?' || behind === '\uff1f'
}

function mannerOf({ from, to }: ProductSpan, plain: string, { knowledge }: Context): Mention['manner'] {
  if (knowledge.focus.isDismissed(plain, from, to)) return 'dismissed'
  return knowledge.focus.isPassing(plain) ? 'passing' : 'meant'
}

/** Words that leave several open are read with those that leave fewer: "the serum, the one with niacinamide" is one thing. */
function joined(found: readonly Mention[]): Mention[] {
  const things: Mention[] = []
  for (const one of found) {
    const at = things.findIndex((other) => other.manner === one.manner && shared(other, one).length > 0)
    const there = things[at]
    if (!there) things.push(one)
    else
      things[at] = {
        ...there,
        products: shared(there, one),
        isWhole: there.isWhole || one.isWhole,
        isAsked: there.isAsked || one.isAsked,
        isBeside: there.isBeside || one.isBeside,
        clause: one.clause,
      }
  }
  // Named once as meant, a thing is meant.
  return things.filter(
    (one) =>
      one.manner === 'meant' || !things.some((other) => other.manner === 'meant' && shared(other, one).length > 0),
  )
}

const shared = (one: Mention, other: Mention): Product[] =>
  one.products.filter((product) => other.products.includes(product))

/** What of it the message is about: several where they stand on an equal footing. */
export function meantOf(mentions: readonly Mention[]): readonly Mention[] {
  const meant = mentions.filter(({ manner }) => manner === 'meant')
  if (meant.length < 2) return meant
  const last = Math.max(...meant.map(({ clause }) => clause))
  const asked = meant.filter(({ isAsked }) => isAsked)
  // "The phone is fine. What does the tablet cost?"
  const [only, second] = asked
  return only && !second && only.clause === last ? [only] : meant
}
