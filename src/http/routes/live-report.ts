import { z } from 'zod'
import { notFound } from '../../kernel/errors.ts'
import { readRoom, readShowReport } from '../../livestream/index.ts'
import type { OfferLedgers } from '../../offer/index.ts'
import { defineRoute } from '../define-route.ts'
import { externalId } from '../fields.ts'
import type { Route } from '../route.ts'
import { shopParams } from '../views/shop-views.ts'

const count = z.int()
const lineView = z.strictObject({
  ...{ offerId: z.string(), kind: z.string(), title: z.string().nullable() },
  /** As it stood last during the show. */
  priceFen: count.nullable(),
  stock: count.nullable(),
  revisions: count,
  /** Conversations in which the robot named it, that were corrected, and that are still to be. */
  ...{ told: count, corrected: count, uncorrected: count },
  ...{ claimed: count, used: count, pending: count },
  /** Pieces of its articles sold at its prices while the show ran; null: it is no price of named articles. */
  sold: count.nullable(),
  differences: z.array(z.enum(['told-not-corrected', 'granted-over-stock', 'sold-over-stock', 'grants-unsettled'])),
})

export interface LiveReportDeps {
  readonly ledgers: OfferLedgers
}

/** The reconciliation of a show: what was promised against what was told, granted and sold. */
export const liveReportRoutes = ({ ledgers }: LiveReportDeps): Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/v1/shops/:shopId/live-rooms/:roomId/report',
    name: 'readLiveReport',
    summary: 'Reconciliation of a show, an offer a line: promised, told, corrected, granted, sold, and what differs',
    tag: 'Live rooms',
    access: 'offers:read',
    params: shopParams.extend({ roomId: externalId }),
    responses: { 200: z.strictObject({ promises: z.array(z.string()), items: z.array(lineView) }) },
    handler: async ({ params, orgId, at, read }) => {
      const shop = { orgId, shopId: params.shopId }
      const { ledger } = await ledgers.get(shop)
      const body = await read(async (tx) => {
        const room = await readRoom(tx, { ...params, orgId })
        if (!room) throw notFound()
        const lines = await readShowReport(tx, { shop, room, ledger, at })
        const items = lines.map(({ differences, ...line }) => ({ ...line, differences: [...differences] }))
        return { promises: [...room.promises], items }
      })
      return { status: 200, body }
    },
  }),
]
