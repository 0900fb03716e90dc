import type { Candidate, Context } from '../dialogue/index.ts'
import { speaksOfMoney } from '../knowledge/index.ts'
import { normalise } from '../language/index.ts'
import { type GoodsPart, goodsInWords } from './goods-in-words.ts'
import { withoutMention } from './without-mention.ts'

/** Surer than this, nothing is read a second time. */
const SURE = 0.85
/** Scenario of the general pack: what several things come to. */
const TOTAL = 'general.price.total'
const CONFIDENCE = 0.72
const SHORTEST = 2

/**
 * What is bought, how many and where to say nothing about what is asked of it: a question about money is read without them as
 * well. Nothing but things and numbers of them asks what they come to.
 */
export function readWithoutGoods(text: string, readings: readonly Candidate[], context: Context): readonly Candidate[] {
  const { knowledge, shop } = context
  if (certain(readings) >= SURE) return readings
  const plain = normalise(knowledge.cart.timesInPieces(text)).text
  const parts = goodsInWords(plain, context)
  const rest = restOf(parts, plain, context)
  if (rest.length === 0 && parts.some(({ named }) => named) && parts.some(({ quantity }) => quantity !== null)) {
    const isSure = certain(readings) >= shop.answerThreshold && isOfMoney(readings[0], context)
    if (isSure || !knowledge.entry(TOTAL)) return readings
    const confidence = Math.max(CONFIDENCE, shop.answerThreshold)
    return [{ entryId: TOTAL, confidence, score: 0, phrasing: '' }, ...readings.filter(isOther)]
  }
  if (rest.length < SHORTEST || rest === plain) return readings
  const bare = knowledge.match(rest, readings.length || 1)
  return isOfMoney(bare[0], context) && certain(bare) > certain(readings) ? bare : readings
}

const isOther = ({ entryId }: Candidate): boolean => entryId !== TOTAL

const certain = (readings: readonly Candidate[]): number => readings[0]?.confidence ?? 0

function isOfMoney(one: Candidate | undefined, { knowledge }: Context): boolean {
  const entry = one && knowledge.entry(one.entryId)
  return entry !== undefined && entry.kind !== 'talk' && entry.kind !== 'act' && speaksOfMoney(entry)
}

/** The words that are left; joints and words that ask nothing go with the things that they stood beside. */
function restOf(parts: readonly GoodsPart[], plain: string, { knowledge: { cart } }: Context): string {
  const region = cart.region(plain)
  const isGone = parts.map((part) => part.isCount || part.named !== null || part.quantity !== null)
  if (region === null && !isGone.includes(true)) return plain
  const ways = region === null ? [] : cart.waysOf(region)
  const left = parts.map((part, at) => {
    if (part.isCount) return ''
    const title = part.named ? [part.named.title, ...(part.named.names ?? [])].join('|') : ''
    const asked = without(title === '' ? part.words : withoutMention(part.words, title), ways)
    const counted = cart.withoutCounts(asked)
    return isGone[at] && cart.rest(counted).length === 0 ? '' : counted
  })
  return left.filter((words) => words.length > 0).join(' ')
}

const without = (words: string, ways: readonly string[]): string =>
  ways
    .toSorted((one, other) => other.length - one.length)
    .reduce((left, way) => left.replaceAll(way.toLowerCase(), ''), words)
