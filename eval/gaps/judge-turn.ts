import type { Handled } from '../../src/turn/index.ts'
import type { GapDialogue, GapGoods } from './gap-dialogue.ts'
import { type GapTurn, orderNumber, orderOfNumber } from './play-dialogue.ts'
import { isOnTopic } from './topics.ts'

type Expectation = NonNullable<GapTurn['expect']>

/** What a turn took for meant, read from its own explanation: never from the words of the buyer. */
export interface Taken {
  readonly product: string | null
  readonly sku: string | null
  readonly order: string | null
  /** Between which things the buyer was asked; empty: he was not asked which. */
  readonly asked: readonly string[]
  /** All that was said, menus and cards included. */
  readonly words: string
}

export interface Judgement {
  readonly isRight: boolean
  readonly isWrongCarry: boolean
  /** What was not as said: about, ask, none, sku, state. */
  readonly faults: readonly string[]
  /** Reported apart; null: not asked for. */
  readonly onTopic: boolean | null
  readonly namesAssumed: boolean | null
}

export interface Judging {
  readonly dialogue: GapDialogue
  readonly goods: GapGoods
}

/** Holds one turn against what the frozen file says (README.md). */
export function judgeTurn(expect: Expectation, handled: Handled, judging: Judging): Judgement {
  const taken = takenBy(handled)
  const faults = [...faultsOfThing(expect, taken, judging), ...faultsOfMore(expect, taken, judging)]
  const isWrongCarry = carriesWrongly(expect, taken, judging)
  return {
    isRight: faults.length === 0 && !isWrongCarry,
    isWrongCarry,
    faults: isWrongCarry ? [...faults, 'carry'] : faults,
    onTopic: expect.topic === undefined ? null : isOnTopic(expect.topic, handled),
    namesAssumed: expect.saysAssumed && expect.about ? isNamed(expect.about, taken.words, judging) : null,
  }
}

export function takenBy({ seen, decision, reply }: Handled): Taken {
  const bound = decision.acts.flatMap((act) => ('bound' in act ? [act.bound] : []))
  const asks = decision.acts.flatMap((act) => (act.kind === 'ask' && act.pending ? [act.pending] : []))
  const things = asks.filter(({ kind }) => kind !== 'meaning')
  const order = bound.find(({ orderId }) => orderId !== null)?.orderId ?? seen.focus.order?.id ?? null
  return {
    product: bound.find(({ productId }) => productId !== null)?.productId ?? seen.focus.product?.id ?? null,
    sku: bound.find(({ skuId }) => skuId !== null)?.skuId ?? seen.focus.skuId,
    order: order === null ? null : orderOfNumber(order),
    asked: things.flatMap(({ kind, options }) =>
      options.map(({ value }) => (kind === 'order' ? orderOfNumber(value) : value)),
    ),
    words: reply.contents.map((content) => JSON.stringify(content)).join('\n'),
  }
}

function faultsOfThing(expect: Expectation, taken: Taken, judging: Judging): string[] {
  if (expect.ask) return sameThings(expect.ask, taken.asked) ? [] : ['ask']
  if (expect.none) return taken.product === null && taken.order === null ? [] : ['none']
  const about = expect.about ?? ''
  if (taken.asked.length > 0) return ['about']
  if (isOrder(about, judging)) return taken.order === about ? [] : ['about']
  if (taken.product === about) return taken.order === null || holds(taken.order, about, judging) ? [] : ['about']
  return taken.product === null && taken.order !== null && holdsOnly(taken.order, about, judging) ? [] : ['about']
}

const sameThings = (expected: readonly string[], asked: readonly string[]): boolean =>
  expected.length === asked.length && expected.every((id) => asked.includes(id))

const isOrder = (id: string, { dialogue }: Judging): boolean => dialogue.orders.some((order) => order.id === id)

