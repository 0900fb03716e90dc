import { z } from 'zod'
import { notFound, XiaoerError } from '../../kernel/errors.ts'
import { rowId } from '../../kernel/ids.ts'
import { appendAudit } from '../../staff/index.ts'
import {
  findWebhook,
  listWebhookAttempts,
  listWebhooks,
  replayWebhooks,
  sendTestWebhook,
} from '../../webhooks/index.ts'
import { defineRoute } from '../define-route.ts'
import { pageOf, paging, readCursor, showPage } from '../fields.ts'
import type { Route } from '../route.ts'
import { attemptView, showAttempt, showWebhook, webhookView } from '../views/messaging-views.ts'
import { reachEndpoint, type WebhookDeps } from './webhooks.ts'

const tag = 'Webhooks'
const STATES = ['pending', 'retrying', 'delivered', 'dead'] as const
const oneParams = z.strictObject({ endpointId: rowId, webhookDeliveryId: rowId })
const place = z.strictObject({ createdAt: z.int(), webhookDeliveryId: rowId })

/** What was sent to an endpoint, every try of it, and once more. */
export const webhookLogRoutes = (deps: Pick<WebhookDeps, 'wakeWebhooks'>): Route[] => [
  logRoute(),
  readWebhookDeliveryRoute(),
  replayOneRoute(deps),
  replayFailedRoute(deps),
  sendTestRoute(deps),
]

const logRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/webhooks/:endpointId/deliveries',
    name: 'listWebhookDeliveries',
    summary: 'What was sent to an endpoint, newest first',
    tag,
    access: 'webhooks:read',
    reach: 'filtered',
    params: z.strictObject({ endpointId: rowId }),
    query: z.strictObject({ ...paging, state: z.enum(STATES).optional() }),
    responses: { 200: pageOf(webhookView) },
    handler: async ({ params: { endpointId }, query, actor, orgId, read }) => {
      const before = readCursor(place, query.cursor) ?? null
      const rows = await read(async (tx) => {
        await reachEndpoint(tx, actor, endpointId)
        return listWebhooks(tx, { orgId, endpointId, state: query.state ?? null, before, most: query.limit + 1 })
      })
      const after = (row: (typeof rows)[number]) => ({
        createdAt: row.createdAt,
        webhookDeliveryId: row.webhookDeliveryId,
      })
      return { status: 200, body: showPage({ rows, limit: query.limit, show: showWebhook, after }) }
    },
  })

const readWebhookDeliveryRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/webhooks/:endpointId/deliveries/:webhookDeliveryId',
    name: 'readWebhookDelivery',
    summary: 'One delivery, every try of it, and what was sent',
    tag,
    access: 'webhooks:read',
    reach: 'filtered',
    params: oneParams,
    responses: {
      200: z.strictObject({ delivery: webhookView, tries: z.array(attemptView), payload: z.unknown() }),
    },
    handler: async ({ params, actor, orgId, read }) => {
      const found = await read(async (tx) => {
        await reachEndpoint(tx, actor, params.endpointId)
        const row = await findWebhook(tx, { ...params, orgId })
        if (!row) throw notFound()
        return { row, tries: await listWebhookAttempts(tx, orgId, params.webhookDeliveryId) }
      })
      const { row, tries } = found
      return { status: 200, body: { delivery: showWebhook(row), tries: tries.map(showAttempt), payload: row.body } }
    },
  })

const replayOneRoute = ({ wakeWebhooks }: Pick<WebhookDeps, 'wakeWebhooks'>): Route =>
  defineRoute({
    method: 'POST',
    path: '/api/v1/webhooks/:endpointId/deliveries/:webhookDeliveryId/replay',
    name: 'replayWebhookDelivery',
    summary: 'Send one again under the same id, with a fresh round of tries',
    tag,
    access: 'webhooks:write',
    reach: 'filtered',
    audit: 'webhook.replayed',
    params: oneParams,
    responses: { 202: z.strictObject({ replayed: z.int() }) },
    handler: async ({ params, actor, orgId, at, commit }) => {
      const reply = await commit(async (tx) => {
        await reachEndpoint(tx, actor, params.endpointId)
        if (!(await findWebhook(tx, { ...params, orgId }))) throw notFound()
        const which = { webhookDeliveryId: params.webhookDeliveryId }
        const replayed = await replayWebhooks(tx, { orgId, endpointId: params.endpointId, which, at })
        const target = params.webhookDeliveryId
        await appendAudit(tx, { orgId, actor, act: 'webhook.replayed', target, at, detail: { replayed } })
        return { status: 202, body: { replayed } }
      })
      wakeWebhooks()
      return reply
    },
  })

const replayFailedRoute = ({ wakeWebhooks }: Pick<WebhookDeps, 'wakeWebhooks'>): Route =>
  defineRoute({
    method: 'POST',
    path: '/api/v1/webhooks/:endpointId/replay',
    name: 'replayFailedWebhooks',
    summary: 'Send everything again that was given up since a time, or between two',
    tag,
    access: 'webhooks:write',
    reach: 'filtered',
    audit: 'webhook.replayed',
    params: z.strictObject({ endpointId: rowId }),
    body: z.strictObject({
      since: z.iso.datetime({ offset: true }),
      until: z.iso.datetime({ offset: true }).optional(),
    }),
    example: { since: '2026-11-11T00:00:00Z' },
    responses: { 202: z.strictObject({ replayed: z.int() }) },
    handler: async ({ params: { endpointId }, body, actor, orgId, at, commit }) => {
      const reply = await commit(async (tx) => {
        await reachEndpoint(tx, actor, endpointId)
        const { since, until } = body
        const which = { since: Date.parse(since), ...(until !== undefined && { until: Date.parse(until) }) }
        const replayed = await replayWebhooks(tx, { orgId, endpointId, which, at })
        const detail = { replayed, since, until: until ?? null }
        await appendAudit(tx, { orgId, actor, act: 'webhook.replayed', target: endpointId, at, detail })
        return { status: 202, body: { replayed } }
      })
      wakeWebhooks()
      return reply
    },
  })

const sendTestRoute = ({ wakeWebhooks }: Pick<WebhookDeps, 'wakeWebhooks'>): Route =>
  defineRoute({
    method: 'POST',
    path: '/api/v1/webhooks/:endpointId/test',
    name: 'testWebhook',
    summary: 'Send `webhook.tested` to this endpoint, whatever it listens to',
    tag,
    access: 'webhooks:write',
    reach: 'filtered',
    audit: 'webhook.tested',
    params: z.strictObject({ endpointId: rowId }),
    responses: { 202: z.strictObject({ webhookDeliveryId: z.string() }) },
    handler: async ({ params: { endpointId }, actor, orgId, at, commit }) => {
      const reply = await commit(async (tx) => {
        const { enabled } = await reachEndpoint(tx, actor, endpointId)
        if (!enabled) throw new XiaoerError({ code: 'precondition-failed', message: 'This address is switched off.' })
        const webhookDeliveryId = await sendTestWebhook(tx, { orgId, endpointId }, at)
        await appendAudit(tx, { orgId, actor, act: 'webhook.tested', target: endpointId, at })
        return { status: 202, body: { webhookDeliveryId } }
      })
      wakeWebhooks()
      return reply
    },
  })
