import { z } from 'zod'
import { notFound, XiaoerError } from '../../kernel/errors.ts'
import { newUuid } from '../../kernel/ids.ts'
import {
  checkRule,
  isInEffect,
  type LedgerRef,
  type OfferLedgers,
  readHistory,
  readLatest,
  writeOffers,
} from '../../offer/index.ts'
import { checkMayChange } from '../../livestream/index.ts'
import { type Actor, appendAudit } from '../../staff/index.ts'
import type { Tx } from '../../storage/index.ts'
import { defineRoute } from '../define-route.ts'
import { externalId, pageOf, paging, queryInstant, readCursor, showPage } from '../fields.ts'
import { conflictsNow, ledgerAfter } from '../offer/conflicts-now.ts'
import type { Route } from '../route.ts'
import { conflictView, offerParams, offerView, showConflict, showOffer } from '../views/offer-views.ts'
import { shopParams } from '../views/shop-views.ts'

export interface OfferDeps {
  readonly ledgers: OfferLedgers
}

const tag = 'Offers'
const root = '/api/v1/shops/:shopId/offers'
const rule = z.record(z.string().max(100), z.unknown())
const reason = z.string().trim().max(500).default('')
const example = {
  rule: {
    kind: 'time-price',
    priceFen: 7900,
    scope: { skus: ['s-1'] },
    validFrom: '2026-11-11T12:00:00Z',
    validTo: '2026-11-11T14:00:00Z',
  },
  reason: 'Evening sale',
}
/** What a change answers: the row as it stands, and the conflicts that it is part of. */
export const savedView = z.strictObject({ offer: offerView, ledgerVersion: z.int(), conflicts: z.array(conflictView) })

/** The ledger of offers: what holds, what held, what contradicts what. */
export const offerRoutes = (deps: OfferDeps): Route[] => [
  listOffersRoute(),
  addOfferRoute(),
  readOfferRoute(),
  changeOfferRoute(),
  withdrawOfferRoute(),
  offerHistoryRoute(),
  offersInEffectRoute(),
  offerConflictsRoute(deps),
]

const listOffersRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: root,
    name: 'listOffers',
    summary: 'Offers of the shop by id: the latest row of each, withdrawn ones too; `knownAt` = as it was known then',
    tag,
    access: 'offers:read',
    params: shopParams,
    /** `withoutKind=sku-price` leaves the prices of articles out, which outnumber all else. */
    query: z.strictObject({
      ...paging,
      kind: z.string().max(50).optional(),
      withoutKind: z.string().max(50).optional(),
      knownAt: queryInstant.optional(),
    }),
    responses: { 200: pageOf(offerView) },
    handler: async ({ params, query, orgId, at, read }) => {
      const { limit, cursor, ...slice } = query
      const after = readCursor(externalId, cursor)
      const rows = await read((tx) => readLatest(tx, { ...params, orgId }, { ...slice, after, limit: limit + 1 }))
      return {
        status: 200,
        body: showPage({ rows, limit, show: (row) => showOffer(row, at), after: (row) => row.offerId }),
      }
    },
  })

const addOfferRoute = (): Route =>
  defineRoute({
    method: 'POST',
    path: root,
    name: 'addOffer',
    summary: 'Write a new offer down; the answer names the conflicts that it brings',
    tag,
    access: 'offers:write',
    audit: 'offer.changed',
    params: shopParams,
    /** `id`: as the shop's own system calls it; absent = we make one. */
    body: z.strictObject({ id: externalId.optional(), rule, reason }),
    example,
    responses: { 201: savedView },
    handler: ({ params, body, actor, orgId, at, commit }) =>
      commit(async (tx) => {
        const shop = { ...params, orgId }
        const offerId = body.id ?? newUuid(at)
        const [before] = await readLatest(tx, shop, { offerIds: [offerId] })
        if (before?.rule)
          throw new XiaoerError({ code: 'conflict', field: 'id', message: 'There is an offer of this id.' })
        const ifSeq = before?.seq ?? 0
        const saved = await saveOffer(tx, { shop, rule: body.rule, reason: body.reason, offerId, ifSeq, actor, at })
        return { status: 201, body: saved }
      }),
  })

const readOfferRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: `${root}/:offerId`,
    name: 'readOffer',
    summary: 'One offer: its latest row',
    tag,
    access: 'offers:read',
    params: offerParams,
    responses: { 200: offerView },
    handler: async ({ params, orgId, at, read }) => {
      const shop = { orgId, shopId: params.shopId }
      const [row] = await read((tx) => readLatest(tx, shop, { offerIds: [params.offerId] }))
      if (!row) throw notFound()
      return { status: 200, body: showOffer(row, at) }
    },
  })

const changeOfferRoute = (): Route =>
  defineRoute({
    method: 'PUT',
    path: `${root}/:offerId`,
    name: 'changeOffer',
    summary:
      'Replace an offer entirely; `ifVersion` refuses when somebody was faster. The rows before it stay in the history',
    tag,
    access: 'offers:write',
    audit: 'offer.changed',
    params: offerParams,
    body: z.strictObject({ rule, reason, ifVersion: z.int().min(1).optional() }),
    example,
    responses: { 200: savedView },
    handler: ({ params, body, actor, orgId, at, commit }) =>
      commit(async (tx) => {
        const shop = { orgId, shopId: params.shopId }
        const [before] = await readLatest(tx, shop, { offerIds: [params.offerId] })
        if (!before) throw notFound()
        const { ifVersion: ifSeq, ...given } = body
        return { status: 200, body: await saveOffer(tx, { shop, ...params, ...given, ifSeq, actor, at }) }
      }),
  })

const withdrawOfferRoute = (): Route =>
  defineRoute({
    method: 'DELETE',
    path: `${root}/:offerId`,
    name: 'withdrawOffer',
    summary: 'Withdraw an offer; who holds it keeps its terms',
    tag,
    access: 'offers:write',
    audit: 'offer.changed',
    params: offerParams,
    responses: { 200: offerView },
    handler: ({ params, actor, orgId, at, commit }) =>
      commit(async (tx) => {
        const shop = { orgId, shopId: params.shopId }
        const stands = await takeOfferDown(tx, { shop, offerId: params.offerId, actor, at })
        return { status: 200, body: showOffer(stands, at) }
      }),
  })

const offerHistoryRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: `${root}/:offerId/history`,
    name: 'readOfferHistory',
    summary: 'Every row that an offer ever had, newest first: who changed it, when and why',
    tag,
    access: 'offers:read',
    params: offerParams,
    query: z.strictObject(paging),
    responses: { 200: pageOf(offerView) },
    handler: async ({ params, query, orgId, at, read }) => {
      const { limit, cursor } = query
      const before = readCursor(z.int(), cursor)
      const page = { offerId: params.offerId, limit: limit + 1, ...(before !== undefined && { before }) }
      const rows = await read((tx) => readHistory(tx, { orgId, shopId: params.shopId }, page))
      if (rows.length === 0 && before === undefined) throw notFound()
      return {
        status: 200,
        body: showPage({ rows, limit, show: (row) => showOffer(row, at), after: (row) => row.seq }),
      }
    },
  })

const offersInEffectRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: `${root}/in-effect`,
    name: 'listOffersInEffect',
    summary: 'What holds at an instant (now), for everybody or as seen from one entrance (live:<room>)',
    tag,
    access: 'offers:read',
    params: shopParams,
    query: z.strictObject({
      at: queryInstant.optional(),
      knownAt: queryInstant.optional(),
      entrance: externalId.optional(),
    }),
    responses: { 200: z.strictObject({ items: z.array(offerView) }) },
    handler: async ({ params, query, orgId, at: now, read }) => {
      const at = query.at ?? now
      const known = query.knownAt === undefined ? {} : { knownAt: query.knownAt }
      const rows = await read((tx) => readLatest(tx, { ...params, orgId }, known))
      const isSeen = (entrance: unknown) =>
        query.entrance === undefined || entrance === undefined || entrance === query.entrance
      const holding = rows.filter((row) => isInEffect(row, at) && isSeen(row.rule?.entrance))
      return { status: 200, body: { items: holding.map((row) => showOffer(row, at)) } }
    },
  })

