import { z } from 'zod'

/*
 * Reads every figure out of what was said: texts by their signs (¥, 折, 件, 天, clock times), cards by their fields. Written
 * without a look at how the product words them; whatever digits are left over count as a figure that nobody explains.
 */

/** What a figure says it is, as far as the words around it tell. */
export type Role =
  | 'any'
  | 'total'
  | 'unit'
  | 'off'
  | 'threshold'
  | 'fee'
  | 'missing'
  | 'stock'
  | 'time'
  | 'count'
  | 'days'

export interface Figure {
  readonly role: Role
  /** Fen, pieces, days, ten thousandths (折), or epoch ms. */
  readonly value: number
  readonly written: string
}

export interface NamedSource {
  readonly sourceId: string
  readonly version: string
  readonly validTo: number | null
}

/** One thing that was shown: its figures, and the records that it names. */
export interface Shown {
  readonly kind: string
  readonly figures: readonly Figure[]
  readonly sources: readonly NamedSource[]
  readonly text: string
  /** A figure of before that this message takes back. */
  readonly takenBack: readonly number[]
  /** Articles to fill up with: what is put in, its price, and the total then. */
  readonly topUps: readonly TopUpSaid[]
}

export interface TopUpSaid {
  readonly title: string
  readonly quantity: number
  readonly goodsFen: number
  readonly totalFen: number
}

const source = z.object({ sourceId: z.string(), version: z.string(), validTo: z.number().nullable() })
const money = z.object({ amount: z.number() })
const content = z.looseObject({
  kind: z.string(),
  text: z.string().optional(),
  sources: z.array(source).optional(),
  source: source.optional(),
  price: money.optional(),
  priceTo: money.optional(),
  stock: z.number().nullable().optional(),
  total: money.optional(),
  off: money.optional(),
  threshold: money.nullable().optional(),
  amount: money.optional(),
  title: z.string().optional(),
  validTo: z.number().optional(),
})

export interface Reading {
  /** Names of articles, options and rooms: a digit in a name is no figure. */
  readonly names: readonly string[]
  /** The moment of the turn: "today" is its day. */
  readonly at: number
}

export function readShown(given: unknown, reading: Reading): Shown {
  const one = content.parse(given)
  const all = [...(one.sources ?? []), ...(one.source ? [one.source] : [])]
  const shown = { kind: one.kind, sources: all, takenBack: [], topUps: [] }
  if (one.kind === 'text') return { ...shown, ...readText(one.text ?? '', reading) }
  return { ...shown, text: one.title ?? '', figures: cardFigures(one) }
}

function cardFigures(card: z.infer<typeof content>): Figure[] {
  const figure = (role: Role, value: number | null | undefined): Figure[] =>
    value === undefined || value === null ? [] : [{ role, value, written: `${card.kind} ${role} ${value}` }]
  return [
    ...figure('unit', card.price?.amount),
    ...figure('unit', card.priceTo?.amount),
    ...figure('stock', card.stock),
    ...figure('any', card.total?.amount),
    ...figure('off', card.off?.amount ?? card.amount?.amount),
    ...figure('threshold', card.threshold?.amount),
    ...(card.kind === 'coupon' ? figure('time', card.validTo) : []),
  ]
}

const TAKEN_BACK = /前面说的¥(\d+)\.(\d\d)请以这条为准。?/g
const TOP_UP = /([^、，。:：（）]+?)(?:×(\d+))?（¥(\d+\.\d\d)，加上后一共¥(\d+\.\d\d)）/g
const HOURS = /\d\d:\d\d\s*[–-]\s*\d\d:\d\d/g
const TOKEN =
  /¥(\d+)\.(\d\d)|(今天|明天|昨天|today|tomorrow|yesterday|\d+月\d+日|\d+\/\d+) (\d\d):(\d\d)|(\d+(?:\.\d+)?)折|×(\d+)|(\d+)\s*件|(\d+)\s*天|库存显示(\d+)|\d+(?:\.\d+)?/g

