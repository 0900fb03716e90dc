import type { ProductSpan } from '../dialogue/index.ts'
import { normalise, soundsOf } from '../language/index.ts'
import type { Product } from '../shop/index.ts'

/** Finds in a normalised text what a shop's products are called: names as written, by ear, and runs of their titles. */
export interface NameIndex {
  find(plain: string, pointsAt: (plain: string, to: number) => boolean): readonly ProductSpan[]
}

interface Named {
  readonly products: Set<Product>
  /** The beginning of a name, or a size: it counts only where words point at the thing. */
  readonly isBeginning: boolean
  readonly isWhole: boolean
}

const HAN_RUN = /^\p{Script=Han}+$/u
const LATIN_RUN = /[a-z0-9]+/g
const TITLE_RUN = 3
/** Words before a noun of another language that make a part of a name stand for it. */
const ARTICLES = new Set(['the', 'my', 'your', 'this', 'that', 'a'])
const SHORTEST_PART = 6

/** A run that so many share names nothing. */
const mostShared = (count: number): number => Math.max(2, count * 0.4)

export function createNameIndex(products: readonly Product[]): NameIndex {
  const han = new Map<string, Named>()
  const heads = new Map<string, Set<Product>>()
  const parts = new Map<string, Set<Product>>()
  const sounds = new Map<string, { name: string; products: Set<Product> }>()
  const runs = new Map<string, Set<Product>>()
  for (const product of products) {
    for (const name of product.names ?? []) {
      const plain = normalise(name).text
      if (HAN_RUN.test(plain)) addHan(plain, product, { han, sounds })
      else addLatin(plain, product, { heads, parts })
    }
    if (product.onShelf) addSizes(product, han)
    if (product.onShelf) for (const run of normalise(product.title).text.split(' ')) addRuns(run, product, runs)
  }
  const shared = mostShared(products.filter(({ onShelf }) => onShelf).length)
  for (const [run, those] of runs) if (those.size > shared) runs.delete(run)
  const hasNames = sounds.size > 0
  const longest = longestByStart(han.keys())
  const soundsFrom = startsOf(sounds.keys())
  return {
    find(plain, pointsAt) {
      const written = [...findHan(plain, { han, longest }, pointsAt), ...findLatin(plain, heads, parts)]
      const all = [...written, ...findRuns(plain, runs)]
      const heard = hasNames && written.length === 0 ? findHeard(plain, sounds, soundsFrom) : []
      return withoutInner([...all, ...heard]).map(preferOnShelf)
    },
  }
}

/** What is no longer sold is meant only where nothing else is called so. */
function preferOnShelf(span: ProductSpan): ProductSpan {
  const sold = span.products.filter(({ onShelf }) => onShelf)
  return sold.length > 0 && sold.length < span.products.length ? { ...span, products: sold } : span
}

interface HanIndex {
  readonly han: Map<string, Named>
  readonly sounds: Map<string, { name: string; products: Set<Product> }>
}

function addHan(name: string, product: Product, { han, sounds }: HanIndex): void {
  const add = (part: string, isBeginning: boolean) =>
    addWord(part, { han, product, isBeginning, isWhole: part === name })
  add(name, false)
  // The end of a Chinese noun is the thing, its beginning only the kind.
  for (let length = 2; length < name.length; length += 1) {
    add(name.slice(-length), false)
    add(name.slice(0, length), true)
  }
  if (name.length < 2) return
  const key = soundsOf(name)
    .map(({ sound }) => sound)
    .join(' ')
  const known = sounds.get(key)
  if (known) known.products.add(product)
  else sounds.set(key, { name, products: new Set([product]) })
}

interface Word extends Omit<Named, 'products'> {
  readonly han: Map<string, Named>
  readonly product: Product
}

function addWord(part: string, { han, product, ...how }: Word): void {
  const known = han.get(part)
  const isBetter = known && ((known.isBeginning && !how.isBeginning) || (how.isWhole && !known.isWhole))
  if (!known || isBetter) han.set(part, { products: new Set([product]), ...how })
  else if (known.isBeginning === how.isBeginning && known.isWhole === how.isWhole) known.products.add(product)
}

/** "The 15 inch one": a size that is told with its unit. */
function addSizes(product: Product, han: HanIndex['han']): void {
  for (const { options } of product.skus)
    for (const value of Object.values(options)) {
      const plain = normalise(value).text
      if (SIZE.test(plain)) addWord(plain, { han, product, isBeginning: true, isWhole: false })
    }
}

const SIZE = /^\d+(?:\.\d+)?[^\d ]+$/

interface LatinIndex {
  readonly heads: Map<string, Set<Product>>
  readonly parts: Map<string, Set<Product>>
}

function addLatin(name: string, product: Product, { heads, parts }: LatinIndex): void {
  const words = name.split(' ').map(stem)
  words.forEach((word, at) => {
    const into = at === words.length - 1 ? heads : parts
    if (word.length > 1) into.set(word, (into.get(word) ?? new Set()).add(product))
  })
}

function addRuns(run: string, product: Product, runs: Map<string, Set<Product>>): void {
  for (let from = 0; from + TITLE_RUN <= run.length; from += 1) {
    const part = run.slice(from, from + TITLE_RUN)
    if (/^\d/.test(part) || !/\p{Script=Han}/u.test(part)) continue
    runs.set(part, (runs.get(part) ?? new Set()).add(product))
  }
}

