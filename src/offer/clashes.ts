import type { Offer } from './offer.ts'

/** Do two offers exclude each other? Only where they meet on a line: reference offers.md §6. */
export function doClash(one: Offer, other: Offer): boolean {
  if (one === other || !isAtOdds(one, other)) return false
  return doMeet(one.covers, other.covers)
}

function isAtOdds(one: Offer, other: Offer): boolean {
  if (one.rank === other.rank) return true
  const { exclusive, notWith } = one.row.terms
  const theirs = other.row.terms
  if (notWith?.includes(other.row.kind) || theirs.notWith?.includes(one.row.kind)) return true
  return (
    exclusive !== undefined && theirs.exclusive !== undefined && exclusive.some((it) => theirs.exclusive?.includes(it))
  )
}

/** Do two lists of places, both ascending, have one in common? */
function doMeet(one: readonly number[], other: readonly number[]): boolean {
  if (one === other) return one.length > 0
  let mine = 0
  let theirs = 0
  while (mine < one.length && theirs < other.length) {
    const difference = (one[mine] ?? 0) - (other[theirs] ?? 0)
    if (difference === 0) return true
    if (difference < 0) mine++
    else theirs++
  }
  return false
}
