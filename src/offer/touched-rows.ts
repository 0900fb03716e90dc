import type { KnownLedger } from './compile-ledger.ts'
import type { LedgerRow } from './ledger-row.ts'
import type { CartLine } from './quote-shape.ts'
import { rowsOfLine } from './rows-of-line.ts'
import { isInScope, touches } from './scope-of-row.ts'

/** A row that touches a cart, with the places of the lines in its scope (none where the scope cannot be read). */
export interface TouchedRow {
  readonly row: LedgerRow
  readonly places: readonly number[]
}

/** The latest rows that touch a cart, each once. */
export function touchedRows({ lineRows, places }: KnownLedger, lines: readonly CartLine[]): TouchedRow[] {
  const found: { readonly row: LedgerRow; readonly places: number[] }[] = []
  const { metIn, metAs } = lineRows
  lineRows.round = lineRows.round === 0xffff_ffff ? restart(metIn) : lineRows.round + 1
  const { round } = lineRows
  for (let place = 0; place < lines.length; place++) {
    const line = lines[place]
    if (line === undefined) continue
    for (const row of rowsOfLine(lineRows, line)) {
      if (metIn[row.slot] === round) {
        found[metAs[row.slot] ?? 0]?.places.push(place)
        continue
      }
      metIn[row.slot] = round
      metAs[row.slot] = found.length
      found.push({ row, places: [place] })
    }
  }
  for (const row of places.everywhere) {
    if (row.scope === null && touches(row, lines)) found.push({ row, places: [] })
  }
  return found
}

/** After four billion quotes old rounds must not look like new ones. */
function restart(metIn: Uint32Array): number {
  metIn.fill(0)
  return 1
}

export function placesOf(row: LedgerRow, lines: readonly CartLine[]): number[] {
  const places: number[] = []
  for (let place = 0; place < lines.length; place++) {
    const line = lines[place]
    if (line !== undefined && isInScope(row, line)) places.push(place)
  }
  return places
}
