import { type Checkout, byCode } from './checkout.ts'
import { doClash } from './clashes.ts'
import { audienceOf, buyerLeft, isInEffect, stockLeft } from './conditions.ts'
import { type Judged, isFrom, reasonOfMoment } from './find-offers.ts'
import { reasonOfInsurance } from './insure.ts'
import type { LedgerRow } from './ledger-row.ts'
import type { Offer } from './offer.ts'
import type { WhyNot } from './quote-shape.ts'
import { touches } from './scope-of-row.ts'
import type { ShopShipping } from './ship.ts'
import type { Reckoning } from './tell-steps.ts'
import type { TouchedRow } from './touched-rows.ts'
import type { Used } from './use-offers.ts'

export interface Unused extends Reckoning {
  readonly judged: readonly Judged[]
  readonly candidates: readonly Offer[]
  readonly shops: readonly ShopShipping[]
}

/** Why a row that touches the cart was not used, with the first reason that fits: reference offers.md §9. */
export function tellWhy(unused: Unused): WhyNot[] {
  const { checkout } = unused
  const used = usedIds(unused)
  const held = new Set<string>()
  for (const { entryId } of checkout.question.buyer.holds ?? []) held.add(entryId)
  const why: WhyNot[] = []
  const tell = (sourceId: string, reason: string | null): void => {
    if (reason !== null && (reason !== 'ended' || held.has(sourceId))) why.push({ sourceId, reason })
  }
  for (const { offer, reason } of unused.judged) {
    if (used.has(offer.row.id)) continue
    tell(offer.row.id, reason ?? (isBarred(offer, unused.used) ? 'conflict' : 'no-gain'))
  }
  for (const shop of unused.shops) {
    for (const free of shop.free) if (!used.has(free.row.id)) tell(free.row.id, free.reason ?? 'below-threshold')
  }
  for (const touched of checkout.rows) {
    const { row } = touched
    if (isToldHere(row) && row.fault === null && !used.has(row.id)) tell(row.id, reasonOf(checkout, touched))
  }
  if (held.size > 0) for (const id of withdrawnHolds(checkout, held)) tell(id, 'withdrawn')
  return why.length < 2 ? why : why.sort((one, other) => byCode(one.sourceId, other.sourceId))
}

/** Does an offer clash with one that was used? */
export function isBarred(offer: Offer, used: readonly Used[]): boolean {
  for (const other of used) if (doClash(offer, other.offer)) return true
  return false
}

const isToldHere = (row: LedgerRow): boolean =>
  row.isPrice || row.kind === 'presale' || row.kind === 'freight-insurance'

function usedIds({ checkout, used, fees, insurances }: Unused): ReadonlySet<string> {
  const ids = new Set<string>()
  for (const line of checkout.lines) for (const { row } of line.pieces) ids.add(row.id)
  for (const { offer } of used) ids.add(offer.row.id)
  for (const fee of fees) for (const row of fee.freeBy) ids.add(row.id)
  for (const { row } of insurances) ids.add(row.id)
  return ids
}

/** Prices, pre-sales and insurance; null: this kind is told elsewhere or not at all. */
function reasonOf(checkout: Checkout, { row, places }: TouchedRow): string | null {
  if (row.isPrice) return priceReason(checkout, { row, places })
  if (row.kind === 'presale') return presaleReason(checkout, { row, places })
  if (row.kind !== 'freight-insurance') return null
  const reason = reasonOfInsurance(checkout, row, places)
  if (reason !== null) return reason
  const isAsked = row.terms.paidBy === 'seller' || checkout.question.cart.insurance === true
  return isAsked ? 'other-price' : 'not-asked'
}

function priceReason(checkout: Checkout, { row, places }: TouchedRow): string {
  const moment = reasonOfMoment(checkout, row)
  if (moment !== null) return moment
  if (!places.some((place) => isFrom(row, checkout.lines[place]))) return 'entrance'
  if (buyerLeft(row, checkout.question) <= 0) return 'limit-reached'
  return stockLeft(row, checkout.question) <= 0 ? 'sold-out' : 'other-price'
}

/** Deposits are taken at the moment of the question, whenever the balance will be priced. */
function presaleReason(checkout: Checkout, { row, places }: TouchedRow): string {
  const { at, buyer } = checkout.question
  if (!isInEffect(row, at)) return at < row.from ? 'not-started' : 'ended'
  const audience = audienceOf(row, buyer)
  if (audience !== 'fits') return audience
  return places.some((place) => isFrom(row, checkout.lines[place])) ? 'other-price' : 'entrance'
}

function withdrawnHolds({ known, question, rows }: Checkout, held: ReadonlySet<string>): string[] {
  const ids: string[] = []
  for (const id of held) {
    const revisions = known.revisions.get(id)
    if (revisions?.at(-1)?.isWithdrawn !== true || rows.some(({ row }) => row.id === id)) continue
    if (revisions.some((row) => touches(row, question.cart.lines))) ids.push(id)
  }
  return ids
}
