import { reckonPlainly } from '../../offer/independent-calculation.ts'
import type { PlainCase, PlainLine } from '../../offer/plain-case.ts'
import { candidatesOf, use } from '../../offer/plain-offers.ts'
import { inScope, ORDER, PRICES, pay, priceOf, rowsNow, text, total } from '../../offer/plain-prices.ts'
import { type Books, isInWindow, latestRows, type Row } from './books.ts'
import type { Meant } from './journal.ts'

/** One buyer before the till, at one moment of the books. */
export interface Till {
  readonly books: Books
  readonly at: number
  readonly shopId: string
  readonly region: string | null
  /** `live:<room>` where he comes from a room that is on. */
  readonly entrance: string | null
  readonly customerId: string | null
}

export interface Basket {
  readonly productId: string
  readonly skuId: string
  readonly quantity: number
}

export interface Reckoned {
  readonly lines: readonly (Basket & { readonly unitFen: number; readonly rowId: string })[]
  readonly goodsFen: number
  readonly totalFen: number
  readonly savedFen: number
  readonly shippingFen: number | null
  readonly steps: readonly { readonly id: string; readonly offFen: number }[]
  readonly gifts: readonly { readonly id: string; readonly skuId: string; readonly quantity: number }[]
  /** Records that the total stands in: of each group one must be named. */
  readonly needs: readonly (readonly string[])[]
  readonly fee: readonly string[]
}

export interface Wish {
  readonly claims: readonly string[]
  /** Only these kinds count; absent: all. */
  readonly kinds?: ReadonlySet<string>
  /** A price in the place of all others: a pre-sale's. */
  readonly instead?: { readonly row: Row; readonly unitFen: number; readonly at: number }
}

/** What a basket costs, from offers.md alone; null: there is no sure figure. */
export function reckon(basket: readonly Basket[], till: Till, wish: Wish): Reckoned | null {
  if (basket.length === 0 || till.books.isStopped) return null
  const it = caseOf(basket, till, wish)
  if (isRefused(it, till)) return null
  const rows = rowsNow(it)
  const prices = it.cart.lines.map((line) => unitOf(line, rows, it))
  if (prices.some((price) => price === null)) return null
  const answer = reckonPlainly(it)
  const steps = stepsOf(it, answer.chosen)
  const fee = feeRows(it, till, answer.shippingFen)
  const lines = basket.map((one, place) => ({ ...one, ...(prices[place] ?? { unitFen: 0, rowId: '' }) }))
  return {
    lines: lines.map((one) => (wish.instead ? { ...one, rowId: wish.instead.row.id } : one)),
    goodsFen: answer.goodsFen,
    totalFen: answer.payableFen ?? answer.goodsPayableFen + answer.insuranceFen,
    savedFen: answer.goodsFen - answer.goodsPayableFen,
    shippingFen: answer.shippingFen,
    steps,
    gifts: answer.gifts.map(({ sourceId, skuId, quantity }) => ({ id: sourceId, skuId, quantity })),
    needs: [
      ...lines.map(({ rowId }) => [wish.instead?.row.id ?? rowId]),
      ...answer.chosen.map((id) => [id]),
      ...(fee.length > 0 ? [fee] : []),
    ],
    fee,
  }
}

export function caseOf(basket: readonly Basket[], till: Till, { claims, kinds, instead }: Wish): PlainCase {
  const kept = keptRows(till)
  const rows = [...latestRows(till.books).filter(({ id }) => !kept.some((row) => row.id === id)), ...kept]
  const counting = rows.filter(({ kind }) => kinds === undefined || kinds.has(kind))
  const entries = instead ? counting.flatMap((row) => replaced(row, instead)) : counting
  const lines = basket.map(({ productId, skuId, quantity }, place): PlainLine => {
    const entrance = till.entrance === null ? {} : { entrance: till.entrance }
    const ids = { lineId: `l${place + 1}`, skuId, productId, shopId: till.shopId, categoryIds: ['服饰'] }
    return { ...ids, quantity, ...entrance }
  })
  const holds = [...new Set([...claims, ...kept.map(({ id }) => id)])].map((entryId) => ({ entryId }))
  return {
    ledger: { entries: entries.filter(({ kind }) => kind !== 'presale' && kind !== 'price-protection') },
    cart: { lines },
    buyer: { holds, ...(till.region === null ? {} : { region: till.region }) },
    at: new Date(instead?.at ?? till.at).toISOString(),
  }
}

/** Coupons that he holds have the terms of the day on which he took them. */
export function keptRows({ books, customerId, at }: Till): Row[] {
  const holds = customerId === null ? [] : (books.holds.get(customerId) ?? [])
  return holds.flatMap(({ id, seq, from, to }) => {
    const isHeld = from <= at && (to === null || at < to)
    const row = books.rows.get(id)?.find((one) => one.seq === seq)
    return isHeld && row ? [row] : []
  })
}

export const heldIds = (till: Till): string[] => keptRows(till).map(({ id }) => id)

