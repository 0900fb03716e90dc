import { z } from 'zod'
import type { Clock } from '../../kernel/clock.ts'
import { notFound, XiaoerError } from '../../kernel/errors.ts'
import { shopId } from '../../kernel/ids.ts'
import { goodsIntoLedger } from '../../offer/index.ts'
import { type CommerceBackend, ownerOfShop, readShop, receivePush, type Shop } from '../../shop/index.ts'
import type { Database } from '../../storage/index.ts'
import { bytes, definePublicRoute } from '../define-route.ts'
import type { Route } from '../route.ts'

export interface BackendEventDeps {
  readonly database: Database
  readonly clock: Clock
  /** Null for a shop whose back end pushes nothing. */
  readonly backendOf: (shop: Shop) => CommerceBackend | null
}

/** Shop systems tell what changed. 2xx: it is in the mirror, its events are written. */
export const backendEventRoutes = ({ database, clock, backendOf }: BackendEventDeps): Route[] => [
  definePublicRoute({
    method: 'POST',
    path: '/api/v1/backends/:shopId/events',
    name: 'receiveBackendEvents',
    summary: 'Changes of products, orders, parcels, refunds and coupons, pushed and signed by the shop system',
    tag: 'Shop system',
    params: z.strictObject({ shopId }),
    body: bytes,
    idempotency: 'own',
    responses: { 200: z.strictObject({ changed: z.int() }) },
    handler: async ({ params, body, headers, at, read }) => {
      const orgId = await ownerOfShop(database, params.shopId)
      if (orgId === null) throw notFound()
      const shop = await read(orgId, (tx) => readShop(tx, { orgId, shopId: params.shopId }))
      const backend = backendOf(shop)
      // A shop that takes no pushes is as absent as one that is not there: nothing is told to who holds no key.
      if (!backend?.capabilities().has('push')) throw notFound()
      const result = await receivePush({ database, clock, backend, follow: goodsIntoLedger }, shop, {
        headers,
        body,
        receivedAt: at,
      })
      if (result.ok) return { status: 200, body: result.value }
      throw new XiaoerError({ code: result.problem.kind === 'bad-signature' ? 'bad-signature' : 'bad-request' })
    },
  }),
]
