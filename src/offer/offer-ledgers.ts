import type { Database, Tx } from '../storage/index.ts'
import { type CompiledLedger, compileLedger } from './compile-ledger.ts'
import { loadLedger } from './load-ledger.store.ts'
import { entryOf, type LedgerRef, type OfferRevision } from './offer-revision.ts'
import type { OfferBook } from './read-offers.store.ts'

/** A shop's ledger as a turn reads it. Immutable: a change makes a new one. */
export interface ShopLedger extends OfferBook {
  readonly ledger: CompiledLedger
  /** Every row of it by `seq`, older ones too: kept terms name them. */
  readonly revisions: readonly OfferRevision[]
  readonly goodsVersion: number
}

export interface OfferLedgers {
  /**
   * The ledger at this `goods_version` or newer. A turn passes the version that came with its own message, so it sees every
   * change that was acknowledged before, by whatever node; without one the database is asked.
   */
  get(shop: LedgerRef, goodsVersionAtLeast?: number): Promise<ShopLedger>
  /** The ledger at this version as this transaction sees it: of one state with what else it reads. */
  getWithin(tx: Tx, shop: LedgerRef, goodsVersion: number): Promise<ShopLedger>
  readonly resident: { readonly shops: number; readonly rows: number }
}

export interface OfferLedgersOptions {
  readonly database: Database
  /** Rows of all resident shops together; when it is passed the longest unused shop is put out. */
  readonly maxRows: number
}

/** What was written since is read and nothing else: rows are never changed. */
export function createOfferLedgers({ database, maxRows }: OfferLedgersOptions): OfferLedgers {
  // A Map keeps the order of insertion: the first key is the longest unused.
  const known = new Map<string, ShopLedger>()
  const keep = (shop: LedgerRef, read: ShopLedger): void => {
    if ((known.get(shop.shopId)?.goodsVersion ?? 0) > read.goodsVersion) return
    known.delete(shop.shopId)
    known.set(shop.shopId, read)
    for (const oldest of known.keys()) if (rowsOf(known) > maxRows && oldest !== shop.shopId) known.delete(oldest)
  }
  const loadWithin = async (tx: Tx, shop: LedgerRef, before: ShopLedger | undefined): Promise<ShopLedger> => {
    const read = await readOn(tx, shop, before)
    keep(shop, read)
    return read
  }
  const load = (shop: LedgerRef) => database.within([shop.orgId], (tx) => loadWithin(tx, shop, known.get(shop.shopId)))
  const loadOnce = oneByOne(load)
  return {
    async get(shop, atLeast) {
      const resident = known.get(shop.shopId)
      if (resident && atLeast !== undefined && resident.goodsVersion >= atLeast) return resident
      return loadOnce(shop)
    },
    async getWithin(tx, shop, goodsVersion) {
      const resident = known.get(shop.shopId)
      if (resident?.goodsVersion === goodsVersion) return resident
      // What others read meanwhile may be newer than what this transaction sees.
      return loadWithin(tx, shop, resident && resident.goodsVersion < goodsVersion ? resident : undefined)
    },
    get resident() {
      return { shops: known.size, rows: rowsOf(known) }
    },
  }
}

/** What was read before, and what was written since. */
async function readOn(tx: Tx, shop: LedgerRef, before: ShopLedger | undefined): Promise<ShopLedger> {
  const news = await loadLedger(tx, shop, before?.version ?? 0)
  const revisions = before ? [...before.revisions, ...news.revisions] : news.revisions
  const isSame = before !== undefined && news.revisions.length === 0
  return { ...news, revisions, ledger: isSame ? before.ledger : compileLedger(revisions.map(entryOf)) }
}

/** Those who come while it is read wait for the next reading: the one under way may have begun before their version. */
function oneByOne(load: (shop: LedgerRef) => Promise<ShopLedger>): (shop: LedgerRef) => Promise<ShopLedger> {
  const loading = new Map<string, Promise<ShopLedger>>()
  return (shop) => {
    const under = loading.get(shop.shopId) ?? Promise.resolve()
    const next = under.then(
      () => load(shop),
      () => load(shop),
    )
    loading.set(shop.shopId, next)
    void next.catch(() => undefined).finally(() => loading.get(shop.shopId) === next && loading.delete(shop.shopId))
    return next
  }
}

const rowsOf = (known: ReadonlyMap<string, ShopLedger>): number =>
  [...known.values()].reduce((sum, { revisions }) => sum + revisions.length, 0)
