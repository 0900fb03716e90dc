import { inScope, total } from '../../offer/plain-prices.ts'
import { type Books, isInWindow, latestRows, type Row } from './books.ts'
import type { Figure, Role } from './read-figures.ts'
import { type Basket, caseOf, claimable, heldIds, type Reckoned, reckon, type Till } from './reckon.ts'

/** A figure that may be said now, and the records that must be named with it: of each group one. */
export interface Item {
  readonly role: Role
  readonly value: number
  readonly needs: readonly (readonly string[])[]
}

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const AHEAD_MS = 7 * DAY_MS
const MOST_EDGES = 80

export function explains({ role, value, needs }: Item, figure: Figure, named: ReadonlySet<string>): boolean {
  const isSame = figure.role === 'time' ? floorOf(value) === floorOf(figure.value) : value === figure.value
  const isOfRole = figure.role === 'any' || role === figure.role || role === 'any'
  return isSame && isOfRole && needs.every((group) => group.some((id) => named.has(id)))
}

// Said to the minute.
const floorOf = (at: number): number => Math.floor(at / MINUTE_MS)

/** What the records themselves say: thresholds, reductions, fees, ends. */
export function directItems(till: Till): Item[] {
  if (till.books.isStopped) return []
  return latestRows(till.books).flatMap((row) => {
    const isSeen = row.entrance === undefined || row.entrance === till.entrance
    return isSeen && isInWindow(row, till.at) && isToBeHad(row, till) ? itemsOfRow(row) : []
  })
}

/** Of a coupon that is all given away nothing may be told to who does not hold it. */
const isToBeHad = ({ id }: Row, till: Till): boolean => !till.books.exhausted.has(id) || heldIds(till).includes(id)

export function itemsOfRow(row: Row): Item[] {
  const needs = [[row.id]]
  const item = (role: Role, value: number | null | undefined): Item[] =>
    value === undefined || value === null ? [] : [{ role, value, needs }]
  const tiers = (row.tiers ?? []).flatMap((tier) => [
    ...item('threshold', tier.minFen),
    ...item('off', tier.offFen),
    ...item('off', tier.payBp),
    ...item('count', tier.gift?.quantity),
  ])
  return [
    ...tiers,
    ...item('fee', row.fee?.flatFen),
    ...item('threshold', row.kind === 'free-shipping' ? row.minFen : undefined),
    ...item('fee', row.feeFen),
    ...item('any', row.coverFen),
    ...item('days', row.days),
    ...(row.kind === 'sku-price' ? [] : item('time', row.validTo === null ? null : Date.parse(row.validTo))),
  ]
}

/** What is in stock of a product, by the shop's own record. */
export function stockItems(books: Books, productIds: readonly string[]): Item[] {
  return productIds.flatMap((id) => {
    const skus = books.products.get(id)?.skus ?? []
    const needs = [[`product:${id}`]]
    const each = skus.map(({ stock }): Item => ({ role: 'stock', value: stock, needs }))
    return [...each, { role: 'stock', value: total(skus.map(({ stock }) => stock)), needs }]
  })
}

/** The price of one piece of every option. */
export function unitItems({ books, ...rest }: Till, productIds: readonly string[]): Item[] {
  // What is sold out has a price too.
  const till = { ...rest, books: endless(books) }
  return productIds.flatMap((productId) =>
    (till.books.products.get(productId)?.skus ?? []).flatMap(({ skuId }): Item[] => {
      const presale = presaleOf([{ productId, skuId, quantity: 1 }], till)
      if (presale) return [{ role: 'unit', value: presale.unitFen, needs: [[presale.row.id]] }]
      const answer = reckon([{ productId, skuId, quantity: 1 }], { ...till, region: null }, { claims: [] })
      const [line] = answer?.lines ?? []
      return line ? [{ role: 'unit', value: line.unitFen, needs: [[line.rowId]] }] : []
    }),
  )
}

