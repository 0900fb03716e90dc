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
  for (const { row } of rows) {
    next = earlier(next, row.from, at)
    next = earlier(next, row.to, at)
    if (row.kind === 'presale') {
      next = earlier(next, row.balanceFrom, at)
      next = earlier(next, row.balanceTo, at)
    }
    if (row.dailyFromMs < 0) continue
    const edge = nextHour(row, Math.max(at, row.from - 1))
    if (edge >= row.from && edge < row.to) next = earlier(next, edge, at)
  }
  for (const edge of holdEdges(checkout)) next = earlier(next, edge, at)
  return Number.isFinite(next) ? toIso(next) : null
}

/** The earlier of two instants, of those that come after `at`; what cannot be read comes never. */
const earlier = (next: number, edge: number, at: number): number => (edge > at && edge < next ? edge : next)

const NO_EDGES: readonly number[] = []

function holdEdges({ question, known }: Checkout): readonly number[] {
  const { holds } = question.buyer
  if (holds === undefined) return NO_EDGES
  const edges: number[] = []
  for (const { entryId, validFrom, validTo: until } of holds) {
    if (validFrom === undefined && until === undefined) continue
    const isTouching = known.revisions.get(entryId)?.some((row) => touches(row, question.cart.lines))
    if (isTouching) edges.push(readInstant(validFrom), readInstant(until))
  }
  return edges
}
