import { appendEvents, type Tx } from '../storage/index.ts'
import type { LedgerRef } from './offer-revision.ts'
import { bumpGoods } from './write-offers.store.ts'

export interface Stopping {
  readonly shop: LedgerRef
  readonly by: string
  readonly reason: string
  readonly at: number
}

/**
 * The emergency stop for all answers about offers of a shop; null releases it. Like a change of the ledger it moves
 * `goods_version`, so every turn that starts after the commit knows. Answers whether anything changed.
 */
export async function stopOffers(tx: Tx, shop: LedgerRef, stopping: Omit<Stopping, 'shop'>): Promise<boolean> {
  return setStop(tx, { shop, ...stopping }, stopping.at)
}

export async function releaseOffers(tx: Tx, shop: LedgerRef, release: Omit<Stopping, 'shop'>): Promise<boolean> {
  return setStop(tx, { shop, ...release }, null)
}

async function setStop(tx: Tx, { shop, by, reason, at }: Stopping, stoppedAt: number | null): Promise<boolean> {
  const { orgId, shopId } = shop
  await tx
    .insertInto('offer_book')
    .values({ org_id: orgId, shop_id: shopId })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const changed = await tx
    .updateTable('offer_book')
    .set(
      stoppedAt === null
        ? { stopped_at: null, stopped_by: null, stop_reason: null }
        : { stopped_at: stoppedAt, stopped_by: by, stop_reason: reason },
    )
    .where('org_id', '=', orgId)
    .where('shop_id', '=', shopId)
    .where('stopped_at', stoppedAt === null ? 'is not' : 'is', null)
    .executeTakeFirst()
  if (Number(changed.numUpdatedRows) === 0) return false
  await bumpGoods(tx, shop)
  const body = { isStopped: stoppedAt !== null, by, reason }
  await appendEvents(tx, [{ type: 'offer.changed', orgId, shopId, key: `offers:${shopId}`, at, body }])
  return true
}
