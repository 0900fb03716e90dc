import type { Tx } from '../storage/index.ts'
import type { LedgerRef, OfferRevision } from './offer-revision.ts'
import { type OfferBook, readAfter, readBook } from './read-offers.store.ts'

export interface LoadedLedger extends OfferBook {
  readonly goodsVersion: number
  readonly revisions: readonly OfferRevision[]
}

/**
 * What was written after `seq`. The version is read before the rows: what a commit in between adds is there although the
 * version does not say so, never the other way round.
 */
export async function loadLedger(tx: Tx, shop: LedgerRef, seq: number): Promise<LoadedLedger> {
  const row = await tx
    .selectFrom('shop')
    .select('goods_version')
    .where('org_id', '=', shop.orgId)
    .where('shop_id', '=', shop.shopId)
    .executeTakeFirst()
  const book = await readBook(tx, shop)
  const revisions = await readAfter(tx, shop, seq)
  const version = revisions.at(-1)?.seq ?? Math.max(book.version, seq)
  return { ...book, version, goodsVersion: row?.goods_version ?? 0, revisions }
}
