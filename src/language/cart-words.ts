import { createWordFinder } from './word-finder.ts'

/** How buyers speak of what they put together, as data of the packs. All words are normalised text. */
export interface CartLexicon {
  /** Words of small numbers. */
  readonly numbers: Readonly<Record<string, number>>
  /** Numbers that need no word for pieces after them ("a pair of them"). */
  readonly alone: Readonly<Record<string, number>>
  /** Numbers of a language that parts its words, each a word by itself. */
  readonly spelled: Readonly<Record<string, number>>
  /** Words between such a number and its thing ("two of the coats"). */
  readonly between: readonly string[]
  /** Words for one piece of something. */
  readonly pieces: readonly string[]
  /** Before a number these make an order or a condition of it ("the 2nd piece", "from 3 pieces"). */
  readonly notAfter: readonly string[]
  /** Words after a number that say it counts no goods ("two coupons", "three addresses"). */
  readonly notBefore: readonly string[]
  readonly joiners: readonly string[]
  /** Each of what is named. */
  readonly each: readonly string[]
  readonly more: readonly string[]
  readonly less: readonly string[]
  /** Words that ask nothing by themselves. */
  readonly filler: readonly string[]
  /** Regions as fees are told by them, with places and ways of writing that mean them. */
  readonly regions: Readonly<Record<string, readonly string[]>>
}

export interface Counted {
  readonly value: number
  readonly from: number
  readonly to: number
}

export interface CartWords {
  /** Numbers of pieces, in the order of the text. */
  counts(plain: string): readonly Counted[]
  /** The text without its numbers of pieces. */
  withoutCounts(plain: string): string
  /** The number that a part by itself is; null: it is something else. */
  loneCount(part: string): number | null
  isBetween(part: string): boolean
  /** A raw text with "x3" behind a thing written as so many pieces. */
  timesInPieces(raw: string): string
  /** The text cut where two things may be joined. */
  parts(plain: string): readonly string[]
  isEach(plain: string): boolean
  /** Where the text says that something is to be added to what there is; -1: it does not. */
  moreAt(plain: string): number
  isLess(plain: string): boolean
  /** The text with its number words in figures. */
  inDigits(plain: string): string
  /** What is left of the text without numbers of pieces and words that ask nothing. */
  rest(plain: string): string
  /** The region that a text names, in the word of the packs; null: none. */
  region(plain: string): string | null
  /** Every way of writing a region, its own word first. */
  waysOf(region: string): readonly string[]
}

const MOST = 9999
const LONE = /^[1-9]\d{0,3}$/
/** Behind a word, never between two measures. */
const TIMES = /(?<=\p{Script=Han})\s*[x×*]\s*([1-9]\d{0,2})(?![\d.\p{L}])/giu

export function createCartWords(lexicon: CartLexicon): CartWords {
  const has = (words: readonly string[]) => (plain: string) => words.some((word) => plain.includes(word))
  const counts = createCounter(lexicon)
  const joints = alternatives(lexicon.joiners)
  const joined = joints === null ? / +/ : new RegExp(` +|${joints}`)
  const fillers = alternatives(lexicon.filler)
  const filler = fillers === null ? null : new RegExp(fillers, 'g')
  const numberWords = alternatives(Object.keys(lexicon.numbers))
  const digits = numberWords === null ? null : new RegExp(numberWords, 'g')
  const regions = createWordFinder(
    Object.entries(lexicon.regions).flatMap(([region, ways]) =>
      [region, ...ways].map((way) => [way.toLowerCase(), region] as const),
    ),
  )
  const withoutCounts = (plain: string) =>
    counts(plain).reduceRight((text, { from, to }) => text.slice(0, from) + text.slice(to), plain)
  const [piece] = lexicon.pieces
  return {
    counts,
    withoutCounts,
    loneCount: (part) => (LONE.test(part) ? Number(part) : (lexicon.spelled[part] ?? null)),
    isBetween: (part) => lexicon.between.includes(part),
    timesInPieces: (raw) => (piece === undefined ? raw : raw.replace(TIMES, ` $1${piece}`)),
    parts: (plain) => plain.split(joined).filter((part) => part.length > 0),
    isEach: has(lexicon.each),
    moreAt: (plain) => firstOf(lexicon.more, plain),
    isLess: has(lexicon.less),
    inDigits: (plain) =>
      digits === null ? plain : plain.replace(digits, (word) => String(lexicon.numbers[word] ?? word)),
    rest(plain) {
      const bare = withoutCounts(plain)
      return (filler === null ? bare : bare.replace(filler, '')).replaceAll(' ', '')
    },
    region: (plain) => regions.find(plain)[0]?.value ?? null,
    waysOf: (region) => [region, ...(lexicon.regions[region] ?? [])],
  }
}

function firstOf(words: readonly string[], plain: string): number {
  const places = words.map((word) => plain.indexOf(word)).filter((at) => at >= 0)
  return places.length > 0 ? Math.min(...places) : -1
}

function createCounter({ numbers, alone, pieces, notAfter, notBefore }: CartLexicon): CartWords['counts'] {
  const digits = alternatives(Object.keys(numbers))
  const piece = alternatives(pieces)
  const few = alternatives(Object.keys(alone))
  const ways = [
    ...(piece === null ? [] : [`(?<number>\\d{1,4}${digits === null ? '' : `|${digits}`})(?:${piece})`]),
    ...(few === null ? [] : [`(?<alone>${few})`]),
  ]
  if (ways.length === 0) return () => []
  const barred = alternatives(notAfter)
  const other = alternatives(notBefore)
  const [before, after] = [barred === null ? '' : `(?<!${barred})`, other === null ? '' : `(?!${other})`]
  const pattern = new RegExp(`${before}(?<!\\d)(?:${ways.join('|')})${after}`, 'g')
  return (plain) => {
    const found: Counted[] = []
    for (const match of plain.matchAll(pattern)) {
      const { number, alone: few } = match.groups ?? {}
      const value = number === undefined ? alone[few ?? ''] : (numbers[number] ?? Number(number))
      if (value === undefined || !(value >= 1 && value <= MOST)) continue
      found.push({ value, from: match.index, to: match.index + match[0].length })
    }
    return found
  }
}

/** The longest first, so that the whole word counts. Null: there are none. */
function alternatives(words: readonly string[]): string | null {
  if (words.length === 0) return null
  return [...words]
    .sort((one, other) => other.length - one.length)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('|')
}
