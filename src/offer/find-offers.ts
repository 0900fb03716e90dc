import { pay } from './arithmetic.ts'
import type { Checkout, CheckoutLine } from './checkout.ts'
import { audienceOf, isHeldAt, isInEffect, isInHours, unitsLeft } from './conditions.ts'
import type { LedgerRow } from './ledger-row.ts'
import { type Offer, layerOf, needsHold, rankOf } from './offer.ts'
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
  return checkout.rows.flatMap((touched) => {
    const rank = touched.row.fault === null ? rankOf(touched.row.kind) : undefined
    if (rank === undefined || checkout.kinds?.has(touched.row.kind) === false) return []
    return [judge(checkout, { touched, rank, isHeld: held.has(touched.row.id) })]
  })
}

interface Case {
  readonly touched: TouchedRow
  readonly rank: number
  readonly isHeld: boolean
}

function judge(checkout: Checkout, { touched, rank, isHeld }: Case): Judged {
  const { row } = touched
  const inRoom = touched.places.filter((place) => isFrom(row, checkout.lines[place]))
  const covers = inRoom.filter((place) => !checkout.lines[place]?.blocked.includes(row.kind))
  const left = unitsLeft(row, checkout.question)
  const offer = offerOf(checkout, { row, rank, covers, left: left.stock })
  const reason =
    reasonOfMoment(checkout, row) ??
    (inRoom.length === 0 ? 'entrance' : null) ??
    (covers.length === 0 ? 'blocked' : null) ??
    (needsHold(row.kind) && !isHeld ? 'no-hold' : null) ??
    reasonWithHold(checkout, offer)
  return { offer, reason }
}

/** What keeps an offer off although it is held: limits, stock, points not asked for, its threshold. */
export function reasonWithHold({ question }: Checkout, offer: Offer): string | null {
  const { row } = offer
  const left = unitsLeft(row, question)
  if (left.buyer <= 0) return 'limit-reached'
  if (left.stock < leastStock(row)) return 'sold-out'
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

interface Covering {
  readonly row: LedgerRow
  readonly rank: number
  readonly covers: readonly number[]
  readonly left: number
}

function offerOf({ lines }: Checkout, { row, rank, covers, left }: Covering): Offer {
  let baseFen = 0
  let baseQty = 0
  for (const place of covers) {
    baseFen += lines[place]?.goodsFen ?? 0
    baseQty += lines[place]?.line.quantity ?? 0
  }
  const piecesFen =
    row.kind === 'nth-piece'
      ? offOfPieces(
          row,
          covers.flatMap((place) => lines[place] ?? []),
        )
      : 0
  return { row, rank, layer: layerOf(rank), covers, baseFen, baseQty, left, piecesFen }
}

/** Less than one use, or for a gift less than its smallest gift, is nothing left. */
function leastStock({ kind, terms }: LedgerRow): number {
  if (kind !== 'gift') return 1
  const quantities = (terms.tiers ?? []).flatMap((tier) => tier.gift?.quantity ?? [])
  return Math.min(...quantities, terms.every?.gift?.quantity ?? Number.POSITIVE_INFINITY)
}

function reachesLowest({ row: { terms }, baseFen, baseQty }: Offer): boolean {
  const { tiers, every, pieces } = terms
  if (pieces !== undefined) return baseQty >= (pieces[0]?.n ?? 0)
  if (every !== undefined)
    return every.stepQty === undefined ? baseFen >= (every.stepFen ?? 0) : baseQty >= every.stepQty
  const lowest = tiers?.[0]
  return lowest === undefined || (baseFen >= (lowest.minFen ?? 0) && baseQty >= (lowest.minQty ?? 0))
}

/** Dearest pieces first, in blocks of the greatest `n`: counted by runs of like pieces, since a line may have thousands. */
function offOfPieces({ terms }: LedgerRow, lines: readonly CheckoutLine[]): number {
  const { pieces = [], repeat } = terms
  const block = pieces.at(-1)?.n ?? 1
  const runs = lines.flatMap((line) => line.pieces).sort((one, other) => other.unitFen - one.unitFen)
  let off = 0
  let before = 0
  for (const run of runs) {
    const until = before + run.quantity
    for (const { n, payBp } of pieces) {
      const times = repeat ? positions(until, n, block) - positions(before, n, block) : before < n && n <= until ? 1 : 0
      off += times * (run.unitFen - pay(run.unitFen, payBp))
    }
    before = until
  }
  return off
}

/** How many of the first `count` pieces are the n-th of their block. */
const positions = (count: number, n: number, block: number): number =>
  count < n ? 0 : Math.floor((count - n) / block) + 1
