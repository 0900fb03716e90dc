import { notFound } from '../kernel/errors.ts'
import { appendEvents, type Tx } from '../storage/index.ts'
import { digestPack, packDigests } from './digest.ts'
import { diffPack, type PackDiff } from './diff-pack.ts'
import type { Pack } from './pack.ts'
import type { Packs } from './packs.ts'

export interface ShopPack {
  readonly orgId: string
  readonly shopId: string
  readonly packId: string
}

export interface PackSubscription {
  readonly packId: string
  readonly version: string
  readonly enabled: boolean
  readonly disabledScenarios: readonly string[]
  readonly subscribedAt: number
}

export interface Changer {
  readonly at: number
  readonly by: string
}

/** Subscribes the shop to this version, or upgrades it; what was switched off stays off. What it extends comes with it. */
export async function subscribePack(
  tx: Tx,
  shop: Omit<ShopPack, 'packId'>,
  request: Changer & { packs: Packs; packId: string },
): Promise<void> {
  const pack = request.packs.find(request.packId)
  if (!pack) throw notFound()
  for (const parent of pack.extends) {
    const has = await findRow(tx, { ...shop, packId: parent })
    if (!has) await subscribePack(tx, shop, { ...request, packId: parent })
  }
  await upsert(tx, { ...shop, packId: pack.id }, { pack, at: request.at })
  await tellShop(tx, { ...shop, packId: pack.id }, request)
}

/** The packs that a new shop starts with: the general one and that of its trade. */
export const packsForIndustry = (packs: Packs, industry: string | null): string[] =>
  packs.list
    .filter((pack) => pack.id === 'general' || (industry !== null && pack.industry === industry))
    .map((pack) => pack.id)

/** What a new shop starts with. */
export async function subscribeForIndustry(
  tx: Tx,
  shop: Omit<ShopPack, 'packId'> & { readonly industry: string | null },
  request: Changer & { packs: Packs },
): Promise<void> {
  const { orgId, shopId, industry } = shop
  for (const packId of packsForIndustry(request.packs, industry))
    await subscribePack(tx, { orgId, shopId }, { ...request, packId })
}

export async function listSubscriptions(tx: Tx, shop: Omit<ShopPack, 'packId'>): Promise<PackSubscription[]> {
  const rows = await tx
    .selectFrom('pack_subscription')
    .select(['pack_id', 'version', 'enabled', 'disabled_scenarios', 'subscribed_at'])
    .where('org_id', '=', shop.orgId)
    .where('shop_id', '=', shop.shopId)
    .orderBy('pack_id')
    .execute()
  return rows.map((row) => ({
    packId: row.pack_id,
    version: row.version,
    enabled: row.enabled,
    disabledScenarios: row.disabled_scenarios,
    subscribedAt: row.subscribed_at,
  }))
}

export async function switchPack(tx: Tx, shop: ShopPack, request: Changer & { enabled: boolean }): Promise<void> {
  await findRowOrThrow(tx, shop)
  await update(tx, shop, { enabled: request.enabled, changed_at: request.at })
  await tellShop(tx, shop, request)
}

/** Switches one scenario of a subscribed pack off or on. */
export async function switchScenario(
  tx: Tx,
  shop: ShopPack,
  request: Changer & { pack: Pack; scenarioId: string; enabled: boolean },
): Promise<void> {
  const row = await findRowOrThrow(tx, shop)
  if (!request.pack.entries.some((item) => item.entryId === request.scenarioId)) throw notFound()
  const others = row.disabled_scenarios.filter((id) => id !== request.scenarioId)
  const disabled = request.enabled ? others : [...others, request.scenarioId].sort()
  await update(tx, shop, { disabled_scenarios: disabled, changed_at: request.at })
  await tellShop(tx, shop, request)
}

/** What an upgrade to the newest version would change for this shop. */
export async function diffSubscription(tx: Tx, shop: ShopPack, packs: Packs): Promise<PackDiff> {
  const row = await findRowOrThrow(tx, shop)
  const pack = packs.find(shop.packId)
  if (!pack) throw notFound()
  return diffPack(pack, row.version, packDigests.parse(row.digests))
}

const findRow = (tx: Tx, shop: ShopPack) =>
  tx
    .selectFrom('pack_subscription')
    .selectAll()
    .where('org_id', '=', shop.orgId)
    .where('shop_id', '=', shop.shopId)
    .where('pack_id', '=', shop.packId)
    .forUpdate()
    .executeTakeFirst()

async function findRowOrThrow(tx: Tx, shop: ShopPack) {
  const row = await findRow(tx, shop)
  if (!row) throw notFound()
  return row
}

async function upsert(tx: Tx, shop: ShopPack, request: { pack: Pack; at: number }): Promise<void> {
  const what = {
    version: request.pack.version,
    digests: JSON.stringify(digestPack(request.pack)),
    subscribed_at: request.at,
    changed_at: request.at,
  }
  await tx
    .insertInto('pack_subscription')
    .values({ org_id: shop.orgId, shop_id: shop.shopId, pack_id: shop.packId, ...what })
    .onConflict((on) => on.columns(['org_id', 'shop_id', 'pack_id']).doUpdateSet(what))
    .execute()
}

const update = (
  tx: Tx,
  shop: ShopPack,
  change: { enabled?: boolean; disabled_scenarios?: string[]; changed_at: number },
) =>
  tx
    .updateTable('pack_subscription')
    .set(change)
    .where('org_id', '=', shop.orgId)
    .where('shop_id', '=', shop.shopId)
    .where('pack_id', '=', shop.packId)
    .execute()

async function tellShop(tx: Tx, shop: ShopPack, by: Changer): Promise<void> {
  await tx
    .updateTable('shop')
    .set((column) => ({ version: column('version', '+', 1) }))
    .where('org_id', '=', shop.orgId)
    .where('shop_id', '=', shop.shopId)
    .execute()
  const body = { scope: 'shop', scopeId: shop.shopId, packId: shop.packId, by: by.by }
  await appendEvents(tx, [
    { type: 'knowledge.published', orgId: shop.orgId, shopId: shop.shopId, key: shop.shopId, at: by.at, body },
  ])
}
