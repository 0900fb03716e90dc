import { z } from 'zod'
import {
  countGrants,
  effectiveTerms,
  FOLLOWING,
  GRANTABLE_KINDS,
  type GrantCounts,
  type LedgerRef,
  type OfferRevision,
  readLatest,
  readTerms,
  type TakenTerms,
} from '../../offer/index.ts'
import type { Tx } from '../../storage/index.ts'
import { defineRoute } from '../define-route.ts'
import type { Route } from '../route.ts'
import { grantOverviewView, showOffer, showTerms } from '../views/offer-views.ts'
import { shopParams } from '../views/shop-views.ts'

export const grantOverviewRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/shops/:shopId/grants/overview',
    name: 'readGrantOverview',
    summary: 'Of each coupon and red packet: what may be given, what was given and what became of it',
    tag: 'Grants',
    access: 'offers:read',
    params: shopParams,
    responses: { 200: z.strictObject({ items: z.array(grantOverviewView) }) },
    handler: async ({ params, orgId, at, read }) => ({
      status: 200,
      body: { items: await read((tx) => overview(tx, { orgId, shopId: params.shopId }, at)) },
    }),
  })

const NONE: GrantCounts = { pending: 0, claimed: 0, used: 0, expired: 0, refused: 0, spentFen: 0 }

/** What can be given now or later, and whatever was given once, also of offers that are withdrawn since. */
async function overview(tx: Tx, shop: LedgerRef, at: number) {
  const counts = await countGrants(tx, shop, at)
  const offers = (await readLatest(tx, shop, { withoutKind: 'sku-price' })).filter(
    ({ offerId, rule }) =>
      counts.has(offerId) || (rule?.['claimable'] === true && GRANTABLE_KINDS.has(String(rule['kind']))),
  )
  const known = await readTerms(
    tx,
    shop,
    offers.map(({ offerId }) => offerId),
  )
  return offers.map((offer) =>
    showOverview(offer, {
      set: known.get(offer.offerId) ?? { ...FOLLOWING, taken: 0 },
      counts: counts.get(offer.offerId) ?? NONE,
      at,
    }),
  )
}

function showOverview(
  offer: OfferRevision,
  { set, counts, at }: { readonly set: TakenTerms; readonly counts: GrantCounts; readonly at: number },
) {
  const { taken, ...own } = set
  const terms = effectiveTerms(set, offer.rule ?? {})
  return { offer: showOffer(offer, at), terms: showTerms(offer.offerId, terms, { taken }), set: own, ...counts }
}
