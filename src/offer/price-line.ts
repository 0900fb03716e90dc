import { pay } from './arithmetic.ts'
import { type CheckoutLine, type LinePresale, type PricedPieces, byCode } from './checkout.ts'
import { audienceOf, buyerLeft, isInHours, stockLeft } from './conditions.ts'
import type { LedgerRow } from './ledger-row.ts'
import type { CartLine, Question } from './quote-shape.ts'

/** In equal prices the plainer kind is named first; by luck that is the order of the alphabet, bar the SKU's own price. */
const rank = (kind: string): string => (kind === 'sku-price' ? '' : kind)

/** What one piece costs under a price row, from the SKU's price alone. */
export function unitPrice({ kind, terms }: LedgerRow, skuFen: number): number {
  if (kind === 'drop') return skuFen - (terms.offFen ?? 0)
  return terms.priceFen ?? pay(skuFen, terms.payBp ?? 0)
}

export interface Unpriced {
  readonly line: CartLine
  readonly presale: LinePresale | null
  /** Rows in whose scope the line is and that are in effect: of prices only. */
  readonly rows: readonly LedgerRow[]
}

interface OfferedPrice {
  readonly row: LedgerRow
  readonly unitFen: number
}

const NONE_BLOCKED: readonly string[] = []

/** Layer 1: every piece at its lowest price, limited prices as far as their units go. */
export function priceLine({ line, presale, rows }: Unpriced, question: Question, pricedAt: number): CheckoutLine {
  let listFen: number | null = null
  let own: LedgerRow | null = null
  for (const row of rows) {
    if (row.kind === 'list-price') listFen = row.terms.priceFen ?? null
    else if (row.kind === 'sku-price') own = row
  }
  if (presale !== null) return presaleLine({ line, presale, listFen })
  const skuFen = own?.terms.priceFen ?? 0
  const offers: OfferedPrice[] = own === null ? [] : [{ row: own, unitFen: skuFen }]
  for (const row of rows) {
    if (row.isPrice && isEligiblePrice(row, { line, question, pricedAt })) {
      offers.push({ row, unitFen: unitPrice(row, skuFen) })
    }
  }
  if (offers.length > 1) offers.sort(byPrice)
  const pieces = fill(line.quantity, offers, question)
  let goodsFen = 0
  let blocked = NONE_BLOCKED
  for (const part of pieces) {
    goodsFen += part.quantity * part.unitFen
    const { notWith } = part.row.terms
    if (notWith !== undefined) blocked = blocked.length === 0 ? notWith : [...blocked, ...notWith]
  }
  return { line, presale, listFen, skuFen, pieces, goodsFen, depositFen: 0, blocked }
}

const byPrice = (one: OfferedPrice, other: OfferedPrice): number =>
  one.unitFen - other.unitFen || byCode(rank(one.row.kind), rank(other.row.kind)) || byCode(one.row.id, other.row.id)

function presaleLine({
  line,
  presale,
  listFen,
}: {
  line: CartLine
  presale: LinePresale
  listFen: number | null
}): CheckoutLine {
  const { priceFen = 0, depositFen = 0, expandFen = 0, notWith = [] } = presale.row.terms
  const unitFen = priceFen - (expandFen - depositFen)
  return {
    line,
    presale,
    listFen,
    skuFen: priceFen,
    pieces: [{ row: presale.row, quantity: line.quantity, unitFen }],
    goodsFen: unitFen * line.quantity,
    depositFen: depositFen * line.quantity,
    blocked: notWith,
  }
}

interface Asked {
  readonly line: CartLine
  readonly question: Question
  readonly pricedAt: number
}

function isEligiblePrice(row: LedgerRow, { line, question, pricedAt }: Asked): boolean {
  if (!isInHours(row, pricedAt)) return false
  if (row.terms.entrance !== undefined && row.terms.entrance !== line.entrance) return false
  return audienceOf(row, question.buyer) === 'fits'
}

function fill(quantity: number, offers: readonly OfferedPrice[], question: Question): PricedPieces[] {
  const pieces: PricedPieces[] = []
  let open = quantity
  for (const { row, unitFen } of offers) {
    if (open === 0) break
    const most =
      row.terms.limits === undefined ? open : Math.min(open, buyerLeft(row, question), stockLeft(row, question))
    if (most <= 0) continue
    pieces.push({ row, quantity: most, unitFen })
    open -= most
  }
  return pieces
}
