import { isInEffect } from './conditions.ts'
import type { LedgerRow } from './ledger-row.ts'
import type { CartLine, Question } from './quote-shape.ts'
import type { TouchedRow } from './touched-rows.ts'

/** The rows in effect at the moment of the price, by what they are for. */
export interface RowsInForce {
  readonly rows: readonly TouchedRow[]
  /** For each line the rows that set its price: of the SKU, struck out, and lower ones. */
  readonly pricing: readonly (readonly LedgerRow[])[]
  readonly fees: readonly LedgerRow[]
  readonly shops: readonly string[]
}

export function rowsInForce(touched: readonly TouchedRow[], { cart }: Question, pricedAt: number): RowsInForce {
  const rows: TouchedRow[] = []
  const fees: LedgerRow[] = []
  const pricing: LedgerRow[][] = []
  for (let place = 0; place < cart.lines.length; place++) pricing.push([])
  for (const it of touched) {
    const { row, places } = it
    if (row.kind === 'presale' || !isInEffect(row, pricedAt)) continue
    rows.push(it)
    if (row.kind === 'shipping-fee') fees.push(row)
    else if (row.isPrice || row.kind === 'sku-price' || row.kind === 'list-price') {
      for (const place of places) pricing[place]?.push(row)
    }
  }
  return { rows, pricing, fees, shops: shopsOf(cart.lines) }
}

/** The shops of a cart in its order. */
export function shopsOf(lines: readonly CartLine[]): readonly string[] {
  const shops: string[] = []
  for (const { shopId } of lines) if (!shops.includes(shopId)) shops.push(shopId)
  return shops
}
