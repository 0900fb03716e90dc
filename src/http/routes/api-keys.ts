import { z } from 'zod'
import { notFound } from '../../kernel/errors.ts'
import { rowId, shopId } from '../../kernel/ids.ts'
import { type Authenticator, addApiKey, appendAudit, listApiKeys, revokeApiKey, scope } from '../../staff/index.ts'
import { defineRoute, nothing } from '../define-route.ts'
import { pageOf, paging, readCursor, showPage } from '../fields.ts'
import type { Route } from '../route.ts'
import { apiKeyView, asPerson, keyParams, showApiKey } from '../views/staff-views.ts'

interface ApiKeyDeps {
  readonly authenticator: Authenticator
}

const tag = 'API keys'

/** Only people make keys: one that leaks must not make others. */
export const apiKeyRoutes = (deps: ApiKeyDeps): Route[] => [
  listApiKeysRoute(),
  addApiKeyRoute(),
  revokeApiKeyRoute(deps),
]

const listApiKeysRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/api-keys',
    name: 'listApiKeys',
    summary: 'All keys, newest first; the secrets are never shown again',
    tag,
    access: 'keys:write',
    query: z.strictObject(paging),
    responses: { 200: pageOf(apiKeyView) },
    handler: async ({ query, orgId, read }) => {
      const before = readCursor(rowId, query.cursor)
      const rows = await read((tx) => listApiKeys(tx, { orgId, before, limit: query.limit + 1 }))
      return { status: 200, body: showPage({ rows, limit: query.limit, show: showApiKey, after: (row) => row.keyId }) }
    },
  })

const addApiKeyRoute = (): Route =>
  defineRoute({
    method: 'POST',
    path: '/api/v1/api-keys',
    name: 'addApiKey',
    summary: 'Make a key; the answer is the only place that shows its secret',
    tag,
    access: 'keys:write',
    audit: 'api-key.added',
    body: z.strictObject({
      name: z.string().trim().min(1).max(100),
      scopes: z.array(scope).min(1).max(50),
      shopIds: z.array(shopId).min(1).max(500).nullable().default(null),
    }),
    example: { name: 'Shop system', scopes: ['messages:write', 'conversations:read'], shopIds: null },
    responses: { 201: z.strictObject({ secret: z.string(), key: apiKeyView }) },
    handler: ({ body, actor, orgId, at, commit }) =>
      commit(async (tx) => {
        const scopes = [...new Set(body.scopes)].sort()
        const { key, secret } = await addApiKey(tx, { ...body, scopes, orgId, createdBy: asPerson(actor).id, at })
        const detail = { scopes, shopIds: body.shopIds }
        await appendAudit(tx, { orgId, actor, act: 'api-key.added', target: key.keyId, at, detail })
        return { status: 201, body: { secret, key: showApiKey(key) } }
      }),
  })

const revokeApiKeyRoute = ({ authenticator }: ApiKeyDeps): Route =>
  defineRoute({
    method: 'DELETE',
    path: '/api/v1/api-keys/:keyId',
    name: 'revokeApiKey',
    summary: 'Revoke a key, at once',
    tag,
    access: 'keys:write',
    audit: 'api-key.revoked',
    params: keyParams,
    responses: { 204: nothing },
    handler: async ({ params, actor, orgId, at, commit }) => {
      const reply = await commit(async (tx) => {
        if (!(await revokeApiKey(tx, { orgId, keyId: params.keyId, at }))) throw notFound()
        await appendAudit(tx, { orgId, actor, act: 'api-key.revoked', target: params.keyId, at })
        return { status: 204, body: undefined }
      })
      authenticator.forget(params.keyId)
      return reply
    },
  })
