import { sql } from 'kysely'
import { z } from 'zod'
import { type Told, toldValue } from '../offer/index.ts'
import type { Tx } from '../storage/index.ts'
import { createJudge, type ToldFact, type ToldOtherwise, type ToldWanted } from './told-otherwise.ts'

export interface ToldPage {
  /** Those after this one, by buyer and key. */
  readonly after?: { readonly buyerId: string; readonly key: string } | undefined
  readonly limit: number
}

const STEP = 500

/**
 * Who was told a price, a sum or an offer that the ledger no longer says, though it was to hold until now. Computed from what
 * each answer stored with its figures: asked again, with the same things, entrance and coupons. What the robot took back
 * itself, and what was corrected, is no longer told otherwise.
 */
export async function readToldOtherwise(tx: Tx, wanted: ToldWanted, page: ToldPage): Promise<ToldOtherwise[]> {
  const judge = createJudge(wanted)
  const found: ToldOtherwise[] = []
  let after = page.after
  for (;;) {
    const facts = await readTold(tx, wanted, { after, limit: STEP })
    for (const fact of facts) {
      const now = judge(fact.told)
      if (now.isTrue) continue
      found.push({ ...fact, now })
      if (found.length >= page.limit) return found
    }
    const last = facts.at(-1)
    if (!last || facts.length < STEP) return found
    after = last
  }
}

/** What is told at a version is said by that version: only older ones can be otherwise. */
async function readTold(tx: Tx, { shop, ledger, at }: ToldWanted, { after, limit }: ToldPage): Promise<ToldFact[]> {
  const { rows } = await sql<Row>`
    select m.buyer_id, m.key, m.value, m.source_turn, m.recorded_at, c.conversation_id, c.channel_id
    from memory m join buyer b on b.org_id = m.org_id and b.buyer_id = m.buyer_id
      join conversation c on c.org_id = m.org_id and c.shop_id = m.shop_id and c.channel_id = b.channel_id and c.buyer_id = m.buyer_id
    where m.org_id = ${shop.orgId} and m.shop_id = ${shop.shopId} and m.kind = 'told'
      and (m.expires_at is null or m.expires_at > ${at}) and (m.value->>'version')::bigint < ${ledger.now.version}
      and (${after?.buyerId ?? null}::uuid is null or (m.buyer_id, m.key) > (${after?.buyerId ?? null}::uuid, ${after?.key ?? null}::text))
    order by m.buyer_id, m.key limit ${limit}`.execute(tx)
  return rows.map(toFact)
}

/** One of them under a lock that lasts to the end of the transaction; null when there is none any more. */
export async function holdTold(tx: Tx, shop: ToldWanted['shop'], of: ToldFact): Promise<Told | null> {
  // The talk first, as everybody who writes in it does: two that want both must not wait for each other.
  await sql`select 1 from conversation where org_id = ${shop.orgId} and conversation_id = ${of.conversationId} for update`.execute(
    tx,
  )
  const { rows } = await sql<Pick<Row, 'value'>>`
    select value from memory where org_id = ${shop.orgId} and shop_id = ${shop.shopId} and buyer_id = ${of.buyerId}
      and kind = 'told' and key = ${of.key} for update`.execute(tx)
  return rows[0] ? toldValue.parse(rows[0].value) : null
}

interface Row {
  readonly buyer_id: string
  readonly key: string
  readonly value: unknown
  readonly source_turn: string | null
  readonly recorded_at: number
  readonly conversation_id: string
  readonly channel_id: string
}

const instant = z.coerce.number()

const toFact = (row: Row): ToldFact => ({
  buyerId: row.buyer_id,
  key: row.key,
  conversationId: row.conversation_id,
  channelId: row.channel_id,
  turnId: row.source_turn,
  toldAt: instant.parse(row.recorded_at),
  told: toldValue.parse(row.value),
})
