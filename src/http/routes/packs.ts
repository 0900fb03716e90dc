import { z } from 'zod'
import { toIso } from '../../kernel/clock.ts'
import { notFound } from '../../kernel/errors.ts'
import type { OrgId } from '../../kernel/ids.ts'
import { shopId } from '../../kernel/ids.ts'
import {
  diffSubscription,
  listSubscriptions,
  type Pack,
  subscribePack,
  switchPack,
  switchScenario,
} from '../../knowledge/index.ts'
import { type Actor, appendAudit } from '../../staff/index.ts'
import type { Tx } from '../../storage/index.ts'
import { defineRoute } from '../define-route.ts'
import { instantOut } from '../fields.ts'
import type { Route } from '../route.ts'
import { entryView, showEntry } from '../views/knowledge-views.ts'
import type { KnowledgeDeps } from './knowledge-releases.ts'

const tag = 'Packs'
const packId = z.string().regex(/^[a-z][a-z0-9-]{0,49}$/)
const scenarioId = z.string().regex(/^[a-z0-9.-]{1,200}$/)
const shopPackParams = z.strictObject({ shopId, packId })
const root = '/api/v1/shops/:shopId/packs'
const title = z.strictObject({ zh: z.string(), en: z.string() })

const packView = z.strictObject({
  packId: z.string(),
  version: z.string(),
  title,
  industry: z.string().nullable(),
  extends: z.array(z.string()),
  scenarios: z.int(),
})
const showPack = (pack: Pack) => ({
  packId: pack.id,
  version: pack.version,
  title: pack.title,
  industry: pack.industry ?? null,
  extends: [...pack.extends],
  scenarios: pack.entries.length,
})

const subscriptionView = z.strictObject({
  packId: z.string(),
  version: z.string(),
  enabled: z.boolean(),
  disabledScenarios: z.array(z.string()),
  subscribedAt: instantOut,
})

const names = z.array(z.string())
const packDiffView = z.strictObject({
  packId: z.string(),
  from: z.string(),
  to: z.string(),
  added: names,
  removed: names,
  changed: z.array(
    z.strictObject({
      scenarioId: z.string(),
      wording: z.boolean(),
      answers: z.strictObject({ added: names, removed: names, changed: names }),
    }),
  ),
})

/** Industry packs of this installation, and which of them a shop uses. */
export const packRoutes = (deps: KnowledgeDeps): Route[] => [
  ...readPacks(deps),
  ...readShopPacks(deps),
  ...writeShopPacks(deps),
]

const readPacks = (deps: KnowledgeDeps): Route[] => [listPacksRoute(deps), listScenariosRoute(deps)]

const readShopPacks = (deps: KnowledgeDeps): Route[] => [listShopPacksRoute(), diffShopPackRoute(deps)]

const subscriptionsView = z.strictObject({ items: z.array(subscriptionView) })

const writeShopPacks = (deps: KnowledgeDeps): Route[] => [
  subscribePackRoute(deps),
  switchPackRoute(deps),
  switchScenarioRoute(deps),
]

interface Change {
  readonly params: { readonly shopId: string; readonly packId: string }
  readonly orgId: OrgId
  readonly actor: Actor
  readonly at: number
  readonly how: string
  commit(work: (tx: Tx) => Promise<Changed>): Promise<Changed>
}
interface Changed {
  readonly status: 200
  readonly body: { readonly items: Awaited<ReturnType<typeof showSubscriptions>> }
}
type ShopPackRef = { readonly orgId: OrgId; readonly shopId: string; readonly packId: string }

async function change(
  deps: KnowledgeDeps,
  request: Change,
  work: (tx: Tx, shop: ShopPackRef) => Promise<void>,
): Promise<Changed> {
  const { orgId, actor, at, how } = request
  const shop = { orgId, shopId: request.params.shopId, packId: request.params.packId }
  const reply = await request.commit(async (tx) => {
    await work(tx, shop)
    const detail = { packId: shop.packId, how }
    await appendAudit(tx, { orgId, actor, act: 'pack.changed', target: shop.shopId, at, detail })
    return { status: 200, body: { items: await showSubscriptions(tx, shop) } }
  })
  deps.knowledgeChanged({ orgId, shopIds: [shop.shopId] })
  return reply
}

async function showSubscriptions(tx: Tx, shop: { orgId: string; shopId: string }) {
  const rows = await listSubscriptions(tx, shop)
  return rows.map((row) => ({
    ...row,
    disabledScenarios: [...row.disabledScenarios],
    subscribedAt: toIso(row.subscribedAt),
  }))
}

