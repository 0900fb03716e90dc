import zh from '../words/zh.json'
import { part } from '../part.ts'

export type Locale = 'zh' | 'en'

/** The language of a tag such as en-GB; null: none of ours. */
export function localeOf(tag = ''): Locale | null {
  const short = tag.slice(0, 2).toLowerCase()
  return short === 'zh' || short === 'en' ? short : null
}

type Texts = { readonly [Key in keyof typeof zh as (typeof zh)[Key] extends string ? Key : never]: string }
export type Word = keyof Texts
export type Say = (word: Word, values?: Readonly<Record<string, string | number>>) => string

const TEXTS: Record<Locale, (Texts & Starts) | null> = { zh, en: null }

const textsIn = (locale: Locale): Texts & Starts => TEXTS[locale] ?? zh

/** Few buyers need both: the words of the second language come when they are wanted. False: they cannot be had. */
export async function learnWords(locale: Locale | null): Promise<boolean> {
  if (locale && !TEXTS[locale])
    TEXTS[locale] = await part<typeof import('../english.ts')>('english').then(
      ({ words }) => words,
      () => null,
    )
  return locale !== null && TEXTS[locale] !== null
}

interface Starts {
  readonly 'start.product': readonly string[]
  readonly 'start.shop': readonly string[]
}

export const sayFrom =
  (texts: Texts): Say =>
  (word, values = {}) =>
    texts[word].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))

export const sayIn = (locale: Locale): Say => sayFrom(textsIn(locale))

/** What a buyer may ask who does not know how to begin. */
export const startersIn = (locale: Locale, isOnProduct: boolean): readonly string[] =>
  textsIn(locale)[isOnProduct ? 'start.product' : 'start.shop']

/** The word for a state that we know; as the shop's system says it where we do not. */
export function stateWord(locale: Locale, state: string): string {
  const known = Object.entries(textsIn(locale)).find(([word]) => word === `state.${state}`)?.[1]
  return typeof known === 'string' ? known : state
}

const tagOf = (locale: Locale): string => (locale === 'zh' ? 'zh-CN' : 'en-GB')

/** Minor units → what a buyer reads: ¥399, ¥12.50. */
export function money(locale: Locale, amount: number, currency: string): string {
  const style = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const
  try {
    const digits = new Intl.NumberFormat('en', style).resolvedOptions().maximumFractionDigits ?? 2
    const value = amount / 10 ** digits
    const isWhole = Number.isInteger(value)
    return new Intl.NumberFormat(tagOf(locale), { ...style, ...(isWhole && { minimumFractionDigits: 0 }) }).format(
      value,
    )
  } catch {
    // A currency that does not exist: the figure is still told.
    return `${amount / 100} ${currency}`
  }
}

const formats: Record<string, Intl.DateTimeFormat> = {}

/** One for each way of writing: making one takes longer than all else of a message's line. */
function timeFormat(locale: Locale, style: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + Object.keys(style)
  formats[key] ??= new Intl.DateTimeFormat(tagOf(locale), style)
  return formats[key]
}

const MINUTES = { hour: '2-digit', minute: '2-digit', hour12: false } as const

export const clockTime = (locale: Locale, at: number): string => timeFormat(locale, MINUTES).format(at)

/** By the clock of the shop, as what the robot says: terms end there, wherever the buyer is. */
export const shopTime = (locale: Locale, at: number, utcOffsetMinutes: number): string =>
  timeFormat(locale, { ...MINUTES, month: 'numeric', day: 'numeric', timeZone: 'UTC' }).format(
    at + utcOffsetMinutes * 60_000,
  )

export const dayOf = (locale: Locale, at: number): string =>
  timeFormat(locale, { year: 'numeric', month: 'short', day: 'numeric', weekday: 'short' }).format(at)
