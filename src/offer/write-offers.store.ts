import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import { XiaoerError } from '../kernel/errors.ts'
import { appendEvents, type Tx } from '../storage/index.ts'
import { type LedgerRef, type OfferRevision, windowOf } from './offer-revision.ts'
import { readLatest } from './read-offers.store.ts'

export interface OfferChange {
  readonly offerId: string
  /** Null withdraws. */
  readonly rule: Readonly<Record<string, unknown>> | null
}

export interface OfferWriting {
  readonly shop: LedgerRef
  readonly changes: readonly OfferChange[]
  readonly source: string
  readonly by: string
  readonly reason?: string
  /** Refuses with `conflict` unless every one of them stands at this version (0 = is not there), looked at under the lock. */
  readonly ifSeq?: number | undefined
  readonly at: number
  /** False: it held before we heard of it, and is told to nobody. */
  readonly isNews?: boolean | undefined
}

export interface Written {
  /** The version that holds now; quotes name it. */
  readonly version: number
  /** What really changed, none when everything stood there like this. */
  readonly changed: readonly OfferRevision[]
}

const MOST_NAMED = 100

/**
 * One change of the ledger: all of its rows bear the next number of the shop, its event stands in the same transaction, and
 * the shop's `goods_version` moves with it. That version is answered by the statement that stores a buyer's message, on
 * every node: a turn that starts after this commit reads a ledger that is at least as new. Nothing is ever overwritten.
 */
export async function writeOffers(tx: Tx, writing: OfferWriting): Promise<Written> {
  const { shop } = writing
  const version = await takeBook(tx, shop)
  const latest = await readLatest(tx, shop, { offerIds: writing.changes.map(({ offerId }) => offerId) })
  const { ifSeq } = writing
  if (ifSeq !== undefined && (latest[0]?.seq ?? 0) !== ifSeq)
    throw new XiaoerError({
      code: 'conflict',
      field: 'ifVersion',
      message: `It stands at version ${latest[0]?.seq ?? 0}.`,
    })
  const stood = new Map(latest.map((revision) => [revision.offerId, revision.rule]))
  const news = writing.changes.filter(({ offerId, rule }) => !isDeepStrictEqual(stood.get(offerId) ?? null, rule))
  if (news.length === 0) return { version, changed: [] }
  const changed = news.map(({ offerId, rule }) => toRevision(writing, { offerId, rule, seq: version + 1 }))
  await insert(tx, shop, changed)
  await closeBook(tx, shop, version + 1)
  const body = {
    version: version + 1,
    source: writing.source,
    count: changed.length,
    offerIds: changed.slice(0, MOST_NAMED).map(({ offerId }) => offerId),
  }
  const key = `offers:${shop.shopId}`
  if (writing.isNews === false) return { version: version + 1, changed }
  await appendEvents(tx, [{ type: 'offer.changed', orgId: shop.orgId, shopId: shop.shopId, key, at: writing.at, body }])
  return { version: version + 1, changed }
}

/** The version of a shop's ledger, its row locked to the end of the transaction. */
async function takeBook(tx: Tx, { orgId, shopId }: LedgerRef): Promise<number> {
  await tx
    .insertInto('offer_book')
    .values({ org_id: orgId, shop_id: shopId })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const book = await tx
    .selectFrom('offer_book')
    .select('version')
    .where('org_id', '=', orgId)
    .where('shop_id', '=', shopId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  return book.version
}

const toRevision = (
  { at, source, by, reason }: OfferWriting,
  change: OfferChange & { readonly seq: number },
): OfferRevision => ({ ...change, recordedAt: at, source, changedBy: by, reason: reason ?? '' })

// In one statement whatever the number: a mirror brings thousands of prices at once.
async function insert(tx: Tx, { orgId, shopId }: LedgerRef, rows: readonly OfferRevision[]): Promise<void> {
  const [first] = rows
  if (!first) return
  const windows = rows.map(({ rule }) => (rule === null ? { from: null, to: null } : windowOf(rule)))
  const rules = rows.map(({ rule }) => (rule === null ? null : JSON.stringify(rule)))
  await sql`
    insert into offer_entry (org_id, shop_id, offer_id, seq, recorded_at, kind, valid_from, valid_to, rule, source, changed_by, reason)
    select ${orgId}::uuid, ${shopId}::uuid, given.offer_id, ${first.seq}::bigint, ${first.recordedAt}::bigint, given.rule->>'kind',
      given.valid_from, given.valid_to, given.rule, ${first.source}, ${first.changedBy}, ${first.reason}
    from unnest(${rows.map(({ offerId }) => offerId)}::text[], ${windows.map(({ from }) => from)}::bigint[],
      ${windows.map(({ to }) => to)}::bigint[], ${rules}::jsonb[]) as given(offer_id, valid_from, valid_to, rule)`.execute(
    tx,
  )
}

async function closeBook(tx: Tx, { orgId, shopId }: LedgerRef, version: number): Promise<void> {
  await tx
    .updateTable('offer_book')
    .set({ version })
    .where('org_id', '=', orgId)
    .where('shop_id', '=', shopId)
    .execute()
  await bumpGoods(tx, { orgId, shopId })
}

/** Tells every node that what it has read of this shop's offers is old. */
export async function bumpGoods(tx: Tx, { orgId, shopId }: LedgerRef): Promise<void> {
  await tx
    .updateTable('shop')
    .set((row) => ({ goods_version: row('goods_version', '+', 1) }))
    .where('org_id', '=', orgId)
    .where('shop_id', '=', shopId)
    .execute()
}
