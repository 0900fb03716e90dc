import type { Tx } from '../storage/index.ts'

/** Whose memory: a buyer's at a shop. */
export interface MemoryKey {
  readonly orgId: string
  readonly shopId: string
  readonly buyerId: string
}

export interface RememberedFact {
  readonly kind: string
  readonly key: string
  readonly value: unknown
  readonly scope: string
  readonly sourceTurn: string | null
  readonly recordedAt: number
  readonly expiresAt: number | null
}

/** What is remembered and has not expired, the latest first. */
export async function readMemory(tx: Tx, whose: MemoryKey, at: number): Promise<RememberedFact[]> {
  const rows = await tx
    .selectFrom('memory')
    .selectAll()
    .where('org_id', '=', whose.orgId)
    .where('shop_id', '=', whose.shopId)
    .where('buyer_id', '=', whose.buyerId)
    .where((or) => or.or([or('expires_at', 'is', null), or('expires_at', '>', at)]))
    .orderBy('recorded_at', 'desc')
    .orderBy('kind')
    .orderBy('key')
    .execute()
  return rows.map((row) => ({
    kind: row.kind,
    key: row.key,
    value: row.value,
    scope: row.scope,
    sourceTurn: row.source_turn,
    recordedAt: row.recorded_at,
    expiresAt: row.expires_at,
  }))
}

/** One fact, all of a kind, or everything. Returns how many were forgotten. */
export async function forgetMemory(
  tx: Tx,
  whose: MemoryKey,
  which: { readonly kind?: string | undefined; readonly key?: string | undefined } = {},
): Promise<number> {
  const { kind, key } = which
  const gone = await tx
    .deleteFrom('memory')
    .where('org_id', '=', whose.orgId)
    .where('shop_id', '=', whose.shopId)
    .where('buyer_id', '=', whose.buyerId)
    .$if(kind !== undefined, (some) => some.where('kind', '=', kind ?? ''))
    .$if(key !== undefined, (some) => some.where('key', '=', key ?? ''))
    .executeTakeFirst()
  return Number(gone.numDeletedRows)
}
