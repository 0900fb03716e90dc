import type { Context } from '../dialogue/index.ts'
import { normalise, type Ranked, type Sound, soundsOf } from '../language/index.ts'
import type { Product, Sku } from '../shop/index.ts'
import { type NamedOption, optionNamed } from './option-named.ts'

/** The variant that the words name or point at: by an option, by its number, by its place, or beside its like. */
export function variantNamed(product: Product, text: string, context: Context): NamedOption | null {
  const plain = plainOf(text)
  const { focus } = context.knowledge
  const corrected = focus.behindCorrection(plain)
  const meant = corrected !== null && corrected.length > 0 ? variantIn(product, corrected, context) : null
  return meant ?? variantIn(product, withoutDismissed(product, plain, context), context)
}

/** As everywhere, but a decimal stays one number. */
const plainOf = (text: string): string => normalise(text.replaceAll(/(?<=\d)[.\uff0e](?=\d)/g, 'd')).text

function variantIn(product: Product, left: string, context: Context): NamedOption | null {
  const { optionWords, focus } = context.knowledge
  const option = optionNamed(product, left, optionWords)
  if (option?.skuId) return option
  const written = byWriting(product, left, context)
  if (written) return written
  if (option || product.skus.length < 2) return option
  const ranked = focus.ranked(left)
  const byRank = ranked ? rankedSku(product, ranked) : null
  return byRank ? ofSku(byRank) : null
}

const ofSku = (sku: Sku): NamedOption => ({ value: Object.values(sku.options).join(' '), skuId: sku.skuId })

/** The words without what they take back: "not the dusky pink, the maple red". */
function withoutDismissed(product: Product, plain: string, context: Context): string {
  const { focus } = context.knowledge
  let left = plain
  for (const way of waysOf(product, focus.endings)) {
    const from = left.indexOf(way.text)
    if (from >= 0 && way.text.length > 1 && focus.isDismissed(left, from, from + way.text.length))
      left = left.slice(0, from) + left.slice(from + way.text.length)
  }
  return left
}

interface Way {
  readonly text: string
  /** As it sounds; empty where it is not Chinese or too short to be told by ear. */
  readonly sounds: readonly number[]
  readonly sku: Sku
}

const waysKnown = new WeakMap<Product, readonly Way[]>()

/** How a variant may be written short: without the ending that all such names have. Longest first. */
function waysOf(product: Product, endings: readonly string[]): readonly Way[] {
  const known = waysKnown.get(product)
  if (known) return known
  const ways = product.skus.flatMap((sku) =>
    Object.values(sku.options).flatMap((value) => {
      const plain = plainOf(value)
      const end = endings.find((ending) => plain.endsWith(ending) && plain.length > ending.length)
      return [plain, ...(end ? [plain.slice(0, -end.length)] : [])].map((text) => ({
        text,
        sku,
        sounds: soundOfWay(text),
      }))
    }),
  )
  const sorted = ways.toSorted((one, other) => other.text.length - one.text.length)
  waysKnown.set(product, sorted)
  return sorted
}

function byWriting(product: Product, plain: string, context: Context): NamedOption | null {
  const { cart, focus } = context.knowledge
  const priced = onlySku(byPrice(product, plain))
  if (priced) return ofSku(priced)
  const short = onlySku(waysOf(product, focus.endings).filter(({ text }) => stands(text, plain, context)))
  const pointed =
    short ?? onlySku(byCharacter(product, plain, context)) ?? onlySku(byEar(product, plain, focus.endings))
  if (pointed) return ofSku(pointed)
  const numbered = byNumber(product, cart.inDigits(plain), context)
  const sku = onlySku(numbered) ?? onlySku(numbered.filter(({ text }) => beginsAs(text, plain, focus.endings)))
  return sku ? ofSku(sku) : null
}

/** "The black 256": the words before the number are said too. */
function beginsAs(name: string, plain: string, endings: readonly string[]): boolean {
  const [begin = ''] = /^\D+/.exec(name) ?? []
  const end = endings.find((ending) => begin.endsWith(ending))
  const stem = end ? begin.slice(0, -end.length) : begin
  return stem.length > 0 && plain.includes(stem)
}

/** Of two characters or more anywhere; of one where it is pointed at ("the standing one"). */
function stands(text: string, plain: string, { knowledge: { focus } }: Context): boolean {
  if (/^[a-z]{1,4}$/.test(text)) return new RegExp(`(?<![a-z0-9])${text}(?![a-z0-9])`).test(plain)
  const at = plain.indexOf(text)
  if (at < 0 || /^[a-z0-9 ]+$/.test(text)) return false
  return text.length > 1 || focus.endings.some((ending) => plain.startsWith(ending, at + 1))
}

/** "The hot one": a character that one variant alone has in its name. */
function byCharacter(product: Product, plain: string, { knowledge: { focus } }: Context): Way[] {
  return waysOf(product, focus.endings).flatMap((way) =>
    [...way.text].some((character) => {
      const at = HAN.test(character) ? plain.indexOf(character) : -1
      return at >= 0 && focus.endings.some((ending) => ending.length === 1 && plain.startsWith(ending, at + 1))
    })
      ? [way]
      : [],
  )
}