/** One and many are one. */
const stem = (word: string): string =>
  word.length > 3
    ? word
        .replace(/(?<=(?:ss|sh|ch|x))es$/, '')
        .replace(/ies$/, 'y')
        .replace(/(?<![s])s$/, '')
    : word

function findHan(
  plain: string,
  { han, longest }: { readonly han: HanIndex['han']; readonly longest: ReadonlyMap<string, number> },
  pointsAt: (plain: string, to: number) => boolean,
): ProductSpan[] {
  const found: ProductSpan[] = []
  for (let from = 0; from < plain.length; from += 1) {
    const most = longest.get(plain.charAt(from)) ?? 0
    for (let to = Math.min(plain.length, from + most); to > from; to -= 1) {
      const known = han.get(plain.slice(from, to))
      if (!known || (known.isBeginning && !pointsAt(plain, to))) continue
      found.push({ from, to, products: [...known.products], isWhole: known.isWhole })
      break
    }
  }
  return found
}

/** The length of the longest word that begins so: most characters of a message begin none. */
function longestByStart(words: Iterable<string>): Map<string, number> {
  const longest = new Map<string, number>()
  for (const word of words) longest.set(word.charAt(0), Math.max(longest.get(word.charAt(0)) ?? 0, word.length))
  return longest
}

function findLatin(plain: string, heads: LatinIndex['heads'], parts: LatinIndex['parts']): ProductSpan[] {
  if (heads.size === 0) return []
  const words = [...plain.matchAll(LATIN_RUN)].map((match) => ({
    word: stem(match[0]),
    from: match.index,
    to: match.index + match[0].length,
  }))
  return words.flatMap(({ word, from, to }, at) => {
    const before = words[at - 1]?.word ?? ''
    const part = parts.get(word)
    const isPart = part && ((word.length >= SHORTEST_PART && ARTICLES.has(before)) || false)
    const those = heads.get(word) ?? (isPart ? part : undefined)
    if (!those) return []
    // "Desk lamp" is the lamp: the word before narrows what the head alone leaves open.
    const narrowed = [...those].filter((product) => parts.get(before)?.has(product))
    const isKind = heads.has(stem(words[at + 1]?.word ?? '')) && parts.has(word)
    if (isKind) return []
    return [
      {
        from: narrowed.length > 0 ? (words[at - 1]?.from ?? from) : from,
        to,
        products: narrowed.length > 0 ? narrowed : [...those],
        isWhole: true,
      },
    ]
  })
}

/** Runs of titles, grown as far as one product has all of them. */
function findRuns(plain: string, runs: ReadonlyMap<string, Set<Product>>): ProductSpan[] {
  const found: ProductSpan[] = []
  for (let from = 0; from + TITLE_RUN <= plain.length; from += 1) {
    const there = runs.get(plain.slice(from, from + TITLE_RUN))
    if (!there) continue
    let those: Set<Product> = there
    let to = from + TITLE_RUN
    for (; to < plain.length; to += 1) {
      const next = runs.get(plain.slice(to + 1 - TITLE_RUN, to + 1))
      const left: Set<Product> = new Set([...those].filter((product) => next?.has(product)))
      if (left.size === 0) break
      those = left
    }
    found.push({ from, to, products: [...those], isWhole: true })
    from = to - 1
  }
  return found
}

/** Names that were typed by ear or in pinyin. Of a name in characters one at least must be right. */
function findHeard(
  plain: string,
  sounds: HanIndex['sounds'],
  starts: ReadonlyMap<string, readonly number[]>,
): ProductSpan[] {
  const heard = soundsOf(plain)
  const found: ProductSpan[] = []
  let at = 0
  const places = heard.map(({ written, blank }) => {
    const from = at + blank.length
    at = from + written.length
    return { from, to: at }
  })
  for (let first = 0; first < heard.length; first += 1) {
    for (const length of starts.get(String(heard[first]?.sound)) ?? []) {
      if (first + length > heard.length) continue
      const piece = heard.slice(first, first + length)
      const known = sounds.get(piece.map(({ sound }) => sound).join(' '))
      if (!known) continue
      const isSpelled = piece.every((one) => one.isSpelled)
      const isAlike = piece.some(({ written }, i) => written === known.name[i])
      if (isSpelled || isAlike)
        found.push({
          from: places[first]?.from ?? 0,
          to: places[first + length - 1]?.to ?? 0,
          products: [...known.products],
          isWhole: true,
        })
    }
  }
  return found
}

/** First sound → how many sounds the names have that begin so. */
function startsOf(keys: Iterable<string>): Map<string, number[]> {
  const starts = new Map<string, number[]>()
  for (const key of keys) {
    const all = key.split(' ')
    const [first = ''] = all
    const lengths = starts.get(first) ?? []
    if (!lengths.includes(all.length)) starts.set(first, [...lengths, all.length])
  }
  return starts
}

/** In the order of the text; what lies within a longer span is part of it. */
function withoutInner(spans: readonly ProductSpan[]): ProductSpan[] {
  const longest = spans.toSorted((one, other) => other.to - other.from - (one.to - one.from))
  const kept: ProductSpan[] = []
  for (const span of longest) {
    const around = kept.findIndex((one) => one.from < span.to && span.from < one.to)
    const there = kept[around]
    if (!there) kept.push(span)
    else if (there.from <= span.from && span.to <= there.to) continue
    else kept.push(span)
  }
  return kept.sort((one, other) => one.from - other.from)
}
