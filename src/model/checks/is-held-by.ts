import { namesContact } from './names-contact.ts'
import { numbersStandIn } from './numbers.ts'
import { overlap } from './overlap.ts'

const ENOUGH = 0.6
const SENTENCE = /[\u3002\uff01\uff1f!?;\uff1b\n]+|\.(?=\s|$)/u
// What turns a sentence round: may and may not, with and without, only, all.
const TURNS =
  /[\u4e0d\u6ca1\u65e0\u975e\u52ff\u672a\u522b\u514d\u53ea\u4ec5\u90fd\u5168]|\b(?:no|not|never|without|cannot|only|free|all|any)\b|n't\b/giu

/**
 * May a sentence go out on the strength of a passage? Its words stand there, its figures with their units, and what turns a
 * sentence round stands as often as in the sentence of the passage that it comes nearest to. Rather strict than sorry: what
 * fails is not said, and the buyer gets what he would get without a model.
 */
export function isHeldBy(sentence: string, passage: string): boolean {
  if (namesContact(sentence) || overlap(sentence, passage, 2) < ENOUGH) return false
  const nearest = passage
    .split(SENTENCE)
    .map((one) => ({ one, near: overlap(sentence, one, 2) }))
    .reduce((best, next) => (next.near > best.near ? next : best))
  if (nearest.near < ENOUGH || !numbersStandIn(sentence, nearest.one)) return false
  return turnsOf(sentence) === turnsOf(nearest.one)
}

const turnsOf = (text: string): string =>
  [...text.normalize('NFKC').toLowerCase().matchAll(TURNS)]
    .map(([turn]) => turn)
    .sort()
    .join(' ')