const offerConflictsRoute = ({ ledgers }: OfferDeps): Route =>
  defineRoute({
    method: 'GET',
    path: `${root}/conflicts`,
    name: 'listOfferConflicts',
    summary: 'Offers that contradict or overlap each other from now on: the winner and the reason',
    tag,
    access: 'offers:read',
    params: shopParams,
    responses: { 200: z.strictObject({ version: z.int(), items: z.array(conflictView) }) },
    handler: async ({ params, orgId, at, read }) => {
      const shop = { ...params, orgId }
      const { ledger, version } = await ledgers.get(shop)
      const items = await read((tx) => conflictsNow(tx, { shop, ledger: ledger.now, at }))
      return { status: 200, body: { version, items: items.map(showConflict) } }
    },
  })

interface Writing {
  readonly shop: LedgerRef
  readonly offerId: string
  readonly ifSeq?: number | undefined
  readonly actor: Actor
  readonly at: number
  /** The room in whose name it is written. */
  readonly roomId?: string | undefined
}

export interface Saving extends Writing {
  readonly rule: Readonly<Record<string, unknown>>
  readonly reason: string
}

export async function saveOffer(tx: Tx, { shop, offerId, rule: given, reason: why, ifSeq, actor, at, roomId }: Saving) {
  const checked = checkRule(given, { shopId: shop.shopId, at })
  if (!checked.ok)
    throw new XiaoerError({ code: 'invalid-field', ...checked.problem, field: `rule.${checked.problem.field}` })
  const [before] = await readLatest(tx, shop, { offerIds: [offerId] })
  await checkMayChange(tx, { shop, roomId: roomId ?? null, rules: [before?.rule, checked.value] })
  const changes = [{ offerId, rule: checked.value }]
  const { version } = await writeOffers(tx, { shop, changes, reason: why, ifSeq, at, ...writerOf({ actor, roomId }) })
  const ledger = await ledgerAfter(tx, shop)
  const conflicts = (await conflictsNow(tx, { shop, ledger, at })).filter(({ ids }) => ids.includes(offerId))
  const [stands] = await readLatest(tx, shop, { offerIds: [offerId] })
  if (!stands) throw notFound()
  const detail = { how: 'write', version, conflicts: conflicts.length, ...(roomId !== undefined && { roomId }) }
  await appendAudit(tx, {
    orgId: actor.orgId,
    actor,
    act: 'offer.changed',
    target: offerId,
    at,
    detail,
    content: checked.value,
  })
  return { offer: showOffer(stands, at), ledgerVersion: version, conflicts: conflicts.map(showConflict) }
}

/** Withdraws an offer: who holds it keeps its terms. Answers the row that stands now. */
export async function takeOfferDown(tx: Tx, { shop, offerId, ifSeq, actor, at, roomId }: Writing) {
  const [before] = await readLatest(tx, shop, { offerIds: [offerId] })
  if (!before) throw notFound()
  await checkMayChange(tx, { shop, roomId: roomId ?? null, rules: [before.rule] })
  const changes = [{ offerId, rule: null }]
  const { changed } = await writeOffers(tx, { shop, changes, ifSeq, at, ...writerOf({ actor, roomId }) })
  const stands = changed[0] ?? before
  const detail = { how: 'withdraw', version: stands.seq, ...(roomId !== undefined && { roomId }) }
  await appendAudit(tx, { orgId: actor.orgId, actor, act: 'offer.changed', target: offerId, at, detail })
  return stands
}

const writerOf = ({ actor, roomId }: Pick<Writing, 'actor' | 'roomId'>) => ({
  by: `${actor.kind}:${actor.id}`,
  source: roomId === undefined ? sourceOf(actor.kind) : `room:${roomId}`,
})

export const sourceOf = (kind: string): string => (kind === 'staff' ? 'hand' : 'api')
