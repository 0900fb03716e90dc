import { z } from 'zod'
import {
  type DeliveryRow,
  findDelivery,
  listAttempts,
  listDead,
  listDeliveries,
  replayDelivery,
  shopOfConversation,
} from '../../delivery/index.ts'
import { notFound, XiaoerError } from '../../kernel/errors.ts'
import { conversationId, deliveryId } from '../../kernel/ids.ts'
import { type Actor, appendAudit, reachesShop } from '../../staff/index.ts'
import type { Tx } from '../../storage/index.ts'
import { defineRoute } from '../define-route.ts'
import { pageOf, paging, readCursor, showPage } from '../fields.ts'
import type { Route } from '../route.ts'
import { attemptView, deliveryView, showAttempt, showDelivery } from '../views/messaging-views.ts'

const tag = 'Deliveries'
const params = z.strictObject({ deliveryId })
const MOST_OF_A_TALK = 1000

/** What happened to every reply on its way to the buyer. */
export const deliveryRoutes = (): Route[] => [deadListRoute(), readDeliveryRoute(), sendLogRoute(), replayRoute()]

async function findReached(tx: Tx, actor: Actor, id: string): Promise<DeliveryRow> {
  const row = await findDelivery(tx, actor.orgId, id)
  if (!row || !reachesShop(actor, row.shopId)) throw notFound()
  return row
}

const deadListRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/deliveries/dead',
    name: 'listDeadDeliveries',
    summary: 'Replies that were given up, refused, held by a window, or of which nobody knows; newest first',
    tag,
    access: 'conversations:read',
    reach: 'filtered',
    query: z.strictObject(paging),
    responses: { 200: pageOf(deliveryView) },
    handler: async ({ query, actor, orgId, read }) => {
      const before = readCursor(deliveryId, query.cursor) ?? null
      const rows = await read((tx) => listDead(tx, { orgId, shopIds: actor.shopIds, before, most: query.limit + 1 }))
      return {
        status: 200,
        body: showPage({ rows, limit: query.limit, show: showDelivery, after: (row) => row.deliveryId }),
      }
    },
  })

const readDeliveryRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/deliveries/:deliveryId',
    name: 'readDelivery',
    summary: 'One delivery with its tries; one that went out at the first try has none but itself',
    tag,
    access: 'conversations:read',
    reach: 'filtered',
    params,
    responses: { 200: z.strictObject({ delivery: deliveryView, tries: z.array(attemptView) }) },
    handler: async ({ params: { deliveryId: id }, actor, orgId, read }) => {
      const [row, tries] = await read(async (tx) => [
        await findReached(tx, actor, id),
        await listAttempts(tx, orgId, id),
      ])
      return { status: 200, body: { delivery: showDelivery(row), tries: tries.map(showAttempt) } }
    },
  })

const sendLogRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/conversations/:conversationId/deliveries',
    name: 'listDeliveriesOfConversation',
    summary: 'The send log of a conversation, in order',
    tag,
    access: 'conversations:read',
    reach: 'filtered',
    params: z.strictObject({ conversationId }),
    responses: { 200: z.strictObject({ items: z.array(deliveryView) }) },
    handler: async ({ params: { conversationId: id }, actor, orgId, read }) => {
      const rows = await read(async (tx) => {
        const shopId = await shopOfConversation(tx, orgId, id)
        if (!shopId || !reachesShop(actor, shopId)) throw notFound()
        return listDeliveries(tx, { orgId, conversationId: id, most: MOST_OF_A_TALK })
      })
      return { status: 200, body: { items: rows.map(showDelivery) } }
    },
  })

const replayRoute = (): Route =>
  defineRoute({
    method: 'POST',
    path: '/api/v1/deliveries/:deliveryId/replay',
    name: 'replayDelivery',
    summary: 'Send a reply of the dead list once more, with a fresh round of tries',
    tag,
    access: 'conversations:write',
    reach: 'filtered',
    audit: 'delivery.replayed',
    params,
    responses: { 202: deliveryView },
    handler: ({ params: { deliveryId: id }, actor, orgId, at, commit }) =>
      commit(async (tx) => {
        await findReached(tx, actor, id)
        if (!(await replayDelivery(tx, { orgId, deliveryId: id, at })))
          throw new XiaoerError({ code: 'precondition-failed' })
        await appendAudit(tx, { orgId, actor, act: 'delivery.replayed', target: id, at })
        return { status: 202, body: showDelivery(await findReached(tx, actor, id)) }
      }),
  })
