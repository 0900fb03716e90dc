import type { Asks } from './conversations.ts'
import type { Basket } from './draw-cart.ts'
import { type MoneyCase, type MoneyRow, reckon } from './reckon.ts'
import { DOWN, PRESALE, SOLD } from './seed.ts'

export interface Question {
  readonly rows: readonly MoneyRow[]
  readonly shopId: string
  readonly basket: readonly Basket[]
  readonly region: string | null
  readonly at: number
}

/** The figures of an answer, each role by itself: exactly those that the calculation names for what was asked. */
export interface Allowed {
  readonly totals: ReadonlySet<number>
  /** Prices of one piece as they are now, for cards. */
  readonly units: ReadonlySet<number>
  /** "price×pieces" of each line. */
  readonly lines: ReadonlySet<string>
  /** "off/threshold/until" of coupons that it can use: what their cards say. */
  readonly coupons: ReadonlySet<string>
  /** What offers take off, fees, covers, deposits. */
  readonly money: ReadonlySet<number>
  readonly missing: ReadonlySet<number>
  readonly thresholds: ReadonlySet<number>
  readonly times: ReadonlySet<number>
  readonly days: ReadonlySet<number>
  /** Pieces given. */
  readonly gifts: ReadonlySet<number>
  /** Of these it must say one: fen, days or a moment, or words where nothing is to be paid. */
  readonly must: ReadonlySet<number>
  readonly orWords?: RegExp
}

const COUPONS = ['c20', 'c50']
const isCoupon = (id: string) => COUPONS.includes(id)
const TONIGHT = Date.parse('2026-06-01T12:00:00Z')
const EVENING = Date.parse('2026-06-01T10:00:00Z')

export function totalOf(question: Question, claims: readonly string[] = COUPONS): number {
  const answer = answerOf(question, claims)
  return answer.payableFen ?? answer.goodsPayableFen + answer.insuranceFen
}

function answerOf(question: Question, claims: readonly string[], rows = question.rows) {
  return reckon(caseOf({ ...question, rows }, claims))
}

function caseOf({ rows, shopId, basket, region, at }: Question, claims: readonly string[]): MoneyCase {
  const lines = basket.map(({ skuId, quantity }, place) => ({
    ...{ lineId: `l${place + 1}`, skuId, shopId, categoryIds: [], quantity },
    productId: SOLD.find(({ skus }) => skus.some((sku) => sku.skuId === skuId))?.productId ?? '',
  }))
  const holds = claims.map((entryId) => ({ entryId }))
  const buyer = { holds, ...(region !== null && { region }) }
  return { ledger: { entries: [...rows] }, cart: { lines }, buyer, at: new Date(at).toISOString() }
}

export function allowedFor(asks: Asks, question: Question): Allowed {
  const best = answerOf(question, COUPONS)
  const bare = answerOf(question, [])
  const told = toldOf(asks, question, [...best.chosen, ...bare.chosen])
  const lines = question.basket.map(({ skuId, quantity }) => `${unitOf(question, skuId)}×${quantity}`)
  return {
    ...{
      totals: new Set([totalOf(question), totalOf(question, []), ...laterOf(asks, question)]),
      lines: new Set(lines),
    },
    units: new Set(question.basket.map(({ skuId }) => unitOf(question, skuId))),
    coupons: new Set(openTerms(question).map(({ min, off }) => `${off}/${min}/${COUPONS_UNTIL}`)),
    ...{ money: new Set(told.money), missing: new Set(told.missing), thresholds: new Set(told.thresholds) },
    ...{ times: new Set(told.times), days: new Set(asks === 'protection' ? [15] : []) },
    gifts: new Set(best.gifts.map(({ quantity }) => quantity).concat(asks === 'gift' ? [1] : [])),
    ...mustFor(asks, question),
  }
}

interface ToldFigures {
  readonly money?: readonly number[]
  readonly missing?: readonly number[]
  readonly thresholds?: readonly number[]
  readonly times?: readonly number[]
}

/** What an answer to this question is made of, besides totals, lines and prices. */
function toldOf(asks: Asks, question: Question, chosen: readonly string[]): ToldFigures {
  const offs = chosen.map((id) => offOf(question, id))
  switch (asks) {
    case 'total':
      return { money: [...offs, ...feesOf(question), ...advanceOf(question)], times: advanceTimes(question) }
    case 'coupon':
    case 'list':
    case 'why-not':
    case 'stacking': {
      const open = openTerms(question)
      return {
        ...{ money: [...offs, ...open.map(({ off }) => off)], thresholds: open.map(({ min }) => min) },
        missing: COUPON_TERMS.filter(({ min }) => goodsOf(question) < min).map(({ min }) => min - goodsOf(question)),
        times: open.length > 0 ? [COUPONS_UNTIL] : [],
      }
    }
    case 'top-up':
      return { money: [...offs, ...nextOf(question).map(({ gain }) => gain)], missing: missingOf(question) }
    case 'deposit':
      return { money: advanceOf(question), times: advanceTimes(question) }
    case 'gift':
      return { thresholds: [25_000] }
    case 'later':
      return { money: offs, times: [...edgesOf(question), ...(chosen.some(isCoupon) ? [COUPONS_UNTIL] : [])] }
    case 'fee':
      return { money: [800, 2500], thresholds: [9900] }
    case 'insurance':
      return { money: [1200] }
    case 'protection':
      return {}
  }
}

