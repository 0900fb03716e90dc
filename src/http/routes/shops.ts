import { z } from 'zod'
import { groupId, shopId } from '../../kernel/ids.ts'
import {
  changeSettings,
  changeShop,
  createShop,
  effectiveSettings,
  listShops,
  readShop,
  type Shop,
  settingsPatch,
  shopSettings,
} from '../../shop/index.ts'
import { appendAudit } from '../../staff/index.ts'
import type { Tx } from '../../storage/index.ts'
import { defineRoute } from '../define-route.ts'
import { pageOf, paging, readCursor, showPage } from '../fields.ts'
import type { Route } from '../route.ts'
import { settingsView, shopParams, shopView, showShop, thingName } from '../views/shop-views.ts'

const tag = 'Shops'
const word = z.string().regex(/^[a-z][a-z0-9-]{0,49}$/)
const backendSettings = z.record(
  z.string().max(100),
  z.union([z.string().max(2000), z.number(), z.boolean(), z.null()]),
)

/** `shopAdded` runs in the transaction of the new shop: what a shop starts with. */
export interface ShopDeps {
  shopAdded?(tx: Tx, shop: Shop, by: { readonly at: number; readonly by: string }): Promise<void>
}

/** Shops, what holds for them, and the switch of their robot. */
export const shopRoutes = (deps: ShopDeps): Route[] => [
  listShopsRoute(),
  readShopRoute(),
  addShopRoute(deps),
  changeShopRoute(),
  switchRobotRoute(),
  readShopSettingsRoute(),
  changeShopSettingsRoute(),
]

const listShopsRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/shops',
    name: 'listShops',
    summary: 'The shops that the caller reaches, oldest first',
    tag,
    access: 'shops:read',
    reach: 'filtered',
    query: z.strictObject({ ...paging, groupId: groupId.optional() }),
    responses: { 200: pageOf(shopView) },
    handler: async ({ query, actor, orgId, read }) => {
      const after = readCursor(shopId, query.cursor)
      const rows = await read((tx) =>
        listShops(tx, {
          orgId,
          limit: query.limit + 1,
          ...(query.groupId !== undefined && { groupId: query.groupId }),
          ...(actor.shopIds && { shopIds: actor.shopIds }),
          ...(after !== undefined && { after }),
        }),
      )
      return { status: 200, body: showPage({ rows, limit: query.limit, show: showShop, after: (row) => row.shopId }) }
    },
  })

const readShopRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/shops/:shopId',
    name: 'readShop',
    summary: 'One shop',
    tag,
    access: 'shops:read',
    params: shopParams,
    responses: { 200: shopView },
    handler: async ({ params, orgId, read }) => ({
      status: 200,
      body: showShop(await read((tx) => readShop(tx, { ...params, orgId }))),
    }),
  })

const addShopRoute = ({ shopAdded }: ShopDeps): Route =>
  defineRoute({
    method: 'POST',
    path: '/api/v1/shops',
    name: 'addShop',
    summary: 'Add a shop',
    tag,
    access: 'shops:write',
    audit: 'shop.added',
    body: z.strictObject({
      name: thingName,
      groupId: groupId.nullable().default(null),
      industry: word.optional(),
      currency: z
        .string()
        .regex(/^[A-Z]{3}$/)
        .default('CNY'),
      backend: word.default('none'),
      backendSettings: backendSettings.default({}),
      settings: shopSettings.strict().default({}),
    }),
    example: {
      name: 'Winter shop',
      industry: 'apparel',
      backend: 'demo',
      backendSettings: { url: 'http://127.0.0.1:7301' },
    },
    responses: { 201: shopView },
    handler: ({ body, actor, orgId, at, commit }) =>
      commit(async (tx) => {
        const { industry, ...rest } = body
        const shop = await createShop(tx, { ...rest, ...(industry !== undefined && { industry }), orgId, at })
        await shopAdded?.(tx, shop, { at, by: actor.id })
        const detail = { backend: shop.backend, groupId: shop.groupId }
        await appendAudit(tx, { orgId, actor, act: 'shop.added', target: shop.shopId, at, detail, content: body })
        return { status: 201, body: showShop(shop) }
      }),
  })

