import { type HardFigure, hardFigures } from './hard-figures.ts'

/**
 * What a figure of a text says of offers. `was`: a price without reduction. `sum`: an amount beside a coupon or a reduction,
 * which may be a price, a threshold or what is taken off. `freight`: a fee, or the amount from which there is none.
 */
export type FigureSays = 'price' | 'was' | 'sum' | 'threshold' | 'off' | 'rate' | 'freight' | 'days'

export interface OfferFigure {
  readonly says: FigureSays
  /** Fen; share paid in 1/10,000; days. */
  readonly value: number
  readonly text: string
}

// Knowledge comes again with every answer: a text is read once.
const known = new Map<string, readonly OfferFigure[]>()
const MOST_TEXTS = 20_000

/** Figures of a text, variables aside, of which the ledger of offers knows better. Costs of services and terms of sending are none. */
export function offerFigures(text: string): readonly OfferFigure[] {
  const before = known.get(text)
  if (before) return before
  const found = hardFigures(text).flatMap((figure) => {
    const says = matterOf(figure, { clause: around(text, figure, CLAUSE), sentence: around(text, figure, SENTENCE) })
    return says ? [{ says, value: valueOf(figure), text: figure.text }] : []
  })
  if (known.size >= MOST_TEXTS) known.clear()
  known.set(text, found)
  return found
}

const WHOLE_BP = 10_000
/** A percentage is taken off, tenths are paid. */
const valueOf = ({ kind, role, value }: HardFigure): number =>
  kind === 'rate' && role !== 'fold' ? WHOLE_BP - value : value

// Shipping; services, deposits and compensation, which no offer is; coupons and reductions; the price before; price protection.
const FREIGHT = /\u5305\u90ae|\u514d\u90ae|\u8fd0\u8d39|\u90ae\u8d39|\u5feb\u9012\u8d39|shipping|freight|postage/iu
const NO_OFFER =
  /\u5b89\u88c5|\u670d\u52a1\u8d39|\u624b\u7eed\u8d39|\u7ef4\u4fee|\u5b9a\u5236|\u523b\u5b57|\u62bc\u91d1|\u8d54|\u8865\u507f|\u8fd4\u73b0|\u5de5\u672c|install|repair|fee for|compensat/iu
const OFFER =
  /\u5238|\u7ea2\u5305|\u7acb\u51cf|\u4f18\u60e0|\u62b5|\u6ee1|\u95e8\u69db|coupon|voucher|discount|\boff\b/iu
const BEFORE = /\u539f\u4ef7|\u5212\u7ebf|\u540a\u724c|\u65e5\u5e38\u4ef7|\u5e73\u65f6|list price|usually/iu
const PROTECTION = /\u4ef7\u4fdd|\u4fdd\u4ef7|\u4e70\u8d35|\u5dee\u4ef7|price (?:protection|match)/iu
const DAYS = /\u5929|days?/iu

const PRICE = /\u4ef7|\u5356|\u552e|\u53ea\u8981|\u5230\u624b|price|cost/iu

interface Surroundings {
  readonly clause: string
  readonly sentence: string
}

function matterOf({ kind, role, text }: HardFigure, { clause, sentence }: Surroundings): FigureSays | null {
  if (kind === 'term') return PROTECTION.test(clause) && DAYS.test(text) ? 'days' : null
  if (kind === 'rate') return role === 'fold' || OFFER.test(clause) ? 'rate' : null
  if (role === 'threshold') return 'threshold'
  if (role === 'off') return 'off'
  if (FREIGHT.test(clause)) return 'freight'
  if (NO_OFFER.test(clause)) return null
  if (BEFORE.test(clause)) return 'was'
  if (OFFER.test(clause)) return 'sum'
  // "10 for shipping, 20 to the far west": what the clause before began.
  return FREIGHT.test(sentence) && !PRICE.test(clause) ? 'freight' : 'price'
}

const CLAUSE = /[\uff0c\u3002\uff1b\uff01\uff1f,;!?\n~\u3001]/u
const SENTENCE = /[\u3002\uff01\uff1f!?\n]/u

/** The part of a text that a figure stands in: its words say what it is a figure of. */
function around(text: string, { at, text: figure }: HardFigure, breaks: RegExp): string {
  const [from, to] = [at, at + figure.length]
  let start = from
  while (start > 0 && !breaks.test(text.charAt(start - 1))) start -= 1
  let end = to
  while (end < text.length && !breaks.test(text.charAt(end))) end += 1
  return text.slice(start, end)
}
