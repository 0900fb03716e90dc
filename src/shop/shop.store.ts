import { notFound, XiaoerError } from '../kernel/errors.ts'
import { newId, type OrgId, orgId as orgIdSchema, type ShopId } from '../kernel/ids.ts'
import type { Database, Tx } from '../storage/index.ts'
import { applyPatch } from './change-settings.ts'
import { type ShopSettings, shopSettings } from './shop-settings.ts'

/** Says which shop a row belongs to. */
export interface ShopRef {
  readonly orgId: string
  readonly shopId: string
}

export interface Shop extends ShopRef {
  readonly groupId: string | null
  readonly name: string
  readonly industry: string | null
  readonly currency: string
  /** Name of the back end (`demo`, `import`, `none`); `backendSettings` is parsed by that back end. */
  readonly backend: string
  readonly backendSettings: unknown
  /** What the shop itself says; `effectiveSettings` for what holds. */
  readonly settings: ShopSettings
  readonly robotOn: boolean
  /** Moves with every change of a setting that reaches this shop. */
  readonly version: number
  /** Moves when a product or a coupon of the mirror changed. */
  readonly goodsVersion: number
  readonly createdAt: number
}

interface NewShop {
  readonly orgId: OrgId
  readonly groupId?: string | null
  readonly name: string
  readonly industry?: string
  readonly currency?: string
  readonly backend?: string
  readonly backendSettings?: unknown
  readonly settings?: ShopSettings
  readonly at: number
}

/** Throws `invalid-field` when the group is not one of the organisation's. */
export async function createShop(tx: Tx, wanted: NewShop): Promise<Shop> {
  const settings = applyPatch({}, wanted.settings ?? {})
  await refuseForeignGroup(tx, wanted.orgId, wanted.groupId ?? null)
  const shopId = newId<ShopId>(wanted.at)
  await tx.insertInto('shop_owner').values({ shop_id: shopId, org_id: wanted.orgId }).execute()
  await tx
    .insertInto('shop')
    .values({
      org_id: wanted.orgId,
      shop_id: shopId,
      group_id: wanted.groupId ?? null,
      name: wanted.name,
      industry: wanted.industry ?? null,
      currency: wanted.currency ?? 'CNY',
      backend: wanted.backend ?? 'none',
      backend_settings: JSON.stringify(wanted.backendSettings ?? {}),
      settings: JSON.stringify(settings),
      created_at: wanted.at,
    })
    .execute()
  return readShop(tx, { orgId: wanted.orgId, shopId })
}

/** Throws `not-found`, the same for an absent shop and one of another organisation. */
export async function readShop(tx: Tx, shop: ShopRef): Promise<Shop> {
  const row = await shops(tx, shop.orgId).where('shop_id', '=', shop.shopId).executeTakeFirst()
  if (!row) throw notFound()
  return toShop(row)
}

interface ShopPage {
  readonly orgId: string
  readonly groupId?: string
  /** Only these (a member of staff who serves some shops). */
  readonly shopIds?: readonly string[]
  readonly after?: string
  readonly limit?: number
}

/** By age, oldest first; `after` is the last shop id of the page before. */
export async function listShops(tx: Tx, page: ShopPage): Promise<Shop[]> {
  let query = shops(tx, page.orgId)
    .orderBy('shop_id')
    .limit(page.limit ?? 100)
  if (page.groupId !== undefined) query = query.where('group_id', '=', page.groupId)
  if (page.shopIds !== undefined) query = query.where('shop_id', 'in', [...page.shopIds, NO_SHOP])
  if (page.after !== undefined) query = query.where('shop_id', '>', page.after)
  return (await query.execute()).map(toShop)
}

export interface ShopChange {
  readonly name?: string
  readonly groupId?: string | null
  readonly industry?: string | null
  readonly robotOn?: boolean
  readonly backend?: string
  readonly backendSettings?: unknown
}

/** Changes what is not a setting; the version moves. Throws `not-found`. */
export async function changeShop(tx: Tx, shop: ShopRef, change: ShopChange): Promise<Shop> {
  if (change.groupId !== undefined) await refuseForeignGroup(tx, shop.orgId, change.groupId)
  await tx
    .updateTable('shop')
    .set((row) => ({
      ...(change.name !== undefined && { name: change.name }),
      ...(change.groupId !== undefined && { group_id: change.groupId }),
      ...(change.industry !== undefined && { industry: change.industry }),
      ...(change.robotOn !== undefined && { robot_on: change.robotOn }),
      ...(change.backend !== undefined && { backend: change.backend }),
      ...(change.backendSettings !== undefined && { backend_settings: JSON.stringify(change.backendSettings) }),
      version: row('version', '+', 1),
    }))
    .where('org_id', '=', shop.orgId)
    .where('shop_id', '=', shop.shopId)
    .execute()
  return readShop(tx, shop)
}

/** The organisation of a shop, before any tenant is known; null when there is no such shop. */
export async function ownerOfShop(database: Database, shopId: string): Promise<OrgId | null> {
  const row = await database.outside((tx) =>
    tx.selectFrom('shop_owner').select('org_id').where('shop_id', '=', shopId).executeTakeFirst(),
  )
  return row ? orgIdSchema.parse(row.org_id) : null
}

// An empty IN list is no SQL; nobody has the nil id.
const NO_SHOP = '00000000-0000-0000-0000-000000000000'

const shops = (tx: Tx, orgId: string) => tx.selectFrom('shop').selectAll().where('org_id', '=', orgId)

async function refuseForeignGroup(tx: Tx, orgId: string, groupId: string | null): Promise<void> {
  if (groupId === null) return
  const group = await tx
    .selectFrom('shop_group')
    .select('group_id')
    .where('org_id', '=', orgId)
    .where('group_id', '=', groupId)
    .executeTakeFirst()
  if (!group) throw new XiaoerError({ code: 'invalid-field', field: 'groupId', message: 'There is no such group.' })
}

type ShopRow = Awaited<ReturnType<ReturnType<typeof shops>['executeTakeFirstOrThrow']>>

const toShop = (row: ShopRow): Shop => ({
  orgId: row.org_id,
  shopId: row.shop_id,
  groupId: row.group_id,
  name: row.name,
  industry: row.industry,
  currency: row.currency,
  backend: row.backend,
  backendSettings: row.backend_settings,
  settings: shopSettings.parse(row.settings),
  robotOn: row.robot_on,
  version: row.version,
  goodsVersion: row.goods_version,
  createdAt: row.created_at,
})