const HAN = /\p{Script=Han}/u
/** Who writes more than this does not name a variant by ear alone. */
const LONGEST_HEARD = 24

/** A variant that was typed by ear, one character at least being right. */
function byEar(product: Product, plain: string, endings: readonly string[]): Way[] {
  if (plain.length > LONGEST_HEARD || product.skus.length < 2) return []
  const heard = soundsOf(plain)
  return waysOf(product, endings).filter(({ text, sounds }) => sounds.length > 0 && isHeard(heard, text, sounds))
}

function isHeard(heard: readonly Sound[], text: string, sounds: readonly number[]): boolean {
  for (let from = 0; from + sounds.length <= heard.length; from += 1) {
    if (!sounds.every((sound, i) => heard[from + i]?.sound === sound)) continue
    if (sounds.some((_, i) => heard[from + i]?.written === text[i])) return true
  }
  return false
}

function soundOfWay(text: string): readonly number[] {
  if (text.length < 2 || ![...text].every((one) => HAN.test(one))) return []
  const sounds = soundsOf(text).map(({ sound }) => sound)
  return sounds.includes(0) ? [] : sounds
}

/** By what it costs: "the one for 399". */
function byPrice(product: Product, plain: string): { readonly sku: Sku }[] {
  const numbers = new Set([...plain.matchAll(/\d+(?:\.\d+)?/g)].map(([value]) => Math.round(Number(value) * 100)))
  const isTold = product.skus.some(({ price }) => price.amount >= LEAST_PRICE && numbers.has(price.amount))
  return isTold ? product.skus.filter(({ price }) => numbers.has(price.amount)).map((sku) => ({ sku })) : []
}

/** Less is a count or a size. */
const LEAST_PRICE = 2000

function onlySku(ways: readonly { readonly sku: Sku }[]): Sku | null {
  const skus = new Set(ways.map(({ sku }) => sku))
  return skus.size === 1 ? ([...skus][0] ?? null) : null
}

const NUMBER = /\d+(?:d\d+)?/g

/** By a number of its name that no other variant has, in figures or in words, with the same unit behind it or none. */
function byNumber(product: Product, plain: string, { knowledge: { cart, focus } }: Context): Way[] {
  const fits = (behind: string, unit: string) =>
    fitsUnit(behind, unit) || focus.asksSame(behind, 0) || focus.endings.some((one) => behind.startsWith(one))
  const numbers = [...plain.matchAll(NUMBER)].map((found) => ({
    value: found[0],
    behind: plain.slice(found.index + found[0].length),
  }))
  if (numbers.length === 0) return []
  return product.skus.flatMap((sku) => {
    const name = cart.inDigits(plainOf(Object.values(sku.options).join(' ')))
    const own = [...name.matchAll(NUMBER)].map((found) => ({
      value: found[0],
      unit: name.slice(found.index + found[0].length).split(/[\d ]/)[0] ?? '',
    }))
    const is = own.some(({ value, unit }) => numbers.some((one) => one.value === value && fits(one.behind, unit)))
    return is ? [{ text: name, sku, sounds: [] }] : []
  })
}

/** "2" of "2 jin" is no "2 years"; a bare number, or one with the beginning of the unit, is. */
function fitsUnit(behind: string, unit: string): boolean {
  if (unit === '' || behind === '' || behind.startsWith(unit.slice(0, 1))) return true
  const [typed, meant] = [behind.charAt(0), unit.charAt(0)].map((one) => soundsOf(one)[0]?.sound ?? 0)
  if (typed && typed === meant) return true
  return behind.startsWith(' ') || /^\D{0,2}\d/.test(behind)
}

function rankedSku(product: Product, ranked: Ranked): Sku | null {
  const by = ranked === 'cheaper' || ranked === 'dearer' ? priceOf : sizeOf(product)
  if (!by) return null
  const sorted = product.skus.toSorted((one, other) => by(one) - by(other))
  const [first, second] = sorted
  const [last, before] = sorted.toReversed()
  if (!first || !second || !last || !before) return null
  const isLow = ranked === 'cheaper' || ranked === 'smaller'
  if (isLow) return by(first) < by(second) ? first : null
  return by(last) > by(before) ? last : null
}

const priceOf = ({ price }: Sku): number => price.amount

/** By the number in its name where every variant has one, else by the price: the larger of two costs more. */
function sizeOf(product: Product): ((sku: Sku) => number) | null {
  const numberIn = (sku: Sku) => Number(/\d+(?:\.\d+)?/.exec(Object.values(sku.options).join(' '))?.[0] ?? Number.NaN)
  const haveNumbers = product.skus.every((sku) => !Number.isNaN(numberIn(sku)))
  return haveNumbers ? numberIn : priceOf
}
