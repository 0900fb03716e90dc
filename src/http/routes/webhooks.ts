import { z } from 'zod'
import { type Egress, newWebhookSecret } from '../../egress/index.ts'
import { notFound, XiaoerError } from '../../kernel/errors.ts'
import { newId, type RowId, rowId, shopId } from '../../kernel/ids.ts'
import { type Actor, appendAudit, reachesShop } from '../../staff/index.ts'
import type { Tx } from '../../storage/index.ts'
import {
  addEndpoint,
  changeEndpoint,
  findEndpoint,
  type Listeners,
  listEndpoints,
  removeEndpoint,
  rotateEndpointSecret,
  type WebhookEndpoint,
} from '../../webhooks/index.ts'
import { defineRoute, nothing } from '../define-route.ts'
import type { Route } from '../route.ts'
import { endpointView, eventTypes, outsideUrl, showEndpoint } from '../views/messaging-views.ts'
import { checkAddress } from './channels.ts'

export interface WebhookDeps {
  readonly listeners: Pick<Listeners, 'forget'>
  readonly egress: Pick<Egress, 'check'>
  /** Tells the dispatcher that there may be something to send. */
  readonly wakeWebhooks: () => void
}

const tag = 'Webhooks'
const params = z.strictObject({ endpointId: rowId })

/** Subscriptions of others to our events. What was sent to them: `webhook-log.ts`. */
export const webhookRoutes = (deps: WebhookDeps): Route[] => [
  listEndpointsRoute(),
  readEndpointRoute(),
  addEndpointRoute(deps),
  changeEndpointRoute(deps),
  removeEndpointRoute(deps),
  rotateEndpointSecretRoute(deps),
]

/** An endpoint without a shop hears of all of them: it belongs to those who reach all of them. */
export async function reachEndpoint(tx: Tx, actor: Actor, endpointId: string): Promise<WebhookEndpoint> {
  const endpoint = await findEndpoint(tx, { orgId: actor.orgId, endpointId })
  const isReached =
    endpoint && (endpoint.shopId === null ? actor.shopIds === null : reachesShop(actor, endpoint.shopId))
  if (!isReached) throw notFound()
  return endpoint
}

const listEndpointsRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/webhooks',
    name: 'listWebhooks',
    summary: 'Endpoints that the caller reaches, oldest first',
    tag,
    access: 'webhooks:read',
    reach: 'filtered',
    responses: { 200: z.strictObject({ items: z.array(endpointView) }) },
    handler: async ({ actor, orgId, read }) => {
      const rows = await read((tx) => listEndpoints(tx, { orgId, shopIds: actor.shopIds }))
      return { status: 200, body: { items: rows.map(showEndpoint) } }
    },
  })

const readEndpointRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/webhooks/:endpointId',
    name: 'readWebhook',
    summary: 'One endpoint',
    tag,
    access: 'webhooks:read',
    reach: 'filtered',
    params,
    responses: { 200: endpointView },
    handler: async ({ params: { endpointId }, actor, read }) => ({
      status: 200,
      body: showEndpoint(await read((tx) => reachEndpoint(tx, actor, endpointId))),
    }),
  })

const addEndpointRoute = ({ listeners, egress }: WebhookDeps): Route =>
  defineRoute({
    method: 'POST',
    path: '/api/v1/webhooks',
    name: 'addWebhook',
    summary: 'Subscribe an address to events; the answer is the only place that shows its secret',
    tag,
    access: 'webhooks:write',
    reach: 'filtered',
    audit: 'webhook.added',
    body: z.strictObject({ url: outsideUrl, types: eventTypes.default([]), shopId: shopId.nullable().default(null) }),
    example: { url: 'https://erp.example/xiaoer', types: ['reply.failed', 'order.paid'] },
    responses: { 201: z.strictObject({ secret: z.string(), webhook: endpointView }) },
    handler: async ({ body, actor, orgId, at, commit }) => {
      checkAddress(egress, body.url, 'url')
      if (body.shopId === null && actor.shopIds !== null) {
        throw new XiaoerError({ code: 'forbidden', field: 'shopId', message: 'Name one of the shops that you reach.' })
      }
      const secret = newWebhookSecret()
      const reply = await commit(async (tx) => {
        const endpointId = newId<RowId>(at)
        const endpoint = await addEndpoint(tx, { ...body, orgId, endpointId, secret, at })
        const detail = { types: body.types, shopId: body.shopId }
        await appendAudit(tx, { orgId, actor, act: 'webhook.added', target: endpointId, at, detail })
        return { status: 201, body: { secret, webhook: showEndpoint(endpoint) } }
      })
      listeners.forget(orgId)
      return reply
    },
  })

