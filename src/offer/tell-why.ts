import { type Checkout, byCode } from './checkout.ts'
import { doClash } from './clashes.ts'
import { audienceOf, isInEffect, unitsLeft } from './conditions.ts'
import { type Judged, isFrom, reasonOfMoment } from './find-offers.ts'
import { reasonOfInsurance } from './insure.ts'
import { isPriceKind } from './price-line.ts'
import type { WhyNot } from './quote-shape.ts'
import { touches } from './scope-of-row.ts'
import type { ShopShipping } from './ship.ts'
import type { Reckoning } from './tell-steps.ts'
import type { TouchedRow } from './touched-rows.ts'

export interface Unused extends Reckoning {
  readonly judged: readonly Judged[]
  readonly shops: readonly ShopShipping[]
}

/** Why a row that touches the cart was not used, with the first reason that fits: reference offers.md §9. */
export function tellWhy(unused: Unused): WhyNot[] {
  const { checkout } = unused
  const used = usedIds(unused)
  const held = new Set(checkout.question.buyer.holds?.map((hold) => hold.entryId))
  const why: WhyNot[] = []
  const tell = (sourceId: string, reason: string | null): void => {
    if (reason !== null && (reason !== 'ended' || held.has(sourceId))) why.push({ sourceId, reason })
  }
  const chosen = unused.used.map(({ offer }) => offer)
  for (const { offer, reason } of unused.judged) {
    if (used.has(offer.row.id)) continue
    const isBarred = chosen.some((other) => doClash(offer, other))
    tell(offer.row.id, reason ?? (isBarred ? 'conflict' : 'no-gain'))
  }
  for (const shop of unused.shops) {
    for (const free of shop.free) if (!used.has(free.row.id)) tell(free.row.id, free.reason ?? 'below-threshold')
  }
  for (const touched of checkout.rows) {
    if (touched.row.fault === null && !used.has(touched.row.id)) tell(touched.row.id, reasonOf(checkout, touched))
  }
  for (const id of withdrawnHolds(checkout, held)) tell(id, 'withdrawn')
  return why.sort((one, other) => byCode(one.sourceId, other.sourceId))
}

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
  if (isPriceKind(row.kind)) return priceReason(checkout, { row, places })
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
  const left = unitsLeft(row, checkout.question)
  if (left.buyer <= 0) return 'limit-reached'
  return left.stock <= 0 ? 'sold-out' : 'other-price'
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
  const counting = new Set(rows.map(({ row }) => row.id))
  return [...held].filter((id) => {
    const revisions = known.revisions.get(id)
    if (revisions?.at(-1)?.isWithdrawn !== true || counting.has(id)) return false
    return revisions.some((row) => touches(row, question.cart.lines))
  })
}
