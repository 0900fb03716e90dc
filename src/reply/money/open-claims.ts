import { entranceOf, isInHours, type LedgerRow, needsHold } from '../../offer/index.ts'
import type { Scene } from '../scene.ts'

/** Coupons and red packets of the ledger that this buyer may still take, from where he is. */
export function openClaims({ context }: Scene): readonly LedgerRow[] {
  const { now, offers, buyer, room } = context
  const entrance = room && entranceOf(room.roomId)
  if (offers.isStopped) return []
  const held = new Set(buyer.holds.map(({ entryId }) => entryId))
  return offers.ledger.now.latest.filter(
    (row) =>
      needsHold(row.kind) &&
      row.terms.claimable === true &&
      (row.terms.entrance === undefined || row.terms.entrance === entrance) &&
      row.fault === null &&
      !row.isWithdrawn &&
      row.from <= now &&
      now < row.to &&
      isInHours(row, now) &&
      !offers.exhausted.has(row.id) &&
      !held.has(row.id),
  )
}
