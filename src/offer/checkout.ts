import type { KnownLedger } from './compile-ledger.ts'
import type { LedgerRow } from './ledger-row.ts'
import type { CartLine, Question } from './quote-shape.ts'
import type { TouchedRow } from './touched-rows.ts'

export type PresalePhase = 'deposit' | 'waiting' | 'balance'

export interface LinePresale {
  readonly row: LedgerRow
  readonly phase: PresalePhase
}

/** So many pieces of a line at one price. */
export interface PricedPieces {
  readonly row: LedgerRow
  readonly quantity: number
  readonly unitFen: number
}

export interface CheckoutLine {
  readonly line: CartLine
  readonly presale: LinePresale | null
  readonly listFen: number | null
  readonly skuFen: number
  readonly pieces: readonly PricedPieces[]
  readonly goodsFen: number
  readonly depositFen: number
  /** Kinds that the price of this line does not go with. */
  readonly blocked: readonly string[]
}

/** A question with everything about it settled that is no choice: which rows count, at what moment, at which unit prices. */
export interface Checkout {
  readonly question: Question
  readonly known: KnownLedger
  readonly pricedAt: number
  readonly rows: readonly TouchedRow[]
  readonly lines: readonly CheckoutLine[]
  /** The shops of the cart in its order. */
  readonly shops: readonly string[]
  /** Only kinds of these layers count (price protection); absent: all. */
  readonly kinds?: ReadonlySet<string> | undefined
}

export const byCode = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)
