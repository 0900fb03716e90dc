import { normalise } from '../language/index.ts'
import type { Product } from '../shop/index.ts'

export interface NamedOption {
  /** The values that were named, as in the listing. */
  readonly value: string
  /** Null: several SKUs have them. */
  readonly skuId: string | null
}

type OptionWords = ReadonlyMap<string, readonly string[]>
type Test = (plain: string) => boolean

interface Options {
  readonly words: OptionWords
  readonly tests: ReadonlyMap<string, Test>
}

// A product of the read model never changes: a new version of it is a new object.
const optionsOf = new WeakMap<Product, Options>()

/** The options (colour, size…) that the words name, and the SKU when they leave only one. */
export function optionNamed(product: Product, plain: string, words: OptionWords): NamedOption | null {
  const { tests } = readOptions(product, words)
  const named = new Set<string>()
  for (const [value, test] of tests) if (test(plain)) named.add(value)
  if (named.size === 0) return null
  // The more of its options are named the better it fits; a colour alone fits every size and so no one SKU.
  let most = 0
  let fitting: NamedOption[] = []
  for (const { skuId, options } of product.skus) {
    const values = Object.values(options).filter((each) => named.has(each))
    if (values.length > most) fitting = []
    if (values.length < most || values.length === 0) continue
    most = values.length
    fitting.push({ value: values.join(' '), skuId })
  }
  const [first, second] = fitting
  return first ? { value: first.value, skuId: second ? null : first.skuId } : null
}

function readOptions(product: Product, words: OptionWords): Options {
  const known = optionsOf.get(product)
  if (known?.words === words) return known
  const values = new Set(product.skus.flatMap(({ options }) => Object.values(options)))
  const tests = new Map([...values].map((value) => [value, testFor([value, ...wordsFor(value, words)])]))
  const options = { words, tests }
  optionsOf.set(product, options)
  return options
}

/** Listings may write a colour as buyers say it: it is called all that the colour is called. */
function wordsFor(value: string, words: OptionWords): readonly string[] {
  const known = words.get(value)
  if (known) return known
  for (const [name, ways] of words) if (ways.includes(value)) return [name, ...ways]
  return []
}

function testFor(ways: readonly string[]): Test {
  const plain = ways.map((way) => normalise(way).text).filter((way) => way.length > 0)
  const parts = plain.filter((way) => !isLatin(way))
  // "s" or "42" must stand alone: "s" is also in "ss", "42" in "1420".
  const alone = plain.filter(isLatin).map((way) => new RegExp(`(?<![a-z0-9])${way}(?![a-z0-9])`))
  return (text) => parts.some((part) => text.includes(part)) || alone.some((pattern) => pattern.test(text))
}

const isLatin = (way: string): boolean => /^[a-z0-9]+$/.test(way)
