import { type Context, type Entity, type Focus, topicOf, type Wanted } from '../dialogue/index.ts'
import { normalise } from '../language/index.ts'

interface Named {
  readonly focus: Focus
  readonly entities: readonly Entity[]
  readonly context: Context
}

/** Longer words say themselves what they ask. */
const LONGEST = 12
const CONFIDENCE = 0.75

/**
 * "And my friend, 140 pounds?", "and the black one?": a few words that ask nothing by themselves and name another product,
 * option or measure ask the question before once more.
 */
export function askedAnew(wanted: readonly Wanted[], named: Named): readonly Wanted[] {
  const [only, second] = wanted
  const topic = topicOf(named.context)
  if (!only || second || !topic || only.band === 'answer' || !isShort(only.text) || !namesAnother(only.text, named)) {
    return wanted
  }
  const entry = named.context.knowledge.entry(topic.entryId)
  if (entry?.kind !== 'question' && entry?.kind !== 'request') return wanted
  const rivals = only.best ? [only.best, ...only.rivals] : only.rivals
  const confidence = Math.max(CONFIDENCE, named.context.shop.answerThreshold)
  const best = { entryId: topic.entryId, confidence, score: 0, phrasing: topic.text }
  return [{ ...only, best, rivals, band: 'answer' }]
}

const isShort = (text: string): boolean => normalise(text).text.length <= LONGEST

function namesAnother(text: string, { focus, entities, context }: Named): boolean {
  if (focus.product?.origin === 'words') return true
  if (entities.some(({ kind, origin }) => kind === 'option' && origin === 'words')) return true
  return context.knowledge.measures(normalise(text).text).some(({ quantity }) => quantity !== null)
}
