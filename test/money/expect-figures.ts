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

/** What an answer may say, and of what it must say one. */
export interface Allowed {
  readonly totals: ReadonlySet<number>
  readonly money: ReadonlySet<number>
  readonly missing: ReadonlySet<number>
  readonly thresholds: ReadonlySet<number>
  readonly times: ReadonlySet<number>
  readonly counts: ReadonlySet<number>
  /** Fen, or words where nothing is to be paid. */
  readonly must: ReadonlySet<number>
  readonly orWords?: RegExp
}

const COUPONS = ['c20', 'c50']
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
  const saved = [best, bare].flatMap(({ goodsFen, goodsPayableFen, shippingFen }) => [
    ...[goodsFen, goodsFen - goodsPayableFen, shippingFen ?? 0],
  ])
  const offs = [...best.chosen, ...bare.chosen].map((id) => offOf(question, id))
  const totals = new Set([totalOf(question), totalOf(question, []), ...laterOf(asks, question)])
  const rules = asks === 'list' || asks === 'coupon' || asks === 'why-not' || asks === 'fee' || asks === 'total'
  const told = {
    totals,
    money: new Set([
      ...totals,
      ...saved,
      ...offs,
      ...units(question),
      ...(rules ? RULED : []),
      ...extraOf(asks, question),
    ]),
    missing: new Set(missingOf(question)),
    thresholds: new Set([9900, 20_000, 25_000, 30_000, 50_000, 60_000]),
    times: timesOf(question),
    counts: new Set([1, 2, 15, ...question.basket.map(({ quantity }) => quantity)]),
  }
  return { ...told, ...mustFor(asks, question) }
}

/** Amounts of the coupons, and fees: what the shop's rules themselves say. */
const RULED = [2000, 5000, 800, 2500]

const units = ({ rows, basket }: Question): number[] =>
  basket.flatMap(({ skuId }) => {
    const own = rows.filter(({ scope }) => scope?.skus?.includes(skuId))
    const price = own.find(({ kind }) => kind === 'sku-price')?.priceFen ?? 0
    return own.flatMap(({ priceFen, offFen }) => [...(priceFen ? [priceFen] : []), ...(offFen ? [price - offFen] : [])])
  })

/** What an offer takes off by itself: thresholds look at the price, so others do not change it (§6). */
function offOf(question: Question, id: string): number {
  const isPrice = ({ kind }: MoneyRow) => /price|drop/.test(kind)
  const alone = question.rows.filter((row) => row.id === id || isPrice(row))
  const { goodsFen, goodsPayableFen } = answerOf(question, [id], alone)
  return goodsFen - goodsPayableFen
}

const laterOf = (asks: Asks, question: Question): number[] =>
  asks === 'later' ? [EVENING, TONIGHT].map((at) => totalOf({ ...question, at })) : []

function extraOf(asks: Asks, question: Question): number[] {
  if (asks === 'insurance') return [1200]
  if (asks === 'top-up') return [...gains(question)]
  const isAdvance = question.basket.some(({ skuId }) => skuId === DOWN)
  const { depositFen, expandFen, priceFen } = PRESALE
  return isAdvance ? [depositFen, expandFen, priceFen, totalOf(question) - depositFen] : []
}

const TIERS: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
  less: [...[[30_000, 4000] as const, [60_000, 10_000] as const]],
  c20: [[20_000, 2000]],
  c50: [[50_000, 5000]],
  gift: [[25_000, 0]],
}

const nextOf = (goods: number) =>
  Object.values(TIERS).flatMap((tiers) => {
    const next = tiers.find(([min]) => goods < min)
    const reached = tiers.filter(([min]) => goods >= min).at(-1)?.[1] ?? 0
    return next ? [{ missing: next[0] - goods, gain: next[1] - reached }] : []
  })
const goodsOf = (question: Question) => answerOf(question, []).goodsFen
const gains = (question: Question) => nextOf(goodsOf(question)).map(({ gain }) => gain)
const missingOf = (question: Question) => [
  ...nextOf(goodsOf(question)).map(({ missing }) => missing),
  ...(goodsOf(question) < 9900 ? [9900 - goodsOf(question)] : []),
]

function timesOf({ rows, basket }: Question): Set<number> {
  const own = rows.filter(({ scope }) => !scope?.skus || basket.some(({ skuId }) => scope.skus?.includes(skuId)))
  const edges = own.flatMap(({ validFrom, validTo }) => [validFrom, ...(validTo === null ? [] : [validTo])])
  const advance = [PRESALE.validTo, PRESALE.balance.from, PRESALE.balance.to]
  return new Set([...edges, ...(basket.some(({ skuId }) => skuId === DOWN) ? advance : [])].map((it) => Date.parse(it)))
}

function mustFor(asks: Asks, question: Question): Pick<Allowed, 'must' | 'orWords'> {
  const total = totalOf(question)
  const { chosen, gifts, shippingFen } = answerOf(question, COUPONS)
  const coupon = chosen.find((id) => COUPONS.includes(id))
  const goods = goodsOf(question)
  switch (asks) {
    case 'coupon':
    case 'list':
      return coupon === undefined
        ? { must: new Set([total, ...RULED]) }
        : { must: new Set([total, offOf(question, coupon)]) }
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
