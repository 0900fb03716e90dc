import type { Offer } from './offer.ts'

/** Do two offers exclude each other? Only where they meet on a line: reference offers.md §6. */
export function doClash(one: Offer, other: Offer): boolean {
  if (one === other || !isAtOdds(one, other)) return false
  return one.covers.some((place) => other.covers.includes(place))
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