function readText(said: string, { names, at }: Reading): Omit<Shown, 'kind' | 'sources'> {
  const takenBack = [...said.matchAll(TAKEN_BACK)].map(([, yuan, fen]) => Number(`${yuan}${fen}`))
  const now = said.replaceAll(TAKEN_BACK, '')
  const topUps = [...now.matchAll(TOP_UP)].map(([, title = '', quantity, goods, sum]) => ({
    ...{ title: title.replace(/^比如/, ''), quantity: Number(quantity ?? 1) },
    ...{ goodsFen: fenOf(goods), totalFen: fenOf(sum) },
  }))
  // When people answer is no figure of an offer.
  let text = now.replaceAll(TOP_UP, '').replaceAll(HOURS, '')
  for (const name of names) text = text.replaceAll(name, '□')
  const figures = [...text.matchAll(TOKEN)].map((match) => figureOf(match, { text, at }))
  return { text: said, takenBack, topUps, figures }
}

const fenOf = (yuan: string | undefined): number => Math.round(Number(yuan) * 100)

function figureOf(match: RegExpMatchArray, { text, at }: { text: string; at: number }): Figure {
  const [written, yuan, fen, day, hour, minute, fold, times, pieces, days, stock] = match
  const told = { written }
  const before = text.slice(Math.max(0, match.index ?? 0) - 8, match.index)
  const after = text.slice((match.index ?? 0) + written.length, (match.index ?? 0) + written.length + 2)
  if (yuan !== undefined) return { ...told, role: roleOf(before, after), value: Number(`${yuan}${fen}`) }
  if (day !== undefined) return { ...told, role: 'time', value: timeOf(day, `${hour}:${minute}`, at) }
  if (fold !== undefined) return { ...told, role: 'off', value: Math.round(Number(fold) * 1000) }
  if (times !== undefined) return { ...told, role: 'count', value: Number(times) }
  if (pieces !== undefined) return { ...told, role: /还有$/.test(before) ? 'stock' : 'count', value: Number(pieces) }
  if (days !== undefined) return { ...told, role: 'days', value: Number(days) }
  if (stock !== undefined) return { ...told, role: 'stock', value: Number(stock) }
  return { ...told, role: 'any', value: Number.NaN }
}

const WORDS: readonly (readonly [RegExp, Role])[] = [
  [/(一共|合计|总共|到手|实付)(是)?$/, 'total'],
  [/(还差|再买|再凑)$/, 'missing'],
  [/(减|只剩|减了)$/, 'off'],
  [/满$/, 'threshold'],
  [/(运费|运费险|运费是)$/, 'fee'],
]

function roleOf(before: string, after: string): Role {
  if (after.startsWith('×')) return 'unit'
  return WORDS.find(([words]) => words.test(before))?.[1] ?? 'any'
}

const SHANGHAI_MS = 8 * 3_600_000
const DAY_MS = 86_400_000
const DISTANCE: Readonly<Record<string, number>> = {
  ...{ 昨天: -1, 今天: 0, 明天: 1 },
  ...{ yesterday: -1, today: 0, tomorrow: 1 },
}

function timeOf(day: string, clock: string, at: number): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number)
  const ofDay = (hours * 60 + minutes) * 60_000
  const here = Math.floor((at + SHANGHAI_MS) / DAY_MS) * DAY_MS - SHANGHAI_MS
  const distance = DISTANCE[day]
  if (distance !== undefined) return here + distance * DAY_MS + ofDay
  const [month = 1, date = 1] = day.split(/[月日/]/).map(Number)
  const year = new Date(at + SHANGHAI_MS).getUTCFullYear()
  const then = Date.UTC(year, month - 1, date) - SHANGHAI_MS + ofDay
  return then < at - 200 * DAY_MS ? Date.UTC(year + 1, month - 1, date) - SHANGHAI_MS + ofDay : then
}
