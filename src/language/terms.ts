import { createWordFinder } from './word-finder.ts'
import { normalise } from './normalise.ts'

/** A feature of a text and how much it counts before its rarity is known. */
export type Terms = Map<string, number>

export interface LexiconWords {
  readonly segments: readonly string[]
  readonly synonyms: readonly (readonly string[])[]
  /** Usual mistyping -> what was meant. */
  readonly homophones: Readonly<Record<string, string>>
}

export type Termer = (raw: string) => Terms

const WEIGHT = { character: 0.55, pair: 1, word: 1, synonym: 1.3, latin: 1 } as const
const RUNS = /\p{Script=Han}+|[a-z]+|\d+/gu
const NUMBER = '#'

/** Turns texts into terms: characters, pairs, words of the trade, synonym groups. Mistypings are mended first. */
export function createTermer(lexicon: LexiconWords): Termer {
  const mend = createMender(lexicon.homophones)
  const words = createWordFinder(lexicon.segments.map((word) => [normalise(word).text, true] as const))
  const groups = createWordFinder(
    lexicon.synonyms.flatMap((group, index) => group.map((word) => [normalise(word).text, index] as const)),
  )
  return (raw) => {
    const text = mend(normalise(raw).text)
    const terms: Terms = new Map()
    for (const [run] of text.matchAll(RUNS)) addRun(terms, run)
    for (const { word } of words.find(text)) raise(terms, `w${word}`, WEIGHT.word)
    for (const { value } of groups.find(text)) raise(terms, `s${value}`, WEIGHT.synonym)
    return terms
  }
}

function addRun(terms: Terms, run: string): void {
  const first = run.charAt(0)
  if (first >= '0' && first <= '9') return raise(terms, NUMBER, WEIGHT.character)
  if (first >= 'a' && first <= 'z') return raise(terms, `l${run}`, WEIGHT.latin)
  for (let i = 0; i < run.length; i += 1) {
    raise(terms, run.charAt(i), WEIGHT.character)
    if (i + 1 < run.length) raise(terms, run.slice(i, i + 2), WEIGHT.pair)
  }
}

function raise(terms: Terms, term: string, weight: number): void {
  const before = terms.get(term)
  // Saying a thing twice makes it hardly more so.
  terms.set(term, before === undefined ? weight : before + weight * 0.3)
}

function createMender(homophones: Readonly<Record<string, string>>): (text: string) => string {
  const finder = createWordFinder(Object.entries(homophones))
  return (text) => {
    let mended = text
    for (const { word, value } of finder.find(text)) mended = mended.replace(word, value)
    return mended
  }
}
