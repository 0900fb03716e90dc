import { normalise } from './normalise.ts'
import type { Mend } from './mender.ts'
import { createWordFinder } from './word-finder.ts'

/** Features of a text, as numbers, and how much each counts before its rarity is known. */
export type Terms = ReadonlyMap<number, number>

export interface LexiconWords {
  readonly segments: readonly string[]
  readonly synonyms: readonly (readonly string[])[]
  /** Usual mistyping -> what was meant. */
  readonly homophones: Readonly<Record<string, string>>
  /** Writes texts as they were meant, see `createMender`. */
  readonly mend?: Mend
}

export type Termer = (raw: string) => Terms

const WEIGHT = {
  character: 0.55,
  pair: 1,
  word: 1,
  synonym: 1.3,
  latin: 1,
  stem: 1,
  latinPair: 0.3,
} as const
const GUESS = 0.7
const NUMBER = 1
const SYNONYMS = 0x3fff_0000

/**
 * Turns texts into terms: characters, pairs, words of the trade, synonym groups. Mistypings are mended first. A term is a
 * number of at most 30 bits made from its characters: two terms that share one are too rare to matter, and no string is made.
 */
export function createTermer(lexicon: LexiconWords): Termer {
  const mend = createReplacer(lexicon.homophones)
  const mendSlips = lexicon.mend ?? ((text: string) => text)
  const words = createWordFinder(
    lexicon.segments.map((word) => [normalise(word).text, keyOfRun(normalise(word).text, WORD_SEED)] as const),
  )
  const groups = createWordFinder(
    lexicon.synonyms.flatMap((group, index) => group.map((word) => [normalise(word).text, SYNONYMS + index] as const)),
  )
  const readAs = (text: string): Map<number, number> => {
    const terms = new Map<number, number>()
    addRuns(terms, text)
    words.each(text, (key) => raise(terms, key, WEIGHT.word))
    groups.each(text, (key) => raise(terms, key, WEIGHT.synonym))
    return terms
  }
  const read = (raw: string): Terms => {
    const text = mend(normalise(raw).text)
    const written = readAs(text)
    const likely = mendSlips(text)
    if (likely === text) return written
    // What was meant is a guess: what was written keeps a say.
    const terms = readAs(likely)
    for (const [key, weight] of terms) if (!written.has(key)) terms.set(key, weight * GUESS)
    for (const [key, weight] of written) if (!terms.has(key)) terms.set(key, weight * GUESS)
    return terms
  }
  return remembering(read)
}

/** One message is read by the packs, by the shop's own questions and for its mood: the last few readings are kept. */
function remembering(read: Termer): Termer {
  const lately: { readonly raw: string; readonly terms: Terms }[] = []
  let place = 0
  return (raw) => {
    for (let i = 0; i < lately.length; i += 1) if (lately[i]?.raw === raw) return lately[i]?.terms ?? read(raw)
    const terms = read(raw)
    lately[place] = { raw, terms }
    place = (place + 1) % 4
    return terms
  }
}

function addRuns(terms: Map<number, number>, text: string): void {
  let before = 0
  for (let from = 0; from < text.length; ) {
    const kind = kindOf(text.charCodeAt(from))
    let to = from + 1
    while (to < text.length && kindOf(text.charCodeAt(to)) === kind) to += 1
    if (kind === HAN) addHan(terms, text, { from, to })
    else if (kind === DIGIT) raise(terms, NUMBER, WEIGHT.character)
    else if (kind === LATIN) before = addLatin(terms, text.slice(from, to), before)
    if (kind !== LATIN && kind !== OTHER) before = 0
    from = to
  }
}

/** A word, its beginning (returned, returns), and the pair it makes with the word before. Gives its key. */
function addLatin(terms: Map<number, number>, word: string, before: number): number {
  const key = keyOfRun(word, LATIN_SEED)
  raise(terms, key, WEIGHT.latin)
  if (word.length > STEM) raise(terms, keyOfRun(word.slice(0, STEM), STEM_SEED), WEIGHT.stem)
  if (before !== 0) raise(terms, pairKey(before, key), WEIGHT.latinPair)
  return key
}

const STEM = 4

function addHan(terms: Map<number, number>, text: string, { from, to }: { from: number; to: number }): void {
  for (let i = from; i < to; i += 1) {
    const unit = text.charCodeAt(i)
    raise(terms, unit, WEIGHT.character)
    if (i + 1 < to) raise(terms, pairKey(unit, text.charCodeAt(i + 1)), WEIGHT.pair)
  }
}

const OTHER = 0
const HAN = 1
const LATIN = 2
const DIGIT = 3

function kindOf(unit: number): number {
  if (unit >= 0x3400) return unit < 0xfb00 ? HAN : OTHER
  if (unit >= 97 && unit <= 122) return LATIN
  return unit >= 48 && unit <= 57 ? DIGIT : OTHER
}

const WORD_SEED = 0x1b873593
const LATIN_SEED = 0x2545f491
const STEM_SEED = 0x4f1bbcdc

const pairKey = (first: number, second: number): number =>
  ((Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b)) >>> 3) | 0x10000

function keyOfRun(run: string, seed: number): number {
  let hash = seed
  for (let i = 0; i < run.length; i += 1) hash = Math.imul(hash ^ run.charCodeAt(i), 0x01000193)
  return (hash >>> 3) | 0x10000
}

function raise(terms: Map<number, number>, term: number, weight: number): void {
  const before = terms.get(term)
  // Saying a thing twice makes it hardly more so.
  terms.set(term, before === undefined ? weight : before + weight * 0.3)
}

function createReplacer(homophones: Readonly<Record<string, string>>): (text: string) => string {
  const finder = createWordFinder(Object.entries(homophones))
  return (text) => {
    let mended = text
    for (const { word, value } of finder.find(text)) mended = mended.replace(word, value)
    return mended
  }
}
