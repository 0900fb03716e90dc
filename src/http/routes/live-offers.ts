import { z } from 'zod'
import { notFound } from '../../kernel/errors.ts'
import { readRoom } from '../../livestream/index.ts'
import { defineRoute } from '../define-route.ts'
import { externalId } from '../fields.ts'
import type { Route } from '../route.ts'
import { shopParams } from '../views/shop-views.ts'
import { showOffer } from '../views/offer-views.ts'
import { savedView, saveOffer, takeOfferDown } from './offers.ts'

/** Offers changed in the name of a room: its own, and where its rules let it the shop's. */
export const liveOfferRoutes = (): Route[] => [
  defineRoute({
    method: 'POST',
    path: '/api/v1/shops/:shopId/live-rooms/:roomId/offers',
    name: 'changeOfferOfRoom',
    summary:
      'Write an offer in the name of a room that is on: its own, or one of the shop where `mayChangeShop` lets it; made when absent, withdrawn by a `rule` of null',
    tag: 'Live rooms',
    access: 'offers:write',
    audit: 'offer.changed',
    params: shopParams.extend({ roomId: externalId }),
    body: z.strictObject({
      id: externalId,
      rule: z.record(z.string().max(100), z.unknown()).nullable(),
      reason: z.string().trim().max(500).default(''),
      ifVersion: z.int().min(0).optional(),
    }),
    example: {
      id: 'room-price',
      rule: { kind: 'time-price', priceFen: 6900, scope: { skus: ['s-1'] }, entrance: 'live:r8' },
    },
    responses: { 200: savedView },
    handler: ({ params, body: { id: offerId, ifVersion: ifSeq, rule, reason }, actor, orgId, at, commit }) =>
      commit(async (tx) => {
        const { shopId, roomId } = params
        if (!(await readRoom(tx, { orgId, shopId, roomId }))) throw notFound()
        const writing = { shop: { orgId, shopId }, offerId, roomId, ifSeq, actor, at }
        if (rule !== null) return { status: 200, body: await saveOffer(tx, { ...writing, rule, reason }) }
        const stands = await takeOfferDown(tx, writing)
        return { status: 200, body: { offer: showOffer(stands, at), ledgerVersion: stands.seq, conflicts: [] } }
      }),
  }),
]
