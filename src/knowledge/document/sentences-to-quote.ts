import { type BannedTerms, findBanned } from '../banned-terms.ts'
import { isAboutMoney } from './is-about-money.ts'

const ENDS = /\n|(?<=[\u3002\uff01\uff1f!?])|(?<=\.)(?=\s)/u
const SHORTEST = 4
const LONGEST = 300

/** The sentences of a piece of a document that the robot may say: none on prices and offers, none that good conduct forbids. */
export const sentencesToQuote = (text: string, banned: BannedTerms): string[] =>
  text
    .split(ENDS)
    .map((sentence) => sentence.trim())
    .filter(({ length }) => length >= SHORTEST && length <= LONGEST)
    .filter((sentence) => !isAboutMoney(sentence) && findBanned(sentence, banned).length === 0)