const listPacksRoute = ({ packs }: KnowledgeDeps): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/packs',
    name: 'listPacks',
    summary: 'All packs at their newest version',
    tag,
    access: 'knowledge:read',
    reach: 'filtered',
    responses: { 200: z.strictObject({ items: z.array(packView) }) },
    handler: async () => ({ status: 200, body: { items: packs.list.map(showPack) } }),
  })

const listScenariosRoute = ({ packs }: KnowledgeDeps): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/packs/:packId/scenarios',
    name: 'listScenarios',
    summary: 'What a pack recognises and answers',
    tag,
    access: 'knowledge:read',
    reach: 'filtered',
    params: z.strictObject({ packId }),
    responses: { 200: z.strictObject({ items: z.array(entryView) }) },
    handler: async ({ params }) => {
      const pack = packs.find(params.packId)
      if (!pack) throw notFound()
      return { status: 200, body: { items: pack.entries.map(showEntry) } }
    },
  })

const listShopPacksRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: root,
    name: 'listShopPacks',
    summary: 'Packs that the shop uses, and what it switched off',
    tag,
    access: 'knowledge:read',
    params: z.strictObject({ shopId }),
    responses: { 200: z.strictObject({ items: z.array(subscriptionView) }) },
    handler: async ({ params, orgId, read }) => ({
      status: 200,
      body: { items: await read((tx) => showSubscriptions(tx, { ...params, orgId })) },
    }),
  })

const diffShopPackRoute = ({ packs }: KnowledgeDeps): Route =>
  defineRoute({
    method: 'GET',
    path: `${root}/:packId/diff`,
    name: 'diffShopPack',
    summary: 'What an upgrade to the newest version would change',
    tag,
    access: 'knowledge:read',
    params: shopPackParams,
    responses: { 200: packDiffView },
    handler: async ({ params, orgId, read }) => {
      const diff = await read((tx) => diffSubscription(tx, { ...params, orgId }, packs))
      return { status: 200, body: packDiffView.parse(diff) }
    },
  })

const subscribePackRoute = (deps: KnowledgeDeps): Route =>
  defineRoute({
    method: 'POST',
    path: `${root}/:packId/subscribe`,
    name: 'subscribePack',
    summary: 'Use a pack, or upgrade to its newest version; what it builds on comes with it',
    tag,
    access: 'knowledge:write',
    audit: 'pack.changed',
    params: shopPackParams,
    responses: { 200: subscriptionsView },
    handler: (request) =>
      change(deps, { ...request, how: 'subscribed' }, (tx, shop) =>
        subscribePack(tx, shop, { packs: deps.packs, packId: shop.packId, at: request.at, by: request.actor.id }),
      ),
  })

const switchPackRoute = (deps: KnowledgeDeps): Route =>
  defineRoute({
    method: 'PUT',
    path: `${root}/:packId`,
    name: 'switchPack',
    summary: 'Switch a pack off or on',
    tag,
    access: 'knowledge:write',
    audit: 'pack.changed',
    params: shopPackParams,
    body: z.strictObject({ enabled: z.boolean() }),
    example: { enabled: false },
    responses: { 200: subscriptionsView },
    handler: (request) =>
      change(deps, { ...request, how: request.body.enabled ? 'on' : 'off' }, (tx, shop) =>
        switchPack(tx, shop, { enabled: request.body.enabled, at: request.at, by: request.actor.id }),
      ),
  })

const switchScenarioRoute = (deps: KnowledgeDeps): Route =>
  defineRoute({
    method: 'PUT',
    path: `${root}/:packId/scenarios/:scenarioId`,
    name: 'switchScenario',
    summary: 'Switch one scenario off or on',
    tag,
    access: 'knowledge:write',
    audit: 'pack.changed',
    params: z.strictObject({ shopId, packId, scenarioId }),
    body: z.strictObject({ enabled: z.boolean() }),
    example: { enabled: false },
    responses: { 200: subscriptionsView },
    handler: (request) =>
      change(deps, { ...request, how: request.body.enabled ? 'scenario-on' : 'scenario-off' }, (tx, shop) => {
        const pack = deps.packs.find(shop.packId)
        if (!pack) throw notFound()
        const { scenarioId: id } = request.params
        return switchScenario(tx, shop, {
          pack,
          scenarioId: id,
          enabled: request.body.enabled,
          at: request.at,
          by: request.actor.id,
        })
      }),
  })
