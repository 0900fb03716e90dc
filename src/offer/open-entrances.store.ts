import type { Tx } from '../storage/index.ts'
import type { LedgerRef } from './offer-revision.ts'

/** A way into the shop that has offers of its own and is open: a live room that is on. */
export interface OpenEntrance {
  readonly roomId: string
  readonly title: string
  /** The product that is shown there now. */
  readonly onAir: string | null
}

/** As rows of the ledger and lines of a cart name the room. */
export const entranceOf = (roomId: string): string => `live:${roomId}`

/** Read with the ledger: whoever opens, changes or closes a room moves `goods_version`. */
export async function readOpenEntrances(tx: Tx, { orgId, shopId }: LedgerRef): Promise<OpenEntrance[]> {
  const rows = await tx
    .selectFrom('live_room')
    .select(['room_id', 'title', 'on_air'])
    .where('org_id', '=', orgId)
    .where('shop_id', '=', shopId)
    .where('state', '=', 'live')
    .execute()
  return rows.map((row) => ({ roomId: row.room_id, title: row.title, onAir: row.on_air }))
}
