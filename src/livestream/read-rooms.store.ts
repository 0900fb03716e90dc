import { sql } from 'kysely'
import { z } from 'zod'
import { entranceOf, type LedgerRef, type OfferRevision, readAfter } from '../offer/index.ts'
import type { Tx } from '../storage/index.ts'
import type { LiveRoom, RoomRef } from './live-room.ts'

/** Rooms of a shop by id. */
export async function readRooms(
  tx: Tx,
  shop: LedgerRef,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<LiveRoom[]> {
  let rooms = tx
    .selectFrom('live_room')
    .selectAll()
    .where('org_id', '=', shop.orgId)
    .where('shop_id', '=', shop.shopId)
    .orderBy('room_id')
    .limit(page.limit)
  if (page.after !== undefined) rooms = rooms.where('room_id', '>', page.after)
  return (await rooms.execute()).map(toRoom)
}

export async function readRoom(tx: Tx, { orgId, shopId, roomId }: RoomRef): Promise<LiveRoom | null> {
  const row = await tx
    .selectFrom('live_room')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('shop_id', '=', shopId)
    .where('room_id', '=', roomId)
    .executeTakeFirst()
  return row ? toRoom(row) : null
}

/** Locks the room to the end of the transaction: two changes of one room follow each other. */
export async function lockRoom(tx: Tx, { orgId, shopId, roomId }: RoomRef): Promise<LiveRoom | null> {
  await sql`select 1 from live_room where org_id = ${orgId} and shop_id = ${shopId} and room_id = ${roomId} for update`.execute(
    tx,
  )
  return readRoom(tx, { orgId, shopId, roomId })
}

/** Every row of the ledger that names the room and was written during the show, its closing included, oldest first. */
export async function readShowChanges(tx: Tx, shop: LedgerRef, room: LiveRoom): Promise<OfferRevision[]> {
  const rows = await readAfter(tx, shop, room.openedLedger)
  const last = room.closedLedger ?? Number.POSITIVE_INFINITY
  const entrance = entranceOf(room.roomId)
  return rows.filter(({ rule, seq }) => rule?.entrance === entrance && seq <= last)
}

interface Row {
  readonly room_id: string
  readonly title: string
  readonly host: string
  readonly state: 'live' | 'ended'
  readonly on_air: string | null
  readonly running_order: unknown
  readonly promises: unknown
  readonly version: number
  readonly opened_ledger: number
  readonly closed_ledger: number | null
  readonly opened_at: number
  readonly closed_at: number | null
  readonly shop_may_change: boolean
  readonly may_change_shop: boolean
}

const texts = z.array(z.string())

const toRoom = (row: Row): LiveRoom => ({
  roomId: row.room_id,
  title: row.title,
  host: row.host,
  state: row.state,
  onAir: row.on_air,
  runningOrder: texts.parse(row.running_order),
  promises: texts.parse(row.promises),
  version: row.version,
  openedLedger: row.opened_ledger,
  closedLedger: row.closed_ledger,
  openedAt: row.opened_at,
  closedAt: row.closed_at,
  shopMayChange: row.shop_may_change,
  mayChangeShop: row.may_change_shop,
})
