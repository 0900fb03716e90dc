import { pay } from './arithmetic.ts'
import { type CheckoutLine, type LinePresale, type PricedPieces, byCode } from './checkout.ts'
import { audienceOf, isInEffect, isInHours, unitsLeft } from './conditions.ts'
import type { LedgerRow } from './ledger-row.ts'
import type { CartLine, Question } from './quote-shape.ts'

const PRICE_KINDS = new Set(['time-price', 'member-price', 'drop', 'discount'])
/** In equal prices the plainer kind is named first; by luck that is the order of the alphabet, bar the SKU's own price. */
const rank = (kind: string): string => (kind === 'sku-price' ? '' : kind)

export const isPriceKind = (kind: string): boolean => PRICE_KINDS.has(kind)

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

/** Layer 1: every piece at its lowest price, limited prices as far as their units go. */
export function priceLine({ line, presale, rows }: Unpriced, question: Question, pricedAt: number): CheckoutLine {
  const listFen = rows.find((row) => row.kind === 'list-price')?.terms.priceFen ?? null
  if (presale !== null) return presaleLine({ line, presale, listFen })
  const own = rows.find((row) => row.kind === 'sku-price')
  const skuFen = own?.terms.priceFen ?? 0
  const offers = rows.flatMap((row) => {
    if (row !== own && !(isPriceKind(row.kind) && isEligiblePrice(row, { line, question, pricedAt }))) return []
    return [{ row, unitFen: unitPrice(row, skuFen) }]
  })
  if (offers.length > 1) {
    offers.sort(
      (one, other) =>
        one.unitFen - other.unitFen ||
        byCode(rank(one.row.kind), rank(other.row.kind)) ||
        byCode(one.row.id, other.row.id),
    )
  }
  const pieces = fill(line.quantity, offers, question)
  const goodsFen = pieces.reduce((sum, part) => sum + part.quantity * part.unitFen, 0)
  const blocked = pieces.flatMap((part) => part.row.terms.notWith ?? [])
  return { line, presale, listFen, skuFen, pieces, goodsFen, depositFen: 0, blocked }
}

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
  if (!isInEffect(row, pricedAt) || !isInHours(row, pricedAt)) return false
  if (row.terms.entrance !== undefined && row.terms.entrance !== line.entrance) return false
  return audienceOf(row, question.buyer) === 'fits'
}

function fill(
  quantity: number,
  offers: readonly { readonly row: LedgerRow; readonly unitFen: number }[],
  question: Question,
): PricedPieces[] {
  const pieces: PricedPieces[] = []
  let open = quantity
  for (const { row, unitFen } of offers) {
    if (open === 0) break
    const left = unitsLeft(row, question)
    const taken = Math.max(0, Math.min(open, left.buyer, left.stock))
    if (taken > 0) pieces.push({ row, quantity: taken, unitFen })
    open -= taken
  }
  return pieces
}
