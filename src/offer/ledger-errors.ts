import { isInEffect } from './conditions.ts'
import { isPriceKind, unitPrice } from './price-line.ts'
import type { LedgerRow } from './ledger-row.ts'
import type { Note, Question } from './quote-shape.ts'
import type { PresaleState } from './settle-presale.ts'
import { feeRowFor } from './fee-row.ts'
import type { TouchedRow } from './touched-rows.ts'

interface Ledgered {
  readonly question: Question
  readonly presale: PresaleState
  readonly rows: readonly TouchedRow[]
}

/** Phase 3: what is wrong with the ledger at the moment of the price. */
export function ledgerErrors({ question, presale, rows }: Ledgered): Note[] {
  const inForce = rows.filter(({ row }) => row.kind !== 'presale' && isInEffect(row, presale.pricedAt))
  const errors: Note[] = []
  for (const { row } of inForce) if (row.fault !== null) errors.push({ code: row.fault, ref: row.id })
  question.cart.lines.forEach((line, place) => {
    const own = inForce.flatMap(({ row, places }) => (places.includes(place) ? [row] : []))
    const prices = own.filter((row) => row.kind === 'sku-price')
    const lists = own.filter((row) => row.kind === 'list-price')
    if (prices.length > 1 || lists.length > 1) errors.push({ code: 'overlapping-price', ref: line.skuId })
    if (prices.length === 0 && presale.lines[place] == null) errors.push({ code: 'price-unknown', ref: line.skuId })
    const [price] = prices
    if (prices.length === 1 && price !== undefined) errors.push(...negativePrices(own, price))
  })
  for (const shop of new Set(question.cart.lines.map((line) => line.shopId))) {
    if (hasOverlap(feeRowsOf(inForce, shop))) errors.push({ code: 'overlapping-shipping', ref: shop })
  }
  return errors
}

function negativePrices(rows: readonly LedgerRow[], price: LedgerRow): Note[] {
  const skuFen = price.terms.priceFen
  if (skuFen === undefined) return []
  return rows.flatMap((row) => {
    const isNegative = isPriceKind(row.kind) && row.fault === null && unitPrice(row, skuFen) <= 0
    return isNegative ? [{ code: 'negative-price', ref: row.id }] : []
  })
}

/** Phase 4: what cannot be bought, whatever it costs. */
export function availabilityErrors({ question, presale, rows }: Ledgered): Note[] {
  const errors: Note[] = []
  const inForce = rows.filter(({ row }) => row.fault === null && isInEffect(row, presale.pricedAt))
  question.cart.lines.forEach((line, place) => {
    const phase = presale.lines[place]?.phase ?? 'deposit'
    const isPaid = phase !== 'deposit'
    if (!isPaid && line.stock !== undefined && line.stock < line.quantity) {
      errors.push({ code: 'out-of-stock', ref: line.lineId })
    }
    for (const { row, places } of inForce) {
      const { maxPerBuyer } = row.terms
      if (maxPerBuyer === undefined || !places.includes(place)) continue
      const used = question.buyer.used?.[row.id] ?? 0
      if (used + line.quantity > maxPerBuyer) errors.push({ code: 'over-purchase-limit', ref: line.lineId })
    }
  })
  const { region } = question.buyer
  if (region === null || region === undefined) return errors
  for (const shop of new Set(question.cart.lines.map((line) => line.shopId))) {
    if (feeRowFor(feeRowsOf(inForce, shop), region)?.terms.refuse) errors.push({ code: 'region-not-served', ref: shop })
  }
  return errors
}

export const feeRowsOf = (rows: readonly TouchedRow[], shopId: string): LedgerRow[] =>
  rows.flatMap(({ row }) => (row.kind === 'shipping-fee' && row.owner === shopId && row.fault === null ? [row] : []))

function hasOverlap(rows: readonly LedgerRow[]): boolean {
  if (rows.length < 2) return false
  const seen = new Set<string>()
  return rows.some((row) => {
    const regions = new Set(row.terms.regions)
    const isThere = [...regions].some((region) => seen.has(region))
    for (const region of regions) seen.add(region)
    return isThere
  })
}
