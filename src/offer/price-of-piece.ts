import { openCheckout } from './open-checkout.ts'
import type { CartLine, Question, Refused } from './quote-shape.ts'
import { validTo } from './valid-to.ts'

/** What one piece costs before any choice of offers, and the row that says so. `validTo` as in a quote. */
export interface PricedPiece {
  readonly status: 'priced'
  readonly unitFen: number
  readonly listFen: number | null
  readonly sourceId: string
  readonly version: number
  readonly validTo: string | null
}

/** The price (layer 1) of one piece of a line: cheaper than a quote where nothing but the price is asked. */
export function priceOfPiece(
  question: Omit<Question, 'cart'>,
  line: Omit<CartLine, 'lineId' | 'quantity'>,
): PricedPiece | Refused {
  const checkout = openCheckout({
    ...question,
    cart: { lines: [{ ...line, lineId: 'l1', quantity: 1, stock: undefined }] },
  })
  if ('status' in checkout) return checkout
  const [priced] = checkout.lines
  const row = priced?.presale?.row ?? priced?.pieces[0]?.row
  const { version } = checkout.known
  if (!priced || !row) return { status: 'refused', version, errors: [{ code: 'price-unknown', ref: line.skuId }] }
  const { goodsFen: unitFen, listFen } = priced
  return { status: 'priced', unitFen, listFen, sourceId: row.id, version, validTo: validTo(checkout) }
}
