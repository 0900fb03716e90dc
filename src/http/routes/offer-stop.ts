import { z } from 'zod'
import { readBook, releaseOffers, stopOffers } from '../../offer/index.ts'
import { appendAudit } from '../../staff/index.ts'
import { defineRoute } from '../define-route.ts'
import type { Route } from '../route.ts'
import { showBook, stopView } from '../views/offer-views.ts'
import { shopParams } from '../views/shop-views.ts'

const tag = 'Offers'
const body = z.strictObject({ reason: z.string().trim().min(1).max(500) })
const shared = { tag, params: shopParams, responses: { 200: stopView } } as const

/** The emergency stop for all answers about offers of a shop, and its release. */
export const offerStopRoutes = (): Route[] => [readStopRoute(), stopRoute(), releaseRoute()]

const readStopRoute = (): Route =>
  defineRoute({
    ...shared,
    method: 'GET',
    path: '/api/v1/shops/:shopId/offers/stop',
    name: 'readOfferStop',
    summary: 'How far the ledger is, and whether answers about offers are stopped',
    access: 'offers:read',
    handler: async ({ params, orgId, read }) => ({
      status: 200,
      body: showBook(await read((tx) => readBook(tx, { ...params, orgId }))),
    }),
  })

const stopRoute = (): Route =>
  defineRoute({
    ...shared,
    method: 'POST',
    path: '/api/v1/shops/:shopId/offers/stop',
    name: 'stopOffers',
    summary: 'Emergency stop: from the next turn on nothing is said about prices and offers, and no coupon is given',
    access: 'offers:write',
    audit: 'offer.stopped',
    body,
    example: { reason: 'Wrong price in the room' },
    handler: ({ params, body: { reason }, actor, orgId, at, commit }) =>
      commit(async (tx) => {
        const shop = { ...params, orgId }
        await stopOffers(tx, shop, { by: `${actor.kind}:${actor.id}`, reason, at })
        const book = await readBook(tx, shop)
        const detail = { version: book.version }
        await appendAudit(tx, {
          orgId,
          actor,
          act: 'offer.stopped',
          target: params.shopId,
          at,
          detail,
          content: reason,
        })
        return { status: 200, body: showBook(book) }
      }),
  })

const releaseRoute = (): Route =>
  defineRoute({
    ...shared,
    method: 'POST',
    path: '/api/v1/shops/:shopId/offers/release',
    name: 'releaseOffers',
    summary: 'End the emergency stop',
    access: 'offers:write',
    audit: 'offer.released',
    body,
    example: { reason: 'Price mended' },
    handler: ({ params, body: { reason }, actor, orgId, at, commit }) =>
      commit(async (tx) => {
        const shop = { ...params, orgId }
        await releaseOffers(tx, shop, { by: `${actor.kind}:${actor.id}`, reason, at })
        const book = await readBook(tx, shop)
        const detail = { version: book.version }
        await appendAudit(tx, {
          orgId,
          actor,
          act: 'offer.released',
          target: params.shopId,
          at,
          detail,
          content: reason,
        })
        return { status: 200, body: showBook(book) }
      }),
  })
