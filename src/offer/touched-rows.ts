import type { KnownLedger } from './compile-ledger.ts'
import type { LedgerRow } from './ledger-row.ts'
import type { CartLine } from './quote-shape.ts'
import { isInScope, touches } from './scope-of-row.ts'

/** A row that touches a cart, with the places of the lines in its scope (none where the scope cannot be read). */
export interface TouchedRow {
  readonly row: LedgerRow
  readonly places: readonly number[]
}

/** The latest rows that touch a cart, each once; looked up by what the lines are, not by walking the ledger. */
export function touchedRows(known: KnownLedger, lines: readonly CartLine[]): Map<LedgerRow, number[]> {
  const found = new Map<LedgerRow, number[]>()
  const { bySku, byProduct, byCategory, byShop, everywhere } = known.places
  lines.forEach((line, place) => {
    const add = (rows: readonly LedgerRow[] | undefined): void => {
      if (rows === undefined) return
      for (const row of rows) meet(found, { row, line, place })
    }
    add(bySku.get(line.skuId))
    add(byProduct.get(line.productId))
    for (const id of line.categoryIds) add(byCategory.get(id))
    add(byShop.get(line.shopId))
    add(everywhere)
  })
  for (const row of everywhere) {
    if (row.scope === null && touches(row, lines)) found.set(row, [])
  }
  return found
}

function meet(found: Map<LedgerRow, number[]>, at: { row: LedgerRow; line: CartLine; place: number }): void {
  const places = found.get(at.row)
  if (places !== undefined && places[places.length - 1] === at.place) return
  if (!isInScope(at.row, at.line)) return
  if (places === undefined) found.set(at.row, [at.place])
  else places.push(at.place)
}

export const placesOf = (row: LedgerRow, lines: readonly CartLine[]): number[] =>
  lines.flatMap((line, place) => (isInScope(row, line) ? [place] : []))
