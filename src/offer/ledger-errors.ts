import { feeRowFor } from './fee-row.ts'
import type { LedgerRow } from './ledger-row.ts'
import { unitPrice } from './price-line.ts'
import type { Note, Question } from './quote-shape.ts'
import type { RowsInForce } from './rows-in-force.ts'
import type { PresaleState } from './settle-presale.ts'

interface Ledgered {
  readonly question: Question
  readonly presale: PresaleState
  readonly inForce: RowsInForce
}

/** Phase 3: what is wrong with the ledger at the moment of the price. */
export function ledgerErrors({ question, presale, inForce }: Ledgered): Note[] {
  const errors: Note[] = []
  for (const { row } of inForce.rows) if (row.fault !== null) errors.push({ code: row.fault, ref: row.id })
  for (let place = 0; place < question.cart.lines.length; place++) {
    const skuId = question.cart.lines[place]?.skuId ?? ''
    priceErrors(errors, { rows: inForce.pricing[place] ?? [], skuId, isPresale: presale.lines[place] != null })
  }
  if (inForce.fees.length > 1) {
    for (const shop of inForce.shops) {
      if (hasOverlap(feeRowsOf(inForce.fees, shop))) errors.push({ code: 'overlapping-shipping', ref: shop })
    }
  }
  return errors
}

interface Pricing {
  readonly rows: readonly LedgerRow[]
  readonly skuId: string
  readonly isPresale: boolean
}

function priceErrors(errors: Note[], { rows, skuId, isPresale }: Pricing): void {
  let prices = 0
  let lists = 0
  let skuFen: number | undefined
  for (const row of rows) {
    if (row.kind === 'sku-price') {
      prices++
      skuFen = row.terms.priceFen
    } else if (row.kind === 'list-price') lists++
  }
  if (prices > 1 || lists > 1) errors.push({ code: 'overlapping-price', ref: skuId })
  if (prices === 0 && !isPresale) errors.push({ code: 'price-unknown', ref: skuId })
  if (prices !== 1 || skuFen === undefined) return
  for (const row of rows) {
    const isNegative = row.isPrice && row.fault === null && unitPrice(row, skuFen) <= 0
    if (isNegative) errors.push({ code: 'negative-price', ref: row.id })
  }
}

/** Phase 4: what cannot be bought, whatever it costs. */
export function availabilityErrors({ question, presale, inForce }: Ledgered): Note[] {
  const errors: Note[] = []
  const { lines } = question.cart
  for (let place = 0; place < lines.length; place++) {
    const line = lines[place]
    const isPaid = (presale.lines[place]?.phase ?? 'deposit') !== 'deposit'
    if (line?.stock !== undefined && !isPaid && line.stock < line.quantity) {
      errors.push({ code: 'out-of-stock', ref: line.lineId })
    }
    for (const row of inForce.pricing[place] ?? []) {
      const { maxPerBuyer } = row.terms
      if (maxPerBuyer === undefined || line === undefined) continue
      const used = question.buyer.used?.[row.id] ?? 0
      if (used + line.quantity > maxPerBuyer) errors.push({ code: 'over-purchase-limit', ref: line.lineId })
    }
  }
  const { region } = question.buyer
  if (region === null || region === undefined) return errors
  for (const shop of inForce.shops) {
    const row = feeRowFor(feeRowsOf(inForce.fees, shop), region)
    if (row?.terms.refuse) errors.push({ code: 'region-not-served', ref: shop })
  }
  return errors
}

export const feeRowsOf = (rows: readonly LedgerRow[], shopId: string): readonly LedgerRow[] =>
  rows.every((row) => row.owner === shopId && row.fault === null)
    ? rows
    : rows.filter((row) => row.owner === shopId && row.fault === null)

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