function productsOf(order: string, { dialogue, goods }: Judging): string[] {
  const skus = dialogue.orders.find(({ id }) => id === order)?.skus ?? []
  const products = goods.shops.flatMap((shop) => shop.products)
  return products.filter((product) => product.skus.some(({ id }) => skus.includes(id))).map(({ id }) => id)
}

const holds = (order: string, product: string, judging: Judging): boolean =>
  productsOf(order, judging).includes(product)

const holdsOnly = (order: string, product: string, judging: Judging): boolean =>
  productsOf(order, judging).every((id) => id === product)

function faultsOfMore({ sku, state }: Expectation, taken: Taken, judging: Judging): string[] {
  const faults = []
  if (sku !== undefined && skuTaken(taken, judging) !== sku) faults.push('sku')
  if (state !== undefined && !agrees(state, taken.words)) faults.push('state')
  return faults
}

/** Whoever means a product of one variant means that. */
function skuTaken({ sku, product }: Taken, { goods }: Judging): string | null {
  const skus = goods.shops.flatMap((shop) => shop.products).find(({ id }) => id === product)?.skus ?? []
  return sku ?? (skus.length === 1 ? (skus[0]?.id ?? null) : null)
}

/** How an answer shows that it knows the state: in words, or on a card. */
const SHOWN: Readonly<Record<string, RegExp>> = {
  paid: /付款|待发货|还没发|未发货|尚未发|paid|not (yet )?(been )?(shipped|sent)/i,
  shipped: /发货|发出|运输|在路上|转运|派送|in.transit|shipped|on its way/i,
  delivered: /签收|送达|收到|收货|delivered|received/i,
  refunding: /退款.{0,8}(中|处理|审核|申请)|申请.{0,6}退款|refund.{0,20}(progress|requested|review)/i,
  refunded: /已退款|退款.{0,6}(完成|成功|到账)|退回|refunded|refund.{0,20}(done|complete)/i,
  cancelled: /取消|关闭|cancel|closed/i,
  closed: /关闭|结束|完结|closed|ended/i,
  soldout: /"stock":0[,}]|没货|无货|缺货|售罄|卖完|没有现货|暂时没有|断货|补货|sold out|out of stock|not in stock/i,
  restocked: /"stock":[1-9]|有货|有现货|现货|可以拍|可以下单|in stock|available/i,
  delisted: /下架|不再|没有在卖|已停售|off the shelf|no longer/i,
}

function agrees(state: string, words: string): boolean {
  if (!/^\d+$/.test(state)) return SHOWN[state]?.test(words) ?? false
  const yuan = String(Number(state) / 100)
  return new RegExp(`"amount":${state}\\b|(?<![\\d.])${yuan.replace('.', '\\.')}(?![\\d])`).test(words)
}

/** Takes what must not be taken, or says its name; where nothing may be taken, takes anything or asks among such things. */
function carriesWrongly({ none, notCarry = [] }: Expectation, taken: Taken, judging: Judging): boolean {
  const things = [taken.product, taken.order, taken.sku, ...taken.asked].filter((id) => id !== null)
  if (none && (taken.product !== null || taken.order !== null)) return true
  return notCarry.some((id) => things.includes(id) || saysName(id, taken.words, judging))
}

/** By its full name or its number; a common word of it may stand in any answer. */
function saysName(id: string, words: string, judging: Judging): boolean {
  if (isOrder(id, judging)) return words.includes(orderNumber(id))
  const { title } = productOf(id, judging) ?? { title: null }
  return title !== null && words.includes(title)
}

const productOf = (id: string, { goods }: Judging) =>
  goods.shops.flatMap((shop) => shop.products).find((product) => product.id === id)

function isNamed(about: string, words: string, judging: Judging): boolean {
  if (isOrder(about, judging) && words.includes(orderNumber(about))) return true
  const ids = isOrder(about, judging) ? productsOf(about, judging) : [about]
  return ids.some((id) => {
    const product = productOf(id, judging)
    return product !== undefined && [product.title, ...product.names].some((name) => words.includes(name))
  })
}
