import { type Context, type Entity, type Focus, topicOf, type Wanted } from '../dialogue/index.ts'
import { speaksOfMoney } from '../knowledge/index.ts'
import { normalise } from '../language/index.ts'

interface Named {
  readonly focus: Focus
  readonly entities: readonly Entity[]
  readonly context: Context
}

/** What may stand beside the thing that is named; more says itself what it asks. */
const MOST_BESIDE = 5
const LONGEST_NAMED = { product: 8, option: 6 } as const
const LONGEST_COUNT = 14
const CONFIDENCE = 0.75

/**
 * "And my friend, 140 pounds?", "and the black one?": a few words that ask nothing by themselves and name another product,
 * option or measure ask the question before once more.
 */
export function askedAnew(wanted: readonly Wanted[], named: Named): readonly Wanted[] {
  const [only, second] = wanted
  const topic = topicOf(named.context)
  if (!only || second || !topic) return wanted
  const entry = named.context.knowledge.entry(topic.entryId)
  const isSure = only.band === 'answer' && !isOfCart(only, named.context)
  if (isSure || !(namesAnother(only.text, named) || (entry && speaksOfMoney(entry) && countsOnly(only.text, named))))
    return wanted
  if (entry?.kind !== 'question' && entry?.kind !== 'request') return wanted
  const rivals = only.best ? [only.best, ...only.rivals] : only.rivals
  const confidence = Math.max(CONFIDENCE, named.context.shop.answerThreshold)
  const best = { entryId: topic.entryId, confidence, score: 0, phrasing: topic.text }
  return [{ ...only, best, rivals, band: 'answer' }]
}

/** "And for two?" reads as what two cost; after another question about money it is that question. */
const isOfCart = ({ best }: Wanted, { knowledge }: Context): boolean =>
  best !== null && knowledge.entry(best.entryId)?.needs === 'cart'

/** Nothing but how many, or where to: it asks the question before once more. */
function countsOnly(text: string, { context: { knowledge } }: Named): boolean {
  const plain = normalise(text).text
  if (plain.length > LONGEST_COUNT) return false
  const region = knowledge.cart.region(plain)
  const left = knowledge.cart.rest(region === null ? plain : withoutWays(plain, knowledge.cart.waysOf(region)))
  return left.length === 0 && (region !== null || knowledge.cart.counts(plain).length > 0)
}

const withoutWays = (plain: string, ways: readonly string[]): string =>
  ways
    .toSorted((one, other) => other.length - one.length)
    .reduce((left, way) => left.replaceAll(way.toLowerCase(), ''), plain)

/** A colour or size, whether this product comes in it or not. */
function namesOption(plain: string, entities: readonly Entity[], { knowledge }: Context): boolean {
  if (entities.some(({ kind, origin }) => kind === 'option' && origin === 'words')) return true
  for (const value of knowledge.optionWords.keys()) if (value.length > 1 && plain.includes(value)) return true
  return false
}

function namesAnother(text: string, { focus, entities, context }: Named): boolean {
  const plain = normalise(text).text
  if (plain.length <= LONGEST_NAMED.product && focus.product?.origin === 'words') return true
  if (plain.length <= LONGEST_NAMED.option && namesOption(plain, entities, context)) return true
  return context.knowledge
    .measures(plain)
    .some((measure) => measure.quantity !== null && plain.length - measure.text.length <= MOST_BESIDE)
}