const changeEndpointRoute = ({ listeners, egress }: WebhookDeps): Route =>
  defineRoute({
    method: 'PATCH',
    path: '/api/v1/webhooks/:endpointId',
    name: 'changeWebhook',
    summary: 'Change address or types, or switch it on or off',
    tag,
    access: 'webhooks:write',
    reach: 'filtered',
    audit: 'webhook.changed',
    params,
    body: z.strictObject({ url: outsideUrl.optional(), types: eventTypes.optional(), enabled: z.boolean().optional() }),
    example: { enabled: true },
    responses: { 200: endpointView },
    handler: async ({ params: { endpointId }, body, actor, orgId, at, commit }) => {
      checkAddress(egress, body.url, 'url')
      const reply = await commit(async (tx) => {
        await reachEndpoint(tx, actor, endpointId)
        const endpoint = await changeEndpoint(tx, { orgId, endpointId }, body)
        if (!endpoint) throw notFound()
        const detail = { fields: Object.keys(body).sort() }
        await appendAudit(tx, { orgId, actor, act: 'webhook.changed', target: endpointId, at, detail, content: body })
        return { status: 200, body: showEndpoint(endpoint) }
      })
      listeners.forget(orgId)
      return reply
    },
  })

const removeEndpointRoute = ({ listeners }: WebhookDeps): Route =>
  defineRoute({
    method: 'DELETE',
    path: '/api/v1/webhooks/:endpointId',
    name: 'removeWebhook',
    summary: 'Remove an endpoint and the log of what was sent to it',
    tag,
    access: 'webhooks:write',
    reach: 'filtered',
    audit: 'webhook.removed',
    params,
    responses: { 204: nothing },
    handler: async ({ params: { endpointId }, actor, orgId, at, commit }) => {
      const reply = await commit(async (tx) => {
        await reachEndpoint(tx, actor, endpointId)
        await removeEndpoint(tx, { orgId, endpointId })
        await appendAudit(tx, { orgId, actor, act: 'webhook.removed', target: endpointId, at })
        return { status: 204, body: undefined }
      })
      listeners.forget(orgId)
      return reply
    },
  })

const rotateEndpointSecretRoute = ({ listeners }: WebhookDeps): Route =>
  defineRoute({
    method: 'POST',
    path: '/api/v1/webhooks/:endpointId/secret',
    name: 'rotateWebhookSecret',
    summary: 'Make a new secret; the one before it goes on signing beside it until the next change',
    tag,
    access: 'webhooks:write',
    reach: 'filtered',
    audit: 'webhook.secret-changed',
    params,
    responses: { 200: z.strictObject({ secret: z.string(), webhook: endpointView }) },
    handler: async ({ params: { endpointId }, actor, orgId, at, commit }) => {
      const secret = newWebhookSecret()
      const reply = await commit(async (tx) => {
        await reachEndpoint(tx, actor, endpointId)
        const endpoint = await rotateEndpointSecret(tx, { orgId, endpointId }, secret)
        if (!endpoint) throw notFound()
        await appendAudit(tx, { orgId, actor, act: 'webhook.secret-changed', target: endpointId, at })
        return { status: 200, body: { secret, webhook: showEndpoint(endpoint) } }
      })
      listeners.forget(orgId)
      return reply
    },
  })
