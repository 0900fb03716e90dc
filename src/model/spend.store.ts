import { sql } from 'kysely'
import type { Tx } from '../storage/index.ts'

export interface SpendDay {
  readonly orgId: string
  readonly shopId: string
  /** Days since 1970 on the shop's own calendar. */
  readonly day: number
}

export interface Spent {
  readonly tokens: number
  readonly calls: number
}

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

export const spendDay = (at: number, utcOffsetMinutes: number): number =>
  Math.floor((at + utcOffsetMinutes * MINUTE_MS) / DAY_MS)

/**
 * Books the most that a call may cost. False: it might pass the limit, nothing was booked. One statement: of two calls at once
 * the second sees what the first booked, so that a limit is never passed.
 */
export async function bookTokens(
  tx: Tx,
  { orgId, shopId, day }: SpendDay,
  { most, limit }: { readonly most: number; readonly limit: number },
): Promise<boolean> {
  if (most > limit) return false
  const booked = await tx
    .insertInto('model_spend')
    .values({ org_id: orgId, shop_id: shopId, day, tokens: most, calls: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['org_id', 'shop_id', 'day'])
        .doUpdateSet({
          tokens: sql`model_spend.tokens + excluded.tokens`,
          calls: sql`model_spend.calls + 1`,
        })
        .where(sql<number>`model_spend.tokens + excluded.tokens`, '<=', limit),
    )
    .returning('tokens')
    .executeTakeFirst()
  return booked !== undefined
}

/** What a call did not use goes back. A process that died in between leaves the whole booked: on the safe side. */
export async function returnTokens(tx: Tx, { orgId, shopId, day }: SpendDay, unused: number): Promise<void> {
  await tx
    .updateTable('model_spend')
    .set((row) => ({ tokens: row('tokens', '-', unused) }))
    .where('org_id', '=', orgId)
    .where('shop_id', '=', shopId)
    .where('day', '=', day)
    .execute()
}

export async function readSpent(tx: Tx, { orgId, shopId, day }: SpendDay): Promise<Spent> {
  const row = await tx
    .selectFrom('model_spend')
    .select(['tokens', 'calls'])
    .where('org_id', '=', orgId)
    .where('shop_id', '=', shopId)
    .where('day', '=', day)
    .executeTakeFirst()
  return row ?? { tokens: 0, calls: 0 }
}
