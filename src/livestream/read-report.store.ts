import { sql } from 'kysely'
import { firstId } from '../conversation/index.ts'
import type { CompiledLedger, LedgerRef } from '../offer/index.ts'
import type { Tx } from '../storage/index.ts'
import type { LiveRoom } from './live-room.ts'
import { readShowChanges } from './read-rooms.store.ts'
import { readToldOtherwise } from './read-told.store.ts'
import type { ToldOtherwise } from './told-otherwise.ts'
import { type OfferReport, reportShow, type SoldPieces } from './show-report.ts'

export interface Reporting {
  readonly shop: LedgerRef
  readonly room: LiveRoom
  readonly ledger: CompiledLedger
  readonly at: number
}

const MOST_TOLD = 20_000

/** The reconciliation of a show: what was promised against what was told, granted and sold while it ran. */
export async function readShowReport(tx: Tx, reporting: Reporting): Promise<OfferReport[]> {
  const { shop, room, ledger, at } = reporting
  const rows = await readShowChanges(tx, shop, room)
  const ids = [...new Set(rows.map(({ offerId }) => offerId))]
  const otherwise = await readToldOtherwise(tx, { shop, ledger, at }, { limit: MOST_TOLD })
  return reportShow(room, rows, {
    told: await countTold(tx, reporting, ids),
    corrected: await countCorrected(tx, reporting),
    uncorrected: countTalks(otherwise),
    granted: await countGranted(tx, shop, ids),
    pieces: await readSold(tx, reporting),
  })
}

/** Conversations by offer: one talk may have heard of it in several figures. */
function countTalks(otherwise: readonly ToldOtherwise[]): Map<string, number> {
  const talks = new Map<string, Set<string>>()
  for (const { told, conversationId } of otherwise) {
    for (const { offerId } of told.rows) talks.set(offerId, (talks.get(offerId) ?? new Set()).add(conversationId))
  }
  return new Map([...talks].map(([offerId, ids]) => [offerId, ids.size]))
}

interface Counted {
  readonly offer_id: string
  readonly many: number
}

const byOffer = (rows: readonly Counted[]): Map<string, number> =>
  new Map(rows.map(({ offer_id: offerId, many }) => [offerId, Number(many)]))

/** From what each answer stored of its figures. Turn ids sort by time: the key bounds the scan. */
async function countTold(tx: Tx, { shop, room, at }: Reporting, ids: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<Counted>`
    select q->>'sourceId' as offer_id, count(distinct t.conversation_id) as many
    from turn t cross join lateral json_array_elements(t.trace->'quoted') q
    where t.org_id = ${shop.orgId} and t.turn_id >= ${firstId(room.openedAt - SLACK_MS)} and t.turn_id < ${firstId((room.closedAt ?? at) + SLACK_MS)}
      and t.received_at >= ${room.openedAt} and t.received_at <= ${room.closedAt ?? at}
      and t.shop_id = ${shop.shopId} and t.state = 'settled' and q->>'sourceId' = any (${ids}::text[]) group by 1`.execute(
    tx,
  )
  return byOffer(rows)
}

const SLACK_MS = 60_000

async function countCorrected(tx: Tx, { shop, room }: Reporting): Promise<Map<string, number>> {
  const { rows } = await sql<Counted>`
    select r->>'offerId' as offer_id, count(distinct conversation_id) as many
    from told_correction cross join lateral jsonb_array_elements(told->'rows') r
    where org_id = ${shop.orgId} and shop_id = ${shop.shopId} and sent_at >= ${room.openedAt} group by 1`.execute(tx)
  return byOffer(rows)
}

async function countGranted(tx: Tx, { orgId, shopId }: LedgerRef, ids: readonly string[]) {
  const { rows } = await sql<Counted & { readonly state: string }>`
    select offer_id, state, count(*) as many from offer_grant
    where org_id = ${orgId} and shop_id = ${shopId} and offer_id = any (${ids}::text[]) group by 1, 2`.execute(tx)
  const of = (offerId: string, state: string): number =>
    Number(rows.find((row) => row.offer_id === offerId && row.state === state)?.many ?? 0)
  return new Map(
    ids.map((id) => [id, { claimed: of(id, 'claimed'), used: of(id, 'used'), pending: of(id, 'pending') }]),
  )
}

/** Orders placed while the show ran, as the shop's system told them: not from which entrance, so prices tell. */
async function readSold(tx: Tx, { shop, room, at }: Reporting): Promise<SoldPieces[]> {
  const { rows } = await sql<{ product_id: string; sku_id: string; fen: number; pieces: number }>`
    select l->>'productId' as product_id, l->>'skuId' as sku_id, (l->'price'->>'amount')::float8 as fen, sum((l->>'quantity')::int)::int as pieces
    from shop_order cross join lateral jsonb_array_elements(document->'lines') l
    where org_id = ${shop.orgId} and shop_id = ${shop.shopId} and placed_at >= ${room.openedAt} and placed_at <= ${room.closedAt ?? at}
      and state <> 'closed' group by 1, 2, 3`.execute(tx)
  return rows.map((row) => ({ productId: row.product_id, skuId: row.sku_id, fen: row.fen, pieces: row.pieces }))
}
