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
  const points = question.buyer.points ?? 0
  const remaining: number[] = []
  let afterFen = 0
  for (const { goodsFen } of lines) {
    remaining.push(goodsFen)
    afterFen += goodsFen
  }
  const used: Used[] = []
  for (const offer of offers) {
    const open: number[] = []
    let openFen = 0
    let remainingFen = 0
    for (const place of offer.covers) {
      const fen = remaining[place] ?? 0
      const own = fen - (lines[place]?.depositFen ?? 0)
      remainingFen += fen
      openFen += own
      open.push(own)
    }
    const { thresholdFen, nominalFen, gift, sets } = nominalOf(offer, { remainingFen, openFen }, points)
    const reductionFen = Math.min(nominalFen, openFen)
    const shares = split(reductionFen, open)
    takeOff(remaining, offer.covers, shares)
    afterFen -= reductionFen
    used.push({ thresholdFen, nominalFen, gift, sets, offer, openFen, reductionFen, shares, afterFen })
  }
  return { used, remaining }
}

/** Takes the shares of an offer off the lines that it covers. */
export function takeOff(remaining: number[], covers: readonly number[], shares: readonly number[]): void {
  for (let index = 0; index < shares.length; index++) {
    const place = covers[index] ?? 0
    remaining[place] = (remaining[place] ?? 0) - (shares[index] ?? 0)
  }
}
