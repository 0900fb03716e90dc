import { toIso } from '../kernel/clock.ts'
import type { Checkout } from './checkout.ts'
import { nextHour } from './conditions.ts'
import { readInstant } from './read-instant.ts'
import { touches } from './scope-of-row.ts'

/** The first instant after `at` at which the answer may change without a new version of the ledger; null: none. */
export function validTo(checkout: Checkout): string | null {
  const { rows, question } = checkout
  const { at } = question
  let next = Number.POSITIVE_INFINITY
  const meet = (edge: number): void => {
    if (edge > at && edge < next) next = edge
  }
  for (const { row } of rows) {
    meet(row.from)
    meet(row.to)
    meet(row.balanceFrom)
    meet(row.balanceTo)
    if (row.dailyFromMs >= 0) {
      const edge = nextHour(row, Math.max(at, row.from - 1))
      if (edge >= row.from && edge < row.to) meet(edge)
    }
  }
  for (const edge of holdEdges(checkout)) meet(edge)
  return Number.isFinite(next) ? toIso(next) : null
}

function holdEdges({ question, known }: Checkout): number[] {
  return (question.buyer.holds ?? []).flatMap((hold) => {
    if (hold.validFrom === undefined && hold.validTo === undefined) return []
    const isTouching = known.revisions.get(hold.entryId)?.some((row) => touches(row, question.cart.lines))
    return isTouching ? [readInstant(hold.validFrom), readInstant(hold.validTo)] : []
  })
}
