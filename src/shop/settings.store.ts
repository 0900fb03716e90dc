import { notFound } from '../kernel/errors.ts'
import type { Tx } from '../storage/index.ts'
import { applyPatch } from './change-settings.ts'
import { inheritSettings, type SettingsInEffect } from './effective-settings.ts'
import type { ShopRef } from './shop.store.ts'
import { type ShopSettings, shopSettings } from './shop-settings.ts'

/** Whose settings: everything below inherits them. */
export type SettingsScope =
  | { readonly kind: 'organisation'; readonly orgId: string }
  | { readonly kind: 'group'; readonly orgId: string; readonly groupId: string }
  | { readonly kind: 'shop'; readonly orgId: string; readonly shopId: string }

interface SettingsRow {
  readonly settings: unknown
}

/**
 * `change` is a SettingsPatch as it came from outside: null takes a key back. Answers the scope's own settings after it.
 * Every shop that may feel it gets a new version, in the same transaction. Throws `not-found`, `invalid-field` with the path.
 */
export async function changeSettings(tx: Tx, scope: SettingsScope, change: unknown): Promise<ShopSettings> {
  const row = await lockScope(tx, scope)
  if (!row) throw notFound()
  const next = applyPatch(shopSettings.parse(row.settings), change)
  await writeScope(tx, scope, JSON.stringify(next))
  await bumpShops(tx, scope)
  return next
}

/** What holds for a shop, and who said it. Throws `not-found`. */
export async function effectiveSettings(tx: Tx, shop: ShopRef): Promise<SettingsInEffect> {
  const row = await tx
    .selectFrom('shop as s')
    .innerJoin('organisation as o', 'o.org_id', 's.org_id')
    .leftJoin('shop_group as g', (on) => on.onRef('g.org_id', '=', 's.org_id').onRef('g.group_id', '=', 's.group_id'))
    .select(['o.settings as organisation', 'g.settings as group', 's.settings as shop'])
    .where('s.org_id', '=', shop.orgId)
    .where('s.shop_id', '=', shop.shopId)
    .executeTakeFirst()
  if (!row) throw notFound()
  return inheritSettings({
    organisation: shopSettings.parse(row.organisation),
    group: row.group === null ? null : shopSettings.parse(row.group),
    shop: shopSettings.parse(row.shop),
  })
}

// Two changes at once must not lose one another: read, merge and write under the row's lock.
async function lockScope(tx: Tx, scope: SettingsScope): Promise<SettingsRow | undefined> {
  switch (scope.kind) {
    case 'organisation':
      return tx
        .selectFrom('organisation')
        .select('settings')
        .where('org_id', '=', scope.orgId)
        .forUpdate()
        .executeTakeFirst()
    case 'group':
      return tx
        .selectFrom('shop_group')
        .select('settings')
        .where('org_id', '=', scope.orgId)
        .where('group_id', '=', scope.groupId)
        .forUpdate()
        .executeTakeFirst()
    case 'shop':
      return tx
        .selectFrom('shop')
        .select('settings')
        .where('org_id', '=', scope.orgId)
        .where('shop_id', '=', scope.shopId)
        .forUpdate()
        .executeTakeFirst()
  }
}

async function writeScope(tx: Tx, scope: SettingsScope, settings: string): Promise<void> {
  switch (scope.kind) {
    case 'organisation':
      await tx.updateTable('organisation').set({ settings }).where('org_id', '=', scope.orgId).execute()
      return
    case 'group':
      await tx
        .updateTable('shop_group')
        .set({ settings })
        .where('org_id', '=', scope.orgId)
        .where('group_id', '=', scope.groupId)
        .execute()
      return
    case 'shop':
      await tx
        .updateTable('shop')
        .set({ settings })
        .where('org_id', '=', scope.orgId)
        .where('shop_id', '=', scope.shopId)
        .execute()
  }
}

async function bumpShops(tx: Tx, scope: SettingsScope): Promise<void> {
  let query = tx
    .updateTable('shop')
    .set((row) => ({ version: row('version', '+', 1) }))
    .where('org_id', '=', scope.orgId)
  if (scope.kind === 'group') query = query.where('group_id', '=', scope.groupId)
  if (scope.kind === 'shop') query = query.where('shop_id', '=', scope.shopId)
  await query.execute()
}
