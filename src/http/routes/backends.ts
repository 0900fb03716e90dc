import { z } from 'zod'
import { notFound, XiaoerError } from '../../kernel/errors.ts'
import { orgId, shopId } from '../../kernel/ids.ts'
import { applyToMirror, type CommerceBackend, ownerOfShop, readShop, type Shop } from '../../shop/index.ts'
import type { Database } from '../../storage/index.ts'
import { bytes, definePublicRoute } from '../define-route.ts'
import type { Route } from '../route.ts'

export interface BackendDeps {
  readonly database: Database
  /** The adapter of a shop's system; null: it has none, or none that pushes. */
  backendOf(shop: Shop): CommerceBackend | null
}

const MOST_BYTES = 4 * 1024 * 1024

/** Where shop systems push what changed. The push is believed by its signature alone, over the raw bytes. */
export const backendRoutes = (deps: BackendDeps): Route[] => [
  definePublicRoute({
    method: 'POST',
    path: '/api/v1/backends/:shopId/events',
    name: 'receiveBackendEvents',
    summary: 'A shop system pushes changed products, orders, parcels, refunds, coupons and buyers',
    tag: 'Shops',
    params: z.strictObject({ shopId }),
    body: bytes,
    accepts: ['application/json'],
    maxBodyBytes: MOST_BYTES,
    idempotency: 'own',
    responses: { 200: z.strictObject({ changed: z.int() }) },
    handler: async ({ params, body, headers, at, read, commit }) => {
      const owner = await ownerOfShop(deps.database, params.shopId)
      if (owner === null) throw notFound()
      const org = orgId.parse(owner)
      const shop = await read(org, (tx) => readShop(tx, { orgId: org, shopId: params.shopId }))
      const backend = deps.backendOf(shop)
      // A shop without such a system is told from an absent one by nobody.
      if (!backend) throw notFound()
      const heard = backend.events({ headers: single(headers), body, receivedAt: at })
      if (!heard.ok)
        throw new XiaoerError({ code: heard.problem.kind === 'bad-signature' ? 'bad-signature' : 'bad-request' })
      return commit(org, async (tx) => {
        const { changed } = await applyToMirror(tx, { shop, events: heard.value, at })
        return { status: 200, body: { changed } }
      })
    },
  }),
]

const single = (
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, typeof value === 'string' ? value : value?.[0]]),
  )
