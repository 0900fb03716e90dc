import type { LedgerRow } from './ledger-row.ts'

/** An offer of layers 2 to 8 that may be chosen for a cart. */
export interface Offer {
  readonly row: LedgerRow
  /** Its place in the order of use, by kind. */
  readonly rank: number
  readonly layer: number
  /** Places of the lines that it is about. */
  readonly covers: readonly number[]
  /** Σ of goods and pieces of the covers: what a threshold on the price sees. */
  readonly thresholdFen: number
  readonly thresholdQty: number
  /** Uses left; of gifts: pieces. */
  readonly left: number
  /** Of `nth-piece`: fixed by the prices. Of the others 0. */
  readonly piecesFen: number
}

/** The order in which offers are used: kinds as in the table, then ids. */
export const byUse = (one: Offer, other: Offer): number =>
  one.rank - other.rank || (one.row.id < other.row.id ? -1 : one.row.id > other.row.id ? 1 : 0)
