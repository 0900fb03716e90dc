import { toIso } from '../kernel/clock.ts'
import { notFound, XiaoerError } from '../kernel/errors.ts'
import {
  bumpGoods,
  entranceOf,
  type OfferChange,
  type OfferRevision,
  readBook,
  readLatest,
  windowOf,
  writeOffers,
} from '../offer/index.ts'
import { appendEvents, type Tx } from '../storage/index.ts'
import type { LiveRoom, RoomChange, RoomRef, RoomTerms } from './live-room.ts'
import { lockRoom, readRoom } from './read-rooms.store.ts'

type Rights = Pick<RoomTerms, 'shopMayChange' | 'mayChangeShop'>
type Opening = Omit<RoomTerms, keyof Rights> & Partial<Rights> & { readonly at: number }

/** Begins a show. An id that was used before is refused with `conflict`: the report of that show stays. */
export async function openRoom(tx: Tx, ref: RoomRef, terms: Opening): Promise<LiveRoom> {
  const { orgId, shopId, roomId } = ref
  checkOnAir(terms)
  const { version } = await readBook(tx, ref)
  const added = await tx
    .insertInto('live_room')
    .values({
      ...{ org_id: orgId, shop_id: shopId, room_id: roomId, title: terms.title, host: terms.host, state: 'live' },
      ...{ on_air: terms.onAir, running_order: JSON.stringify(terms.runningOrder) },
      ...{ promises: JSON.stringify(terms.promises), opened_ledger: version },
      ...{ opened_at: terms.at, changed_at: terms.at },
      ...{ shop_may_change: terms.shopMayChange ?? true, may_change_shop: terms.mayChangeShop ?? false },
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (Number(added.numInsertedOrUpdatedRows) === 0)
    throw new XiaoerError({ code: 'conflict', field: 'id', message: 'There was a show of this id.' })
  await bumpGoods(tx, ref)
  await tell(tx, ref, { type: 'live-room.opened', at: terms.at, ledgerVersion: version })
  return stored(tx, ref)
}

/** What is given replaces what stood; the rest stays. An ended show is refused with `conflict`. */
export async function changeRoom(
  tx: Tx,
  ref: RoomRef,
  change: RoomChange & { readonly at: number },
): Promise<LiveRoom> {
  const room = await lockLive(tx, ref)
  const terms = {
    title: change.title ?? room.title,
    host: change.host ?? room.host,
    runningOrder: change.runningOrder ?? room.runningOrder,
    onAir: change.onAir === undefined ? room.onAir : change.onAir,
    promises: change.promises ?? room.promises,
    shopMayChange: change.shopMayChange ?? room.shopMayChange,
    mayChangeShop: change.mayChangeShop ?? room.mayChangeShop,
  }
  checkOnAir(terms)
  await tx
    .updateTable('live_room')
    .set({
      ...{ title: terms.title, host: terms.host, on_air: terms.onAir, version: room.version + 1 },
      ...{ running_order: JSON.stringify(terms.runningOrder), promises: JSON.stringify(terms.promises) },
      ...{ shop_may_change: terms.shopMayChange, may_change_shop: terms.mayChangeShop, changed_at: change.at },
    })
    .where('org_id', '=', ref.orgId)
    .where('shop_id', '=', ref.shopId)
    .where('room_id', '=', ref.roomId)
    .execute()
  await bumpGoods(tx, ref)
  return stored(tx, ref)
}

/**
 * Ends a show: every offer of the room ends now, so the daily ones hold again for every turn that starts after the commit.
 * Nothing is deleted; an offer that had not begun yet is withdrawn.
 */
export async function closeRoom(
  tx: Tx,
  ref: RoomRef,
  end: { readonly by: string; readonly source: string; readonly at: number },
): Promise<LiveRoom> {
  const room = await lockLive(tx, ref)
  const latest = await readLatest(tx, ref)
  const changes = latest.flatMap((revision) => endOf(revision, { entrance: entranceOf(ref.roomId), at: end.at }))
  const { version } = await writeOffers(tx, { shop: ref, changes, reason: `End of show ${ref.roomId}`, ...end })
  await tx
    .updateTable('live_room')
    .set({
      ...{ state: 'ended', on_air: null, version: room.version + 1 },
      ...{ closed_at: end.at, closed_ledger: version, changed_at: end.at },
    })
    .where('org_id', '=', ref.orgId)
    .where('shop_id', '=', ref.shopId)
    .where('room_id', '=', ref.roomId)
    .execute()
  await bumpGoods(tx, ref)
  await tell(tx, ref, { type: 'live-room.closed', at: end.at, ledgerVersion: version })
  return stored(tx, ref)
}

function endOf(
  { offerId, rule }: OfferRevision,
  { entrance, at }: { readonly entrance: string; readonly at: number },
): OfferChange[] {
  if (rule?.entrance !== entrance) return []
  const { from, to } = windowOf(rule)
  if (to !== null && to <= at) return []
  if (from !== null && from >= at) return [{ offerId, rule: null }]
  return [{ offerId, rule: { ...rule, validTo: toIso(at) } }]
}

function checkOnAir({ onAir, runningOrder }: Pick<RoomTerms, 'onAir' | 'runningOrder'>): void {
  if (onAir === null || runningOrder.includes(onAir)) return
  throw new XiaoerError({ code: 'invalid-field', field: 'onAir', message: 'It is not in the running order.' })
}

async function lockLive(tx: Tx, ref: RoomRef): Promise<LiveRoom> {
  const room = await lockRoom(tx, ref)
  if (!room) throw notFound()
  if (room.state === 'ended') throw new XiaoerError({ code: 'conflict', message: 'The show has ended.' })
  return room
}

async function stored(tx: Tx, ref: RoomRef): Promise<LiveRoom> {
  const room = await readRoom(tx, ref)
  if (!room) throw notFound()
  return room
}

interface Told {
  readonly type: 'live-room.opened' | 'live-room.closed'
  readonly at: number
  readonly ledgerVersion: number
}

async function tell(tx: Tx, { orgId, shopId, roomId }: RoomRef, { type, at, ledgerVersion }: Told): Promise<void> {
  const body = { roomId, ledgerVersion }
  await appendEvents(tx, [{ type, orgId, shopId, key: `live-room:${shopId}:${roomId}`, at, body }])
}