const changeShopRoute = (): Route =>
  defineRoute({
    method: 'PATCH',
    path: '/api/v1/shops/:shopId',
    name: 'changeShop',
    summary: 'Change name, group, industry or back end',
    tag,
    access: 'shops:write',
    audit: 'shop.changed',
    params: shopParams,
    body: z.strictObject({
      name: thingName.optional(),
      groupId: groupId.nullable().optional(),
      industry: word.nullable().optional(),
      backend: word.optional(),
      backendSettings: backendSettings.optional(),
    }),
    example: { name: 'Winter shop' },
    responses: { 200: shopView },
    handler: ({ params, body, actor, orgId, at, commit }) =>
      commit(async (tx) => {
        const shop = await changeShop(tx, { ...params, orgId }, given(body))
        const detail = { fields: Object.keys(body).sort() }
        await appendAudit(tx, { orgId, actor, act: 'shop.changed', target: params.shopId, at, detail, content: body })
        return { status: 200, body: showShop(shop) }
      }),
  })

const switchRobotRoute = (): Route =>
  defineRoute({
    method: 'PUT',
    path: '/api/v1/shops/:shopId/robot',
    name: 'switchRobot',
    summary: 'Robot on or off; off holds from the answer on',
    tag,
    access: 'conversations:write',
    audit: 'shop.robot-switched',
    params: shopParams,
    body: z.strictObject({ on: z.boolean() }),
    example: { on: false },
    responses: { 200: shopView },
    handler: ({ params, body, actor, orgId, at, commit }) =>
      commit(async (tx) => {
        const shop = await changeShop(tx, { ...params, orgId }, { robotOn: body.on })
        await appendAudit(tx, {
          orgId,
          actor,
          act: 'shop.robot-switched',
          target: params.shopId,
          at,
          detail: { on: body.on },
        })
        return { status: 200, body: showShop(shop) }
      }),
  })

const readShopSettingsRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/shops/:shopId/settings',
    name: 'readShopSettings',
    summary: 'What the shop says, what holds, and who said it',
    tag,
    access: 'shops:read',
    params: shopParams,
    responses: { 200: settingsView },
    handler: async ({ params, orgId, read }) => ({
      status: 200,
      body: await read((tx) => readSettings(tx, { ...params, orgId })),
    }),
  })

const changeShopSettingsRoute = (): Route =>
  defineRoute({
    method: 'PATCH',
    path: '/api/v1/shops/:shopId/settings',
    name: 'changeShopSettings',
    summary: 'Set some settings; null inherits again',
    tag,
    access: 'shops:write',
    audit: 'shop.settings-changed',
    params: shopParams,
    body: settingsPatch,
    example: { quietMs: 1500, policies: { returnDays: 7, freightInsurance: true } },
    responses: { 200: settingsView },
    handler: ({ params, body, actor, orgId, at, commit }) =>
      commit(async (tx) => {
        const shop = { ...params, orgId }
        await changeSettings(tx, { kind: 'shop', ...shop }, body)
        const detail = { fields: Object.keys(body).sort() }
        const act = 'shop.settings-changed'
        await appendAudit(tx, { orgId, actor, act, target: params.shopId, at, detail, content: body })
        return { status: 200, body: await readSettings(tx, shop) }
      }),
  })

async function readSettings(tx: Tx, shop: { orgId: string; shopId: string }) {
  const { settings: own } = await readShop(tx, shop)
  const { settings: effective, sources } = await effectiveSettings(tx, shop)
  return { own, effective: shopSettings.parse(effective), sources }
}

// The store's change knows "absent" only; zod writes an absent optional key not at all, which types cannot say.
function given<Body extends object>(body: Body): { [Key in keyof Body]: Exclude<Body[Key], undefined> }
function given(body: object): object {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined))
}
