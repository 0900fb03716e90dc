import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../storage/index.ts'
import { type LedgerRef, type OfferRevision, ruleOf } from './offer-revision.ts'

export interface OfferSlice {
  /** Only these ids. */
  readonly offerIds?: readonly string[] | undefined
  readonly kind?: string | undefined
  /** Not those of this kind: prices of articles outnumber all else. */
  readonly withoutKind?: string | undefined
  /** Ids after this one, in their order. */
  readonly after?: string | undefined
  readonly limit?: number | undefined
  /** As it was known then: rows recorded up to this instant. */
  readonly knownAt?: number | undefined
}

/** The latest row of each offer, withdrawn ones too, by id. */
export async function readLatest(tx: Tx, shop: LedgerRef, slice: OfferSlice = {}): Promise<OfferRevision[]> {
  const { rows } = await sql<Row>`
    select * from (
      select distinct on (e.offer_id) ${COLUMNS}, e.kind from offer_entry e
      where e.org_id = ${shop.orgId} and e.shop_id = ${shop.shopId}
        and (${slice.offerIds ?? null}::text[] is null or e.offer_id = any (${slice.offerIds ?? null}::text[]))
        and (${slice.after ?? null}::text is null or e.offer_id > ${slice.after ?? null})
        and (${slice.knownAt ?? null}::bigint is null or e.recorded_at <= ${slice.knownAt ?? null})
      order by e.offer_id, e.seq desc) latest
    where (${slice.kind ?? null}::text is null or latest.kind = ${slice.kind ?? null})
      and (${slice.withoutKind ?? null}::text is null or latest.kind is distinct from ${slice.withoutKind ?? null})
    order by latest.offer_id limit ${slice.limit ?? null}`.execute(tx)
  return rows.map(toRevision)
}

/** Every row that an offer ever had, newest first. */
export async function readHistory(
  tx: Tx,
  shop: LedgerRef,
  page: { readonly offerId: string; readonly before?: number; readonly limit: number },
): Promise<OfferRevision[]> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from offer_entry e
    where e.org_id = ${shop.orgId} and e.shop_id = ${shop.shopId} and e.offer_id = ${page.offerId}
      and (${page.before ?? null}::bigint is null or e.seq < ${page.before ?? null})
    order by e.seq desc limit ${page.limit}`.execute(tx)
  return rows.map(toRevision)
}

/** What was written after a version: how a node that has read the ledger once keeps up. */
export async function readAfter(tx: Tx, shop: LedgerRef, seq: number): Promise<OfferRevision[]> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from offer_entry e
    where e.org_id = ${shop.orgId} and e.shop_id = ${shop.shopId} and e.seq > ${seq} order by e.seq, e.offer_id`.execute(
    tx,
  )
  return rows.map(toRevision)
}

export interface OfferBook {
  readonly version: number
  /** Set = no answer about offers leaves the robot until a person releases it. */
  readonly stop: { readonly at: number; readonly by: string; readonly reason: string } | null
}

export async function readBook(tx: Tx, shop: LedgerRef): Promise<OfferBook> {
  const row = await tx
    .selectFrom('offer_book')
    .selectAll()
    .where('org_id', '=', shop.orgId)
    .where('shop_id', '=', shop.shopId)
    .executeTakeFirst()
  if (!row) return { version: 0, stop: null }
  const { version, stopped_at: at, stopped_by: by, stop_reason: reason } = row
  return { version, stop: at === null ? null : { at, by: by ?? '', reason: reason ?? '' } }
}

const COLUMNS = sql`e.offer_id, e.seq, e.recorded_at, e.rule, e.source, e.changed_by, e.reason`

interface Row {
  readonly offer_id: string
  readonly seq: number
  readonly recorded_at: number
  readonly rule: unknown
  readonly source: string
  readonly changed_by: string
  readonly reason: string
}

const storedRule = z.nullable(ruleOf)

const toRevision = (row: Row): OfferRevision => ({
  offerId: row.offer_id,
  seq: row.seq,
  recordedAt: row.recorded_at,
  rule: storedRule.parse(row.rule),
  source: row.source,
  changedBy: row.changed_by,
  reason: row.reason,
})
