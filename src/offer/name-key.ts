import { isPriceKind, needsHold } from './kinds.ts'
import type { LedgerRow } from './ledger-row.ts'
import { entranceOf } from './open-entrances.store.ts'

const ROOM = entranceOf('')

/** Under which name the shop's words call an offer without a title: by its kind, in a room as the room's own. */
export function nameKeyOf(row: Pick<LedgerRow, 'kind' | 'terms'> | undefined): `offer.kind.${string}` {
  const kind = row?.kind ?? ''
  if (!row?.terms.entrance?.startsWith(ROOM)) return `offer.kind.${kind}`
  if (needsHold(kind)) return 'offer.kind.room-coupon'
  return isPriceKind(kind) ? 'offer.kind.room-price' : `offer.kind.${kind}`
}