/** §5: the lowest of what the rows in force make of it. */
export function unitOf({ rows, at }: Question, skuId: string): number {
  const own = rows.filter(({ scope }) => scope?.skus?.includes(skuId))
  const now = own.filter(
    ({ validFrom, validTo }) => opensBy(validFrom, at) && !(validTo !== null && opensBy(validTo, at)),
  )
  const price = now.find(({ kind }) => kind === 'sku-price')?.priceFen ?? Number.NaN
  return Math.min(...now.map(({ priceFen, offFen }) => priceFen ?? price - (offFen ?? 0)))
}

const opensBy = (moment: string, at: number): boolean => Date.parse(moment) <= at

const COUPON_TERMS = [
  { min: 20_000, off: 2000 },
  { min: 50_000, off: 5000 },
]
const openTerms = (question: Question) => COUPON_TERMS.filter(({ min }) => goodsOf(question) >= min)
const COUPONS_UNTIL = Date.parse('2026-06-05T16:00:00Z')

const feesOf = (question: Question): number[] => {
  const { shippingFen } = answerOf(question, COUPONS)
  return shippingFen === null || shippingFen === 0 ? [] : [shippingFen]
}

const isAdvance = ({ basket }: Question): boolean => basket.some(({ skuId }) => skuId === DOWN)

/** §8: now the deposit, worth more than itself, later the rest. */
const advanceOf = (question: Question): number[] =>
  isAdvance(question) ? [PRESALE.depositFen, PRESALE.expandFen, totalOf(question) - PRESALE.depositFen] : []

const advanceTimes = (question: Question): number[] =>
  isAdvance(question) ? [PRESALE.balance.from, PRESALE.balance.to].map((it) => Date.parse(it)) : []

/** What an offer takes off by itself: thresholds look at the price, so others do not change it (§6). */
function offOf(question: Question, id: string): number {
  const isPrice = ({ kind }: MoneyRow) => /price|drop/.test(kind)
  const alone = question.rows.filter((row) => row.id === id || isPrice(row))
  const { goodsFen, goodsPayableFen } = answerOf(question, [id], alone)
  return goodsFen - goodsPayableFen
}

const laterOf = (asks: Asks, question: Question): number[] =>
  asks === 'later' ? [EVENING, TONIGHT].map((at) => totalOf({ ...question, at })) : []

const TIERS: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
  less: [...[[30_000, 4000] as const, [60_000, 10_000] as const]],
  c20: [[20_000, 2000]],
  c50: [[50_000, 5000]],
  gift: [[25_000, 0]],
}

/** §9, advice: the next tier of each offer that clashes with none that is used; coupons of the shop clash with each other. */
function nextOf(question: Question): { missing: number; gain: number }[] {
  const goods = goodsOf(question)
  const { chosen } = answerOf(question, COUPONS)
  const isFree = (id: string) =>
    chosen.includes(id) || !COUPONS.includes(id) || !chosen.some((one) => COUPONS.includes(one))
  return Object.entries(TIERS).flatMap(([id, tiers]) => {
    const next = isFree(id) ? tiers.find(([min]) => goods < min) : undefined
    const reached = tiers.filter(([min]) => goods >= min).at(-1)?.[1] ?? 0
    return next ? [{ missing: next[0] - goods, gain: next[1] - reached }] : []
  })
}
const goodsOf = (question: Question) => answerOf(question, []).goodsFen
const missingOf = (question: Question) => [
  ...nextOf(question).map(({ missing }) => missing),
  ...(goodsOf(question) < 9900 ? [9900 - goodsOf(question)] : []),
]

/** When a price of what is bought begins or ends to hold. */
function edgesOf({ rows, basket }: Question): number[] {
  const own = rows.filter(({ scope }) => basket.some(({ skuId }) => scope?.skus?.includes(skuId)))
  return own
    .flatMap(({ validFrom, validTo }) => [validFrom, ...(validTo === null ? [] : [validTo])])
    .map((it) => Date.parse(it))
}

function mustFor(asks: Asks, question: Question): Pick<Allowed, 'must' | 'orWords'> {
  const total = totalOf(question)
  const { chosen, gifts, shippingFen } = answerOf(question, COUPONS)
  const coupon = chosen.find((id) => COUPONS.includes(id))
  const goods = goodsOf(question)
  switch (asks) {
    case 'coupon':
    case 'list':
      return coupon === undefined ? { must: new Set([total]) } : { must: new Set([total, offOf(question, coupon)]) }
    case 'why-not':
      return { must: new Set(goods < 50_000 ? [50_000 - goods] : [total, 5000]) }
    case 'top-up': {
      const open = missingOf(question)
      return { must: new Set(open.length > 0 ? open : [total]) }
    }
    case 'deposit':
      return { must: new Set([PRESALE.depositFen, total - PRESALE.depositFen, Date.parse(PRESALE.balance.from)]) }
    case 'gift':
      return gifts.length > 0 ? { must: new Set(), orWords: /堆堆袜×1/ } : { must: new Set([25_000]) }
    case 'fee':
      return shippingFen === 0 ? { must: new Set(), orWords: /包邮|[Ff]ree/ } : { must: new Set([shippingFen ?? -1]) }
    case 'insurance':
      return { must: new Set([1200]), orWords: /店里送|店里出/ }
    case 'protection':
      return { must: new Set([15]) }
    case 'later':
      return { must: new Set(laterMust(question, total)) }
    default:
      return { must: new Set([total]) }
  }
}

/** The figure of the next moment at which it is another one. */
function laterMust(question: Question, total: number): number[] {
  const changed = laterOf('later', question).filter((fen) => fen !== total)
  return changed.length > 0 ? changed : [total]
}
