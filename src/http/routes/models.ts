import { z } from 'zod'
import type { Egress } from '../../egress/index.ts'
import { notFound } from '../../kernel/errors.ts'
import {
  findModelEndpoint,
  type ModelEndpoint,
  probeEndpoint,
  readSpent,
  removeModelEndpoint,
  saveModelEndpoint,
  spendDay,
} from '../../model/index.ts'
import { effectiveSettings } from '../../shop/index.ts'
import { appendAudit } from '../../staff/index.ts'
import { defineRoute, nothing } from '../define-route.ts'
import type { Route } from '../route.ts'
import { outsideUrl } from '../views/messaging-views.ts'
import { shopParams } from '../views/shop-views.ts'
import { checkAddress } from './channels.ts'

export interface ModelDeps {
  readonly egress: Pick<Egress, 'check' | 'request'>
}

const tag = 'Models'
const modelName = z.string().trim().min(1).max(200)
const endpointBody = z.strictObject({
  baseUrl: outsideUrl,
  /** Absent: the one before stays; another host never gets it. */
  apiKey: z.string().trim().max(500).optional(),
  chatModels: z.array(modelName).max(5),
  embeddingModel: modelName.nullable().default(null),
})
/** The key is never given out: only whether there is one. */
const endpointView = z.strictObject({
  baseUrl: z.string(),
  hasKey: z.boolean(),
  chatModels: z.array(z.string()),
  embeddingModel: z.string().nullable(),
})

/** The optional language model of an organisation. What a shop asks it for stands in the shop's settings (`modelTasks`). */
export const modelRoutes = (deps: ModelDeps): Route[] => [
  readModelRoute(),
  saveModelRoute(deps),
  removeModelRoute(),
  testModelRoute(deps),
  readSpendRoute(),
]

const showEndpoint = ({ apiKey, chatModels, ...open }: ModelEndpoint) => ({
  ...open,
  hasKey: apiKey !== '',
  chatModels: [...chatModels],
})

const readModelRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/model',
    name: 'readModel',
    summary: 'The endpoint of the model, without its key; null = none',
    tag,
    access: 'shops:read',
    responses: { 200: z.strictObject({ endpoint: endpointView.nullable() }) },
    handler: async ({ orgId, read }) => {
      const endpoint = await read((tx) => findModelEndpoint(tx, orgId))
      return { status: 200, body: { endpoint: endpoint && showEndpoint(endpoint) } }
    },
  })

const saveModelRoute = ({ egress }: ModelDeps): Route =>
  defineRoute({
    method: 'POST',
    path: '/api/v1/model',
    name: 'saveModel',
    summary: "Set the endpoint of the model: any server that speaks OpenAI's chat and embeddings",
    tag,
    access: 'organisation:write',
    audit: 'model.changed',
    body: endpointBody,
    example: { baseUrl: 'https://api.example.com/v1', apiKey: 'sk-…', chatModels: ['small', 'large'] },
    responses: { 200: endpointView },
    handler: ({ body, actor, orgId, at, commit }) => {
      checkAddress(egress, body.baseUrl, 'baseUrl')
      return commit(async (tx) => {
        const endpoint = await saveModelEndpoint(tx, { orgId, at }, body)
        const detail = { fields: Object.keys(body).sort() }
        await appendAudit(tx, { orgId, actor, act: 'model.changed', target: orgId, at, detail })
        return { status: 200, body: showEndpoint(endpoint) }
      })
    },
  })

const removeModelRoute = (): Route =>
  defineRoute({
    method: 'DELETE',
    path: '/api/v1/model',
    name: 'removeModel',
    summary: 'Forget the endpoint and its key',
    tag,
    access: 'organisation:write',
    audit: 'model.removed',
    responses: { 204: nothing },
    handler: ({ actor, orgId, at, commit }) =>
      commit(async (tx) => {
        if (!(await removeModelEndpoint(tx, orgId))) throw notFound()
        await appendAudit(tx, { orgId, actor, act: 'model.removed', target: orgId, at })
        return { status: 204, body: undefined }
      }),
  })

const probed = z.strictObject({
  model: z.string(),
  kind: z.enum(['chat', 'embedding']),
  problem: z.enum(['unreachable', 'timeout', 'broken', 'refused', 'unreadable']).nullable(),
})

const testModelRoute = ({ egress }: ModelDeps): Route =>
  defineRoute({
    method: 'POST',
    path: '/api/v1/model/test',
    name: 'testModel',
    summary: 'Ask every model of the endpoint once, and say which answered',
    tag,
    access: 'organisation:write',
    audit: 'model.tested',
    responses: { 200: z.strictObject({ items: z.array(probed) }) },
    handler: async ({ actor, orgId, at, read, commit }) => {
      const endpoint = await read((tx) => findModelEndpoint(tx, orgId))
      if (!endpoint) throw notFound()
      const items = [...(await probeEndpoint(endpoint, egress))]
      return commit(async (tx) => {
        await appendAudit(tx, { orgId, actor, act: 'model.tested', target: orgId, at })
        return { status: 200, body: { items } }
      })
    },
  })

const readSpendRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/shops/:shopId/model',
    name: 'readModelSpend',
    summary: 'What the shop spent on models today, by its own calendar',
    tag,
    access: 'shops:read',
    params: shopParams,
    responses: { 200: z.strictObject({ tokens: z.int(), calls: z.int(), dailyTokens: z.int() }) },
    handler: async ({ params: { shopId }, orgId, at, read }) => {
      const body = await read(async (tx) => {
        const { settings } = await effectiveSettings(tx, { orgId, shopId })
        const day = spendDay(at, settings.timeZoneOffsetMinutes)
        return { ...(await readSpent(tx, { orgId, shopId, day })), dailyTokens: settings.modelDailyTokens }
      })
      return { status: 200, body }
    },
  })
