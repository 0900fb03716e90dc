import { z } from 'zod'
import type { Tx } from '../storage/index.ts'

export interface IdempotencySlot {
  readonly orgId: string
  /** Method and route template. */
  readonly scope: string
  readonly key: string
}

interface Claim extends IdempotencySlot {
  readonly bodyDigest: string
  readonly at: number
}

export interface StoredReply {
  readonly bodyDigest: string
  readonly sealed: string
}

export const KEPT_MS = 48 * 3_600_000
const stored = z.object({ sealed: z.string() })

/** Null: the key is ours now. A second request waits here until the first has committed, and then sees its reply. */
export async function claimKey(tx: Tx, claim: Claim): Promise<StoredReply | null> {
  const mine = {
    body_digest: claim.bodyDigest,
    result: JSON.stringify({ sealed: '' }),
    expires_at: claim.at + KEPT_MS,
  }
  const inserted = await tx
    .insertInto('idempotency')
    .values({ org_id: claim.orgId, scope: claim.scope, key: claim.key, ...mine })
    .onConflict((on) =>
      on.columns(['org_id', 'scope', 'key']).doUpdateSet(mine).where('idempotency.expires_at', '<', claim.at),
    )
    .returning('key')
    .executeTakeFirst()
  return inserted ? null : findReply(tx, claim, claim.at)
}

export async function storeReply(tx: Tx, slot: IdempotencySlot, sealed: string): Promise<void> {
  await tx
    .updateTable('idempotency')
    .set({ result: JSON.stringify({ sealed }) })
    .where('org_id', '=', slot.orgId)
    .where('scope', '=', slot.scope)
    .where('key', '=', slot.key)
    .execute()
}

export async function findReply(tx: Tx, slot: IdempotencySlot, at: number): Promise<StoredReply | null> {
  const row = await tx
    .selectFrom('idempotency')
    .select(['body_digest', 'result'])
    .where('org_id', '=', slot.orgId)
    .where('scope', '=', slot.scope)
    .where('key', '=', slot.key)
    .where('expires_at', '>=', at)
    .executeTakeFirst()
  return row ? { bodyDigest: row.body_digest, sealed: stored.parse(row.result).sealed } : null
}
