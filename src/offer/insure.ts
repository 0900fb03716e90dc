import { type Checkout, byCode } from './checkout.ts'
import { isFrom, reasonOfMoment } from './find-offers.ts'
import type { LedgerRow } from './ledger-row.ts'

export interface Insurance {
  readonly shopId: string
  readonly row: LedgerRow
  readonly feeFen: number
}

/** Freight insurance of a shop: the seller's if there is one, else the cheapest that the buyer may have and asked for. */
export function insure(checkout: Checkout, shopId: string): Insurance | null {
  const eligible: LedgerRow[] = []
  for (const { row, places } of checkout.rows) {
    const isOwn = row.kind === 'freight-insurance' && row.fault === null && row.owner === shopId
    if (isOwn && reasonOfInsurance(checkout, row, places) === null) eligible.push(row)
  }
  if (eligible.length === 0) return null
  eligible.sort((one, other) => byCode(one.id, other.id))
  const seller = eligible.find((row) => row.terms.paidBy === 'seller')
  if (seller !== undefined) return { shopId, row: seller, feeFen: 0 }
  if (checkout.question.cart.insurance !== true) return null
  const cheapest = eligible.sort((one, other) => (one.terms.feeFen ?? 0) - (other.terms.feeFen ?? 0))[0]
  return cheapest === undefined ? null : { shopId, row: cheapest, feeFen: cheapest.terms.feeFen ?? 0 }
}

export function reasonOfInsurance(checkout: Checkout, row: LedgerRow, places: readonly number[]): string | null {
  const moment = reasonOfMoment(checkout, row)
  if (moment !== null) return moment
  return places.some((place) => isFrom(row, checkout.lines[place])) ? null : 'entrance'
}
