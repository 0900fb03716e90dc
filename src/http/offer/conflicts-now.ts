import {
  compileLedger,
  entryOf,
  findConflicts,
  type Goods,
  type KnownLedger,
  type LedgerRef,
  type OfferConflict,
  readLatest,
} from '../../offer/index.ts'
import { readProducts } from '../../shop/index.ts'
import type { Tx } from '../../storage/index.ts'

interface Wanted {
  readonly shop: LedgerRef
  readonly ledger: KnownLedger
  readonly at: number
}

/** Conflicts of a ledger over what the shop sells, as mirrored. */
export async function conflictsNow(tx: Tx, { shop, ledger, at }: Wanted): Promise<OfferConflict[]> {
  return findConflicts(ledger, await goodsOf(tx, shop), at)
}

/** The latest rows as this transaction sees them, its own included. */
export async function ledgerAfter(tx: Tx, shop: LedgerRef): Promise<KnownLedger> {
  return compileLedger((await readLatest(tx, shop)).map(entryOf)).now
}

/** A category of the shop is its own id and so is every beginning of its path. */
export async function goodsOf(tx: Tx, shop: LedgerRef): Promise<Goods[]> {
  const products = await readProducts(tx, shop)
  return products.flatMap(({ item }) =>
    item.skus.map(({ skuId }) => ({
      skuId,
      productId: item.productId,
      shopId: shop.shopId,
      categoryIds: pathsOf(item.category),
    })),
  )
}

export function pathsOf(category: string): string[] {
  const parts = category.split('/').map((part) => part.trim())
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'))
}
