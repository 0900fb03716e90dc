import type { Tx } from '../storage/index.ts'
import { MIRROR_KINDS, type MirrorKind } from './freshness.ts'
import type { ShopRef } from './shop.store.ts'

export interface MirrorProgress {
  readonly kind: MirrorKind
  /** Set in the middle of a run only: where to go on after a break. */
  readonly cursor: string | null
  /** Everything the back end changed before this instant (its clock) is here; null = never filled. */
  readonly syncedTo: number | null
  /** When the last complete run began (our clock). */
  readonly syncedAt: number | null
  readonly problem: string | null
}

export async function readProgress(tx: Tx, shop: ShopRef): Promise<readonly MirrorProgress[]> {
  const rows = await tx
    .selectFrom('mirror_progress')
    .selectAll()
    .where('org_id', '=', shop.orgId)
    .where('shop_id', '=', shop.shopId)
    .execute()
  return MIRROR_KINDS.map((kind) => {
    const row = rows.find((found) => found.kind === kind)
    return {
      kind,
      cursor: row?.cursor ?? null,
      syncedTo: row?.synced_to ?? null,
      syncedAt: row?.synced_at ?? null,
      problem: row?.problem ?? null,
    }
  })
}

export async function writeProgress(tx: Tx, shop: ShopRef, progress: MirrorProgress): Promise<void> {
  const row = {
    cursor: progress.cursor,
    synced_to: progress.syncedTo,
    synced_at: progress.syncedAt,
    problem: progress.problem,
  }
  await tx
    .insertInto('mirror_progress')
    .values({ org_id: shop.orgId, shop_id: shop.shopId, kind: progress.kind, ...row })
    .onConflict((conflict) => conflict.columns(['org_id', 'shop_id', 'kind']).doUpdateSet(row))
    .execute()
}
