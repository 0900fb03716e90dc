import { z } from 'zod'
import { notFound, XiaoerError } from '../../kernel/errors.ts'
import { buyerId, newUuid, rowId } from '../../kernel/ids.ts'
import {
  addBudget,
  changeBudget,
  changeTerms,
  effectiveTerms,
  findGrant,
  FOLLOWING,
  type GrantTools,
  type Holder,
  isBuyerOf,
  type LedgerRef,
  listGrants,
  readBudgets,
  readLatest,
  readTerms,
  reserveGrant,
  settleGrant,
  useGrant,
} from '../../offer/index.ts'
import { readBackendBuyer } from '../../shop/index.ts'
import { appendAudit } from '../../staff/index.ts'
import type { Tx } from '../../storage/index.ts'
import { defineRoute } from '../define-route.ts'
import { externalId, pageOf, paging, plainId, readCursor, showPage } from '../fields.ts'
import type { Route } from '../route.ts'
import {
  budgetBody,
  budgetView,
  claimRefusal,
  grantView,
  offerParams,
  showBudget,
  showGrant,
  showTerms,
  termsBody,
  termsView,
} from '../views/offer-views.ts'
import { shopParams } from '../views/shop-views.ts'
import { grantOverviewRoute } from './grant-overview.ts'

export interface GrantDeps {
  readonly grants: GrantTools
}

const tag = 'Grants'
const root = '/api/v1/shops/:shopId/grants'

/** Coupons and red packets: given exactly up to cap, budget and the buyer's own limit. */
export const grantRoutes = (deps: GrantDeps): Route[] => [
  listGrantsRoute(),
  grantOverviewRoute(),
  giveCouponRoute(deps),
  readGrantRoute(),
  useGrantRoute(),
  readTermsRoute(),
  changeTermsRoute(),
  listBudgetsRoute(),
  addBudgetRoute(),
  changeBudgetRoute(),
]

const listGrantsRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: root,
    name: 'listGrants',
    summary: 'Coupons given, newest first: of one offer, one customer, one state',
    tag,
    access: 'offers:read',
    params: shopParams,
    query: z.strictObject({
      ...paging,
      offerId: externalId.optional(),
      customerId: externalId.optional(),
      state: z.enum(['pending', 'claimed', 'used', 'refused']).optional(),
    }),
    responses: { 200: pageOf(grantView) },
    handler: async ({ params, query, orgId, at, read }) => {
      const { limit, cursor, ...of } = query
      const slice = { ...of, before: readCursor(rowId, cursor), limit: limit + 1 }
      const rows = await read((tx) => listGrants(tx, { ...params, orgId }, slice))
      const body = showPage({ rows, limit, show: (row) => showGrant(row, at), after: (row) => row.grantId })
      return { status: 200, body }
    },
  })

const given = z.strictObject({ grant: grantView })
const notGiven = z.strictObject({ refused: claimRefusal })

const giveCouponRoute = ({ grants }: GrantDeps): Route =>
  defineRoute({
    method: 'POST',
    path: root,
    name: 'giveCoupon',
    summary:
      'Give one buyer a coupon or red packet; the same Idempotency-Key is the same grant, whatever happened in between',
    tag,
    access: 'offers:write',
    audit: 'coupon.granted',
    idempotency: 'own',
    params: shopParams,
    body: z.strictObject({ offerId: plainId, customerId: plainId.optional(), buyerId: buyerId.optional() }),
    example: { offerId: 'k1', customerId: 'c1' },
    // A refusal is an answer: nothing was given, and why.
    responses: { 201: given, 202: given, 200: notGiven },
    handler: async ({ params, body, headers, actor, orgId, at, commit, read }) => {
      const shop = { ...params, orgId }
      const holder = { customerId: body.customerId ?? null, buyerId: body.buyerId ?? null }
      const key = headers['idempotency-key']?.slice(0, 200) ?? newUuid(at)
      const order = { shop, offerId: body.offerId, holder, key, actor: `${actor.kind}:${actor.id}`, at }
      const reserved = await commit(async (tx) => {
        await refuseUnknown(tx, shop, holder)
        const result = await reserveGrant(tx, order)
        if (!result.ok && result.problem === 'unknown-offer') throw notFound()
        if (!result.ok) return { status: 200 as const, body: { refused: result.problem } }
        const { grantId, costFen, seq: version, offerId } = result.value
        const detail = { offerId, costFen, version }
        await appendAudit(tx, { orgId, actor, act: 'coupon.granted', target: grantId, at, detail })
        return { status: 201 as const, body: { grant: showGrant(result.value, at) } }
      })
      if (reserved.status !== 201 || reserved.body.grant.state !== 'pending') return reserved
      const { grantId } = reserved.body.grant
      await settleGrant(grants, { orgId, grantId })
      const grant = await read((tx) => findGrant(tx, shop, grantId))
      if (!grant) throw notFound()
      if (grant.state === 'refused') return { status: 200, body: { refused: 'refused-by-shop' } }
      return { status: grant.state === 'pending' ? 202 : 201, body: { grant: showGrant(grant, at) } }
    },
  })

/** One of the shop's own customers, or somebody who wrote to it. */
async function refuseUnknown(tx: Tx, shop: LedgerRef, { customerId, buyerId: visitor }: Holder): Promise<void> {
  if (customerId === null && visitor === null)
    throw new XiaoerError({ code: 'invalid-field', field: 'customerId', message: 'Say whom: customerId or buyerId.' })
  if (customerId !== null && !(await readBackendBuyer(tx, shop, customerId))) throw notFound()
  if (visitor !== null && !(await isBuyerOf(tx, shop, visitor))) throw notFound()
}

const readGrantRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: `${root}/:grantId`,
    name: 'readGrant',
    summary: 'One grant and its state',
    tag,
    access: 'offers:read',
    params: shopParams.extend({ grantId: rowId }),
    responses: { 200: grantView },
    handler: async ({ params, orgId, at, read }) => {
      const grant = await read((tx) => findGrant(tx, { orgId, shopId: params.shopId }, params.grantId))
      if (!grant) throw notFound()
      return { status: 200, body: showGrant(grant, at) }
    },
  })

const useGrantRoute = (): Route =>
  defineRoute({
    method: 'POST',
    path: `${root}/:grantId/use`,
    name: 'useCoupon',
    summary: 'Say that a coupon went into an order; the same order again changes nothing',
    tag,
    access: 'offers:write',
    audit: 'coupon.used',
    params: shopParams.extend({ grantId: rowId }),
    body: z.strictObject({ order: externalId }),
    example: { order: 'o1' },
    responses: { 200: grantView },
    handler: ({ params, body, actor, orgId, at, commit }) =>
      commit(async (tx) => {
        const { grantId } = params
        const grant = await useGrant(tx, { orgId, shopId: params.shopId }, { grantId, orderId: body.order, at })
        await appendAudit(tx, { orgId, actor, act: 'coupon.used', target: grantId, at, detail: body })
        return { status: 200, body: showGrant(grant, at) }
      }),
  })

const readTermsRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/shops/:shopId/offers/:offerId/terms',
    name: 'readGrantTerms',
    summary: 'What may be given of an offer, and how much of it is given',
    tag,
    access: 'offers:read',
    params: offerParams,
    responses: { 200: termsView },
    handler: async ({ params, orgId, read }) => ({
      status: 200,
      body: await read((tx) => termsOf(tx, { orgId, shopId: params.shopId }, params.offerId)),
    }),
  })

const changeTermsRoute = (): Route =>
  defineRoute({
    method: 'PUT',
    path: '/api/v1/shops/:shopId/offers/:offerId/terms',
    name: 'changeGrantTerms',
    summary: 'Cap, per-buyer limit, budget, cost of one and days of validity of what is given of an offer',
    tag,
    access: 'offers:write',
    audit: 'grant.terms-changed',
    params: offerParams,
    body: termsBody,
    example: { cap: 100, perBuyer: 1 },
    responses: { 200: termsView },
    handler: ({ params, body, actor, orgId, at, commit }) =>
      commit(async (tx) => {
        const shop = { orgId, shopId: params.shopId }
        const { offerId } = params
        // An offer that is not there has no terms.
        await termsOf(tx, shop, offerId)
        await changeTerms(tx, shop, { offerId, terms: body, at })
        const shown = await termsOf(tx, shop, offerId)
        await appendAudit(tx, { orgId, actor, act: 'grant.terms-changed', target: offerId, at, detail: { ...body } })
        return { status: 200, body: shown }
      }),
  })

async function termsOf(tx: Tx, shop: LedgerRef, offerId: string) {
  const [offer] = await readLatest(tx, shop, { offerIds: [offerId] })
  if (!offer) throw notFound()
  const terms = (await readTerms(tx, shop, [offerId])).get(offerId) ?? { ...FOLLOWING, taken: 0 }
  return showTerms(offerId, effectiveTerms(terms, offer.rule ?? {}), terms)
}

const listBudgetsRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/shops/:shopId/budgets',
    name: 'listBudgets',
    summary: 'Budgets for what is given, and what is spent of them',
    tag,
    access: 'offers:read',
    params: shopParams,
    responses: { 200: z.strictObject({ items: z.array(budgetView) }) },
    handler: async ({ params, orgId, read }) => {
      const budgets = await read((tx) => readBudgets(tx, { ...params, orgId }))
      return { status: 200, body: { items: budgets.map(showBudget) } }
    },
  })

const addBudgetRoute = (): Route =>
  defineRoute({
    method: 'POST',
    path: '/api/v1/shops/:shopId/budgets',
    name: 'addBudget',
    summary: 'A budget that several offers may share',
    tag,
    access: 'offers:write',
    audit: 'budget.changed',
    params: shopParams,
    body: budgetBody,
    example: { name: 'Singles’ Day', limitFen: 1_000_000 },
    responses: { 201: budgetView },
    handler: ({ params, body, actor, orgId, at, commit }) =>
      commit(async (tx) => {
        const budget = await addBudget(tx, { ...params, orgId }, { ...body, at })
        const detail = { limitFen: body.limitFen }
        await appendAudit(tx, { orgId, actor, act: 'budget.changed', target: budget.budgetId, at, detail })
        return { status: 201, body: showBudget(budget) }
      }),
  })

const changeBudgetRoute = (): Route =>
  defineRoute({
    method: 'PUT',
    path: '/api/v1/shops/:shopId/budgets/:budgetId',
    name: 'changeBudget',
    summary: 'Rename a budget or set its limit; what is given stays given',
    tag,
    access: 'offers:write',
    audit: 'budget.changed',
    params: shopParams.extend({ budgetId: rowId }),
    body: budgetBody,
    example: { name: 'Singles’ Day', limitFen: 2_000_000 },
    responses: { 200: budgetView },
    handler: ({ params, body, actor, orgId, at, commit }) =>
      commit(async (tx) => {
        const { budgetId } = params
        const budget = await changeBudget(tx, { orgId, shopId: params.shopId }, { ...body, budgetId, at })
        if (!budget) throw notFound()
        const detail = { limitFen: body.limitFen }
        await appendAudit(tx, { orgId, actor, act: 'budget.changed', target: budgetId, at, detail })
        return { status: 200, body: showBudget(budget) }
      }),
  })
