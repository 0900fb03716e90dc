import { pay } from './arithmetic.ts'
import type { Checkout, CheckoutLine, PricedPieces } from './checkout.ts'
import { audienceOf, buyerLeft, isHeldAt, isInEffect, isInHours, stockLeft } from './conditions.ts'
import { layerOf, needsHold } from './kinds.ts'
import type { LedgerRow } from './ledger-row.ts'
import type { Offer } from './offer.ts'
import type { TouchedRow } from './touched-rows.ts'

/** A row of layers 2 to 8 and how far it came: `reason` null is a candidate. `below-threshold` is eligible, threshold aside. */
export interface Judged {
  readonly offer: Offer
  readonly reason: string | null
}

/** Judges every row of layers 2 to 8, in effect or not, in the order of reasons of reference offers.md §9. */
export function findOffers(checkout: Checkout): Judged[] {
  const held = new Set<string>()
  for (const hold of checkout.question.buyer.holds ?? []) {
    if (isHeldAt(hold, checkout.pricedAt)) held.add(hold.entryId)
  }
  const isAnyBlocked = checkout.lines.some((line) => line.blocked.length > 0)
  const judged: Judged[] = []
  for (const touched of checkout.rows) {
    const { row } = touched
    if (row.rank < 0 || row.fault !== null || checkout.kinds?.has(row.kind) === false) continue
    judged.push(judge(checkout, { touched, isHeld: held.has(row.id), isAnyBlocked }))
  }
  return judged
}

interface Case {
  readonly touched: TouchedRow
  readonly isHeld: boolean
  readonly isAnyBlocked: boolean
}

function judge(checkout: Checkout, { touched, isHeld, isAnyBlocked }: Case): Judged {
  const { row } = touched
  const inRoom = placesInRoom(checkout, touched)
  const covers = isAnyBlocked ? inRoom.filter((place) => !checkout.lines[place]?.blocked.includes(row.kind)) : inRoom
  const offer = offerOf(checkout, row, covers)
  let reason = reasonOfMoment(checkout, row)
  if (reason === null) {
    if (inRoom.length === 0) reason = 'entrance'
    else if (covers.length === 0) reason = 'blocked'
    else if (!isHeld && needsHold(row.kind)) reason = 'no-hold'
    else reason = reasonWithHold(checkout, offer)
  }
  return { offer, reason }
}

/** The places of a row that came by its entrance: all, where it names none. */
export const placesInRoom = ({ lines }: Checkout, { row, places }: TouchedRow): readonly number[] =>
  row.terms.entrance === undefined ? places : places.filter((place) => isFrom(row, lines[place]))

/** What keeps an offer off although it is held: limits, stock, points not asked for, its threshold. */
export function reasonWithHold({ question }: Checkout, offer: Offer): string | null {
  const { row } = offer
  if (row.terms.limits !== undefined) {
    if (buyerLeft(row, question) <= 0) return 'limit-reached'
    if (offer.left < leastStock(row)) return 'sold-out'
  }
  if (row.kind === 'points' && question.cart.usePoints !== true) return 'not-asked'
  return reachesLowest(offer) ? null : 'below-threshold'
}

/** Window, hours and audience: the reasons that all kinds share. */
export function reasonOfMoment({ pricedAt, question }: Checkout, row: LedgerRow): string | null {
  if (!isInEffect(row, pricedAt)) return pricedAt < row.from ? 'not-started' : 'ended'
  if (!isInHours(row, pricedAt)) return 'outside-hours'
  const audience = audienceOf(row, question.buyer)
  return audience === 'fits' ? null : audience
}

export const isFrom = (row: LedgerRow, line: CheckoutLine | undefined): boolean =>
  row.terms.entrance === undefined || row.terms.entrance === line?.line.entrance

function offerOf({ lines, question }: Checkout, row: LedgerRow, covers: readonly number[]): Offer {
  let thresholdFen = 0
  let thresholdQty = 0
  for (const place of covers) {
    const line = lines[place]
    if (line === undefined) continue
    thresholdFen += line.goodsFen
    thresholdQty += line.line.quantity
  }
  const piecesFen = row.kind === 'nth-piece' ? offOfPieces(row, lines, covers) : 0
  const { rank } = row
  return {
    row,
    rank,
    layer: layerOf(rank),
    covers,
    thresholdFen,
    thresholdQty,
    left: stockLeft(row, question),
    piecesFen,
  }
}

/** Less than one use, or for a gift less than its smallest gift, is nothing left. */
function leastStock({ kind, terms }: LedgerRow): number {
  if (kind !== 'gift') return 1
  const quantities = (terms.tiers ?? []).flatMap((tier) => tier.gift?.quantity ?? [])
  return Math.min(...quantities, terms.every?.gift?.quantity ?? Number.POSITIVE_INFINITY)
}

function reachesLowest({ row: { terms }, thresholdFen, thresholdQty }: Offer): boolean {
  const { tiers, every, pieces } = terms
  if (pieces !== undefined) return thresholdQty >= (pieces[0]?.n ?? 0)
  if (every !== undefined)
    return every.stepQty === undefined ? thresholdFen >= (every.stepFen ?? 0) : thresholdQty >= every.stepQty
  const lowest = tiers?.[0]
  return lowest === undefined || (thresholdFen >= (lowest.minFen ?? 0) && thresholdQty >= (lowest.minQty ?? 0))
}

/** Dearest pieces first, in blocks of the greatest `n`: counted by runs of like pieces, since a line may have thousands. */
function offOfPieces({ terms }: LedgerRow, lines: readonly CheckoutLine[], covers: readonly number[]): number {
  const { pieces = [], repeat } = terms
  const block = pieces.at(-1)?.n ?? 1
  const runs: PricedPieces[] = []
  for (const place of covers) for (const run of lines[place]?.pieces ?? []) runs.push(run)
  runs.sort((one, other) => other.unitFen - one.unitFen)
  let off = 0
  let before = 0
  for (const { quantity, unitFen } of runs) {
    const until = before + quantity
    for (const { n, payBp } of pieces) {
      const times = repeat ? positions(until, n, block) - positions(before, n, block) : before < n && n <= until ? 1 : 0
      if (times > 0) off += times * (unitFen - pay(unitFen, payBp))
    }
    before = until
  }
  return off
}

/** How many of the first `count` pieces are the n-th of their block. */
const positions = (count: number, n: number, block: number): number =>
  count < n ? 0 : Math.floor((count - n) / block) + 1