function replaced(row: Row, { row: presale, unitFen }: NonNullable<Wish['instead']>): Row[] {
  const [product] = presale.scope?.products ?? []
  const sku = row.scope?.skus?.[0] ?? ''
  if (row.kind === 'sku-price' && sku.startsWith(`${product}-`)) return [{ ...row, priceFen: unitFen }]
  const isPrice = PRICES.includes(row.kind) && row.kind !== 'sku-price'
  return isPrice && row.scope?.products?.includes(product ?? '') ? [] : [row]
}

/** Too few in stock, or nothing is sent there. */
function isRefused(it: PlainCase, { books, region }: Till): boolean {
  const isShort = it.cart.lines.some(({ productId, skuId, quantity }) => {
    const sku = books.products.get(productId)?.skus.find((one) => one.skuId === skuId)
    return !sku || sku.stock < quantity
  })
  const refusing = latestRows(books).find((row) => row.refuse && isInWindow(row, Date.parse(it.at)))
  return isShort || (region !== null && refusing?.regions?.includes(region) === true)
}

/** The lowest price of one piece and the row that says so. */
export function unitOf(
  line: PlainLine,
  rows: readonly PlainCase['ledger']['entries'][number][],
  it: PlainCase,
): { unitFen: number; rowId: string } | null {
  const own = rows.find((row) => row.kind === 'sku-price' && inScope(row, line))
  if (own?.priceFen === undefined) return null
  const skuFen = own.priceFen
  const offers = rows.filter(
    (row) => PRICES.includes(row.kind) && inScope(row, line) && (!row.entrance || row.entrance === line.entrance),
  )
  const priced = offers.map((row) => ({
    ...{ rowId: row.id, kind: row.kind },
    unitFen: row.kind === 'drop' ? skuFen - (row.offFen ?? 0) : (row.priceFen ?? pay(skuFen, row.payBp ?? 0)),
  }))
  const [least] = priced.sort(
    (one, other) =>
      one.unitFen - other.unitFen ||
      PRICES.indexOf(one.kind) - PRICES.indexOf(other.kind) ||
      text(one.rowId, other.rowId),
  )
  if (!least || least.unitFen * line.quantity !== priceOf(line, [...rows], it).goodsFen) return null
  return least
}

/** What each of the chosen takes off: the basket with those before it, and with it. */
function stepsOf(it: PlainCase, chosen: readonly string[]): Reckoned['steps'] {
  const rows = rowsNow(it)
  const priced = it.cart.lines.map((line) => priceOf(line, rows, it))
  const set = candidatesOf(rows, priced, it)
    .filter(({ row }) => chosen.includes(row.id))
    .sort((one, other) => ORDER.indexOf(one.row.kind) - ORDER.indexOf(other.row.kind) || text(one.row.id, other.row.id))
  const left = [...set.keys(), set.length].map((count) => total(use(set.slice(0, count), priced, it).remaining))
  return set.map(({ row }, place) => ({ id: row.id, offFen: (left[place] ?? 0) - (left[place + 1] ?? 0) }))
}

function feeRows(it: PlainCase, { region }: Till, shippingFen: number | null): string[] {
  if (shippingFen === null) return []
  const rows = rowsNow(it)
  if (shippingFen === 0) return rows.filter(({ kind }) => kind === 'free-shipping').map(({ id }) => id)
  const fees = rows.filter(({ kind }) => kind === 'shipping-fee')
  const listed = fees.find((row) => region !== null && row.regions?.includes(region))
  const row = listed ?? fees.find(({ regions }) => regions?.includes('*'))
  return row ? [row.id] : []
}

/** What he means, with an option in every line: the cheapest that is there stands for a product without one. */
export function basketOf(lines: Meant['lines'], till: Till): Basket[] {
  return lines.flatMap(({ productId, skuId, quantity }): Basket[] => {
    if (skuId !== null) return [{ productId, skuId, quantity }]
    const there = (till.books.products.get(productId)?.skus ?? []).filter(({ stock }) => stock > 0)
    const priced = there.flatMap((sku) => {
      const one = [{ productId, skuId: sku.skuId, quantity: 1 }]
      const it = caseOf(one, till, { claims: [] })
      const [line] = it.cart.lines
      const price = line ? unitOf(line, rowsNow(it), it) : null
      return price ? [{ skuId: sku.skuId, fen: price.unitFen }] : []
    })
    const [least] = priced.toSorted((one, other) => one.fen - other.fen)
    return least ? [{ productId, skuId: least.skuId, quantity }] : []
  })
}

/** Coupons that anybody may take now, from where this buyer is. */
export function claimable({ books, at, entrance, customerId }: Till): Row[] {
  const held = new Set((customerId === null ? [] : (books.holds.get(customerId) ?? [])).map(({ id }) => id))
  return latestRows(books).filter(
    (row) =>
      row.claimable === true &&
      /coupon|red-packet/.test(row.kind) &&
      (row.entrance === undefined || row.entrance === entrance) &&
      isInWindow(row, at) &&
      !held.has(row.id) &&
      !books.exhausted.has(row.id),
  )
}
