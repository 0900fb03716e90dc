import { z } from 'zod'
import { toIso } from '../../kernel/clock.ts'
import { notFound } from '../../kernel/errors.ts'
import { newUuid } from '../../kernel/ids.ts'
import {
  changeRoom,
  closeRoom,
  type LiveRoom,
  openRoom,
  readRoom,
  readRooms,
  readShowChanges,
} from '../../livestream/index.ts'
import { entranceOf } from '../../offer/index.ts'
import { appendAudit } from '../../staff/index.ts'
import { defineRoute } from '../define-route.ts'
import { externalId, instantOut, pageOf, paging, readCursor, showPage } from '../fields.ts'
import type { Route } from '../route.ts'
import { isoOrNull, offerView, showOffer } from '../views/offer-views.ts'
import { shopParams } from '../views/shop-views.ts'

const tag = 'Live rooms'
const root = '/api/v1/shops/:shopId/live-rooms'
const roomParams = shopParams.extend({ roomId: externalId })
const name = z.string().trim().min(1).max(200)
const runningOrder = z.array(externalId).max(500)
const promises = z.array(z.string().trim().min(1).max(500)).max(100)
export const roomView = z.strictObject({
  roomId: z.string(),
  /** What rows of the ledger and lines of a cart name it by. */
  entrance: z.string(),
  title: z.string(),
  host: z.string(),
  state: z.enum(['live', 'ended']),
  runningOrder: z.array(z.string()),
  onAir: z.string().nullable(),
  promises: z.array(z.string()),
  /** Whether the shop changes offers of the room while it is on, and the room those of the shop. */
  shopMayChange: z.boolean(),
  mayChangeShop: z.boolean(),
  version: z.int(),
  openedLedger: z.int(),
  closedLedger: z.int().nullable(),
  openedAt: instantOut,
  closedAt: instantOut.nullable(),
})

/** Shows of a shop. Their prices, coupons and stock are offers of the ledger with the room as entrance. */
export const liveRoomRoutes = (): Route[] => [
  listRoomsRoute(),
  openRoomRoute(),
  readRoomRoute(),
  changeRoomRoute(),
  closeRoomRoute(),
  showChangesRoute(),
]

const listRoomsRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: root,
    name: 'listLiveRooms',
    summary: 'Live rooms of the shop by id, ended ones too',
    tag,
    access: 'offers:read',
    params: shopParams,
    query: z.strictObject(paging),
    responses: { 200: pageOf(roomView) },
    handler: async ({ params, query: { limit, cursor }, orgId, read }) => {
      const after = readCursor(externalId, cursor)
      const rows = await read((tx) => readRooms(tx, { ...params, orgId }, { after, limit: limit + 1 }))
      return { status: 200, body: showPage({ rows, limit, show: showRoom, after: (room) => room.roomId }) }
    },
  })

const openRoomRoute = (): Route =>
  defineRoute({
    method: 'POST',
    path: root,
    name: 'openLiveRoom',
    summary: 'Begin a show; offers with its entrance (live:<room>) hold for buyers who come from it',
    tag,
    access: 'offers:write',
    audit: 'live-room.opened',
    params: shopParams,
    /** `id`: as the platform calls it; absent = we make one. */
    body: z.strictObject({
      id: externalId.optional(),
      title: name,
      host: name,
      runningOrder: runningOrder.default([]),
      onAir: externalId.nullable().default(null),
      promises: promises.default([]),
      shopMayChange: z.boolean().default(true),
      mayChangeShop: z.boolean().default(false),
    }),
    example: { id: 'r8', title: 'Evening show', host: 'An', runningOrder: ['p-1', 'p-2'] },
    responses: { 201: roomView },
    handler: ({ params, body: { id, ...terms }, actor, orgId, at, commit }) =>
      commit(async (tx) => {
        const roomId = id ?? newUuid(at)
        const room = await openRoom(tx, { ...params, orgId, roomId }, { ...terms, at })
        const detail = { ledgerVersion: room.openedLedger }
        await appendAudit(tx, { orgId, actor, act: 'live-room.opened', target: roomId, at, detail, content: terms })
        return { status: 201, body: showRoom(room) }
      }),
  })

const readRoomRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: `${root}/:roomId`,
    name: 'readLiveRoom',
    summary: 'One live room: running order, what is on air, promises of the host',
    tag,
    access: 'offers:read',
    params: roomParams,
    responses: { 200: roomView },
    handler: async ({ params, orgId, read }) => {
      const room = await read((tx) => readRoom(tx, { ...params, orgId }))
      if (!room) throw notFound()
      return { status: 200, body: showRoom(room) }
    },
  })

const changeRoomRoute = (): Route =>
  defineRoute({
    method: 'PATCH',
    path: `${root}/:roomId`,
    name: 'changeLiveRoom',
    summary: 'Change a show that is on: what is on air, the running order, the promises of the host',
    tag,
    access: 'offers:write',
    audit: 'live-room.changed',
    params: roomParams,
    body: z.strictObject({
      title: name.optional(),
      host: name.optional(),
      runningOrder: runningOrder.optional(),
      onAir: externalId.nullable().optional(),
      promises: promises.optional(),
      shopMayChange: z.boolean().optional(),
      mayChangeShop: z.boolean().optional(),
    }),
    example: { onAir: 'p-2' },
    responses: { 200: roomView },
    handler: ({ params, body, actor, orgId, at, commit }) =>
      commit(async (tx) => {
        const room = await changeRoom(tx, { ...params, orgId }, { ...body, at })
        const detail = { version: room.version }
        await appendAudit(tx, {
          ...{ orgId, actor, act: 'live-room.changed', target: params.roomId, at, detail },
          content: body,
        })
        return { status: 200, body: showRoom(room) }
      }),
  })

const closeRoomRoute = (): Route =>
  defineRoute({
    method: 'POST',
    path: `${root}/:roomId/close`,
    name: 'closeLiveRoom',
    summary: 'End a show: its offers end now and the daily ones hold again from the next turn on; nothing is deleted',
    tag,
    access: 'offers:write',
    audit: 'live-room.closed',
    params: roomParams,
    responses: { 200: roomView },
    handler: ({ params, actor, orgId, at, commit }) =>
      commit(async (tx) => {
        const source = actor.kind === 'staff' ? 'hand' : 'api'
        const room = await closeRoom(tx, { ...params, orgId }, { by: `${actor.kind}:${actor.id}`, source, at })
        const detail = { ledgerVersion: room.closedLedger ?? 0 }
        await appendAudit(tx, { orgId, actor, act: 'live-room.closed', target: params.roomId, at, detail })
        return { status: 200, body: showRoom(room) }
      }),
  })

const showChangesRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: `${root}/:roomId/changes`,
    name: 'listLiveRoomChanges',
    summary: 'Every row of the ledger of this room that was written during the show, oldest first',
    tag,
    access: 'offers:read',
    params: roomParams,
    responses: { 200: z.strictObject({ items: z.array(offerView) }) },
    handler: async ({ params, orgId, at, read }) => {
      const shop = { ...params, orgId }
      const rows = await read(async (tx) => {
        const room = await readRoom(tx, shop)
        if (!room) throw notFound()
        return readShowChanges(tx, shop, room)
      })
      return { status: 200, body: { items: rows.map((row) => showOffer(row, at)) } }
    },
  })

const showRoom = ({ openedAt, closedAt, runningOrder: order, promises: said, ...room }: LiveRoom) => ({
  ...room,
  runningOrder: [...order],
  promises: [...said],
  entrance: entranceOf(room.roomId),
  openedAt: toIso(openedAt),
  closedAt: isoOrNull(closedAt),
})