export function presaleOf(basket: readonly Basket[], till: Till): { row: Row; unitFen: number; at: number } | null {
  const row = latestRows(till.books).find(
    (one) =>
      one.kind === 'presale' && isInWindow(one, till.at) && one.scope?.products?.includes(basket[0]?.productId ?? ''),
  )
  if (!row?.balance || row.priceFen === undefined || till.books.isStopped) return null
  const unitFen = row.priceFen - ((row.expandFen ?? 0) - (row.depositFen ?? 0))
  return { row, unitFen, at: Date.parse(row.balance.from) }
}

/** With what he holds alone, and with what he could take. */
export function answersOf(basket: readonly Basket[], till: Till): readonly (Reckoned | null)[] {
  const early = presaleOf(basket, till)
  if (early && basket.length > 1) return []
  const instead = early ? { instead: early } : {}
  const claims = claimable(till).map(({ id }) => id)
  return [reckon(basket, till, { claims, ...instead }), reckon(basket, till, { claims: [], ...instead })]
}

/** All that may be said of a basket at this till. */
export function basketItems(basket: readonly Basket[], till: Till): Item[] {
  const answers = answersOf(basket, till).filter((answer) => answer !== null)
  return [
    ...answers.flatMap(itemsOfAnswer),
    ...answers.flatMap((answer) => stepsAhead(answer, basket, till)),
    ...presaleItems(basket, till, answers[0]),
  ]
}

function itemsOfAnswer(answer: Reckoned): Item[] {
  const { lines, needs, steps, fee, shippingFen } = answer
  const prices = lines.map(({ rowId }) => [rowId])
  const offs = steps.map(({ id }) => [id])
  return [
    { role: 'total', value: answer.totalFen, needs },
    { role: 'any', value: answer.goodsFen, needs: prices },
    { role: 'off', value: answer.savedFen, needs: offs },
    ...lines.map(({ unitFen, rowId }): Item => ({ role: 'unit', value: unitFen, needs: [[rowId]] })),
    ...lines.map(({ quantity }): Item => ({ role: 'count', value: quantity, needs: [] })),
    ...steps.map(({ id, offFen }): Item => ({ role: 'off', value: offFen, needs: [[id]] })),
    ...(shippingFen === null ? [] : [{ role: 'fee' as const, value: shippingFen, needs: fee.length > 0 ? [fee] : [] }]),
    ...answer.gifts.map(({ id, quantity }): Item => ({ role: 'count', value: quantity, needs: [[id]] })),
  ]
}

/** How much is missing to the next step of an offer, and what that step gives more. */
function stepsAhead(answer: Reckoned, basket: readonly Basket[], till: Till): Item[] {
  const { cart } = caseOf(basket, till, { claims: [] })
  return latestRows(till.books).flatMap((row) => {
    if (!isInWindow(row, till.at) || !isToBeHad(row, till)) return []
    const covered = answer.lines.filter((_, place) => {
      const line = cart.lines[place]
      return line !== undefined && inScope(row, line) && (!row.entrance || row.entrance === line.entrance)
    })
    const worth = total(covered.map(({ unitFen, quantity }) => unitFen * quantity))
    const needs = [[row.id]]
    if (row.kind === 'free-shipping') return [{ role: 'missing' as const, value: (row.minFen ?? 0) - worth, needs }]
    const next = row.tiers?.find(({ minFen = 0 }) => minFen > worth)
    if (!next || next.minFen === undefined) return []
    const nowFen = row.tiers?.findLast(({ minFen = 0 }) => minFen <= worth)?.offFen ?? 0
    const gain = next.offFen === undefined ? [] : [{ role: 'off' as const, value: next.offFen - nowFen, needs }]
    return [{ role: 'missing' as const, value: next.minFen - worth, needs }, ...gain]
  })
}

function presaleItems(basket: readonly Basket[], till: Till, answer: Reckoned | undefined): Item[] {
  const early = presaleOf(basket, till)
  const [line] = basket
  if (!early || !line || !answer) return []
  const { row } = early
  const [deposit, worth] = [(row.depositFen ?? 0) * line.quantity, (row.expandFen ?? 0) * line.quantity]
  const any = (value: number, needs: Item['needs'] = [[row.id]]): Item => ({ role: 'any', value, needs })
  const times = [row.balance?.from, row.balance?.to].map(
    (at): Item => ({ role: 'time', value: Date.parse(at ?? ''), needs: [[row.id]] }),
  )
  return [any(deposit), any(worth), any(worth - deposit), any(answer.totalFen - deposit, answer.needs), ...times]
}

