import type { Candidate, Context } from '../dialogue/index.ts'

/** Scenarios of the general pack for a number that comes without words. */
const GIVES_ORDER = 'general.act.gives-order'
const GIVES_PHONE = 'general.act.gives-phone'
const CONFIDENCE = 0.97
const MOBILE = /^1[3-9]\d{9}$/
const WORDLESS = /^[a-z0-9 ]*$/
const NUMBER = /\d{5}/

/** A number or a link by itself names a thing and asks nothing: the reading is known without any likeness. */
export function loneNumber(plain: string, { knowledge }: Context): Candidate | null {
  if (!NUMBER.test(plain) || !WORDLESS.test(plain) || wordsIn(plain) > MOST_WORDS) return null
  const entryId = MOBILE.test(plain.replaceAll(' ', '')) ? GIVES_PHONE : GIVES_ORDER
  return knowledge.entry(entryId) ? { entryId, confidence: CONFIDENCE, score: 1, phrasing: '' } : null
}

/** "https", "item", "order no": more than a few are a sentence. */
const MOST_WORDS = 6
const wordsIn = (plain: string): number => plain.split(' ').filter((word) => /^[a-z]+$/.test(word)).length
