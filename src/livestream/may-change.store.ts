import { XiaoerError } from '../kernel/errors.ts'
import { entranceOf, type LedgerRef } from '../offer/index.ts'
import type { Tx } from '../storage/index.ts'

type Rule = Readonly<Record<string, unknown>> | null

export interface OfferTouch {
  readonly shop: LedgerRef
  /** The room in whose name it is changed; null: the shop's own. */
  readonly roomId: string | null
  /** As it stood, and as it is to stand: both must be theirs to change. */
  readonly rules: readonly (Rule | undefined)[]
}

/**
 * Holds the rules of the rooms that are on: the shop changes a room's offers, and a room the shop's, only where the room says
 * so. Throws `precondition-failed`. One room never changes another's.
 */
export async function checkMayChange(tx: Tx, { shop, roomId, rules }: OfferTouch): Promise<void> {
  const entrances = new Set(rules.flatMap((rule) => (rule ? [rule.entrance ?? null] : [])))
  if (roomId === null && [...entrances].every((entrance) => entrance === null)) return
  const rooms = await tx
    .selectFrom('live_room')
    .select(['room_id', 'may_change_shop', 'shop_may_change'])
    .where('org_id', '=', shop.orgId)
    .where('shop_id', '=', shop.shopId)
    .where('state', '=', 'live')
    .execute()
  const own = rooms.find((room) => room.room_id === roomId)
  if (roomId !== null && !own) throw refused('The show is not on.')
  for (const entrance of entrances) {
    const theirs = rooms.find((room) => entranceOf(room.room_id) === entrance)
    if (roomId === null && theirs && !theirs.shop_may_change) throw refused('The room keeps its offers to itself.')
    if (roomId === null || entrance === entranceOf(roomId)) continue
    if (entrance !== null) throw refused('It is an offer of another room.')
    if (!own?.may_change_shop) throw refused('The room may not change offers of the shop.')
  }
}

const refused = (message: string): XiaoerError =>
  new XiaoerError({ code: 'precondition-failed', field: 'rule', message })