/** The moments of the next days at which a row begins or ends. */
export function edgesAhead({ books, at }: Till): number[] {
  const edges = latestRows(books).flatMap((row) => {
    const ends = [row.validFrom, row.validTo, row.balance?.from, row.balance?.to]
    return [...ends.map((end) => (end ? Date.parse(end) : Number.NaN)), ...dailyEdges(row, at)]
  })
  const ahead = [...new Set(edges)].filter((edge) => edge > at && edge <= at + AHEAD_MS)
  return ahead.toSorted((one, other) => one - other).slice(0, MOST_EDGES)
}

const SHANGHAI_MS = 8 * 3_600_000

function dailyEdges({ daily }: Row, at: number): number[] {
  if (!daily) return []
  const midnight = Math.floor((at + SHANGHAI_MS) / DAY_MS) * DAY_MS - SHANGHAI_MS
  return [daily.from, daily.to].flatMap((clock) => {
    const [hours = 0, minutes = 0] = clock.split(':').map(Number)
    return Array.from({ length: 8 }, (_, day) => midnight + day * DAY_MS + (hours * 60 + minutes) * MINUTE_MS)
  })
}

/** What the same basket costs at each of them, and when that is. */
export function laterItems(basket: readonly Basket[], till: Till): Item[] {
  const claims = claimable(till).map(({ id }) => id)
  return edgesAhead(till).flatMap((at): Item[] => {
    const answer = reckon(basket, { ...till, at }, { claims })
    if (!answer) return []
    const { needs, totalFen } = answer
    return [
      { role: 'total', value: totalFen, needs },
      { role: 'time', value: at, needs },
    ]
  })
}

const OF_SHOP = new Set(['nth-piece', 'gift', 'shop-reduction', 'product-coupon', 'shop-coupon'])
const AFTER_SALE = new Set([...OF_SHOP, 'sku-price', 'time-price', 'drop', 'discount', 'member-price'])

/** Price protection of what he bought: then as it was known then, and now. `then`: the books at the purchase. */
export function protectionItems(till: Till, then: (at: number) => Books): Item[] {
  const orders = till.customerId === null ? [] : (till.books.orders.get(till.customerId) ?? [])
  return orders.flatMap(({ orderId, productId, skuId, quantity, paidAt, totalFen }): Item[] => {
    const basket = [{ productId, skuId, quantity }]
    const asOrder = { ...till, entrance: null, region: null }
    const days = Math.max(0, ...latestRows(then(paidAt)).map((row) => (isInWindow(row, paidAt) ? (row.days ?? 0) : 0)))
    const bought = { ...endless(then(paidAt)), isStopped: false }
    const paid = reckon(basket, { ...asOrder, books: bought, at: paidAt, customerId: null }, shopOnly)
    const now = reckon(basket, { ...asOrder, customerId: null, books: endless(till.books) }, shopOnly)
    const order = [[`order:${orderId}`]]
    const any = (value: number, needs: Item['needs']): Item => ({ role: 'any', value, needs })
    const own = [any(totalFen, order)]
    if (!paid || !now || days === 0) return own
    const [paidFen, nowFen] = [paid.goodsFen - paid.savedFen, now.goodsFen - now.savedFen]
    const until: Item = { role: 'time', value: paidAt + days * DAY_MS, needs: order }
    const difference = any(Math.max(0, paidFen - nowFen), [...order, ...now.needs])
    return [...own, any(paidFen, order), any(nowFen, now.needs), difference, until]
  })
}

const shopOnly = { claims: [], kinds: AFTER_SALE }

/** What was bought is compared whether or not it is still in stock. */
export function endless(books: Books): Books {
  const products = [...books.products.values()].map((product) => ({
    ...product,
    skus: product.skus.map((sku) => ({ ...sku, stock: 9999 })),
  }))
  return { ...books, products: new Map(products.map((product) => [product.productId, product])) }
}
