import { split } from './arithmetic.ts'
import type { Checkout } from './checkout.ts'
import type { Offer } from './offer.ts'
import { type Nominal, nominalOf } from './reduce.ts'

/** An offer as it was used: what it saw, what it gave, and to which lines. */
export interface Used extends Nominal {
  readonly offer: Offer
  readonly openFen: number
  readonly reductionFen: number
  /** One share for each cover of the offer. */
  readonly shares: readonly number[]
  /** Σ left of the whole cart. */
  readonly afterFen: number
}

/** Uses offers in the order given, one after the other from what is left. `remaining` is of each line, after the last. */
export function useOffers(checkout: Checkout, offers: readonly Offer[]): { used: Used[]; remaining: number[] } {
  const { lines, question } = checkout
  const remaining = lines.map((line) => line.goodsFen)
  let afterFen = remaining.reduce((sum, fen) => sum + fen, 0)
  const used = offers.map((offer): Used => {
    const open = offer.covers.map((place) => (remaining[place] ?? 0) - (lines[place]?.depositFen ?? 0))
    const openFen = open.reduce((sum, fen) => sum + fen, 0)
    const remainingFen = offer.covers.reduce((sum, place) => sum + (remaining[place] ?? 0), 0)
    const nominal = nominalOf(offer, { remainingFen, openFen }, question.buyer.points ?? 0)
    const reductionFen = Math.min(nominal.nominalFen, openFen)
    const shares = reductionFen === 0 ? open.map(() => 0) : split(reductionFen, open)
    offer.covers.forEach((place, index) => {
      remaining[place] = (remaining[place] ?? 0) - (shares[index] ?? 0)
    })
    afterFen -= reductionFen
    return { ...nominal, offer, openFen, reductionFen, shares, afterFen }
  })
  return { used, remaining }
}
