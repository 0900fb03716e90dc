import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { XiaoerError } from '../kernel/errors.ts'
import type { Tx } from '../storage/index.ts'
import { type ActionOutcome, type CommerceAction, commerceAction, precondition } from './commerce-action.ts'
import type { ShopRef } from './shop.store.ts'

const outcome = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('done'), receipt: z.string(), alreadyDone: z.boolean() }),
  z.object({ kind: z.literal('refused'), precondition, reason: z.string() }),
  z.object({ kind: z.literal('unsupported') }),
  z.object({ kind: z.literal('unreachable'), reason: z.string() }),
])

interface Begun {
  readonly shop: ShopRef
  readonly action: CommerceAction
  readonly actor: string
  readonly at: number
}

/**
 * Writes the intention before the act. Answers the outcome when this key was settled before; null = go on (a fresh key,
 * or one whose outcome never became known). Throws `idempotency-mismatch` when the key came with another act.
 */
export async function beginAct(tx: Tx, { shop, action, actor, at }: Begun): Promise<ActionOutcome | null> {
  await tx
    .insertInto('commerce_action')
    .values({
      org_id: shop.orgId,
      shop_id: shop.shopId,
      idempotency_key: action.idempotencyKey,
      kind: action.kind,
      action: JSON.stringify(action),
      actor,
      at,
      outcome: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const row = await actRow(tx, shop, action.idempotencyKey).selectAll().forUpdate().executeTakeFirstOrThrow()
  if (!isDeepStrictEqual(commerceAction.parse(row.action), action))
    throw new XiaoerError({ code: 'idempotency-mismatch' })
  return row.outcome === null ? null : outcome.parse(row.outcome)
}

/** Stores how it ended. `unreachable` is not an end: the key stays open and may be tried again. */
export async function settleAct(
  tx: Tx,
  shop: ShopRef,
  settled: { key: string; outcome: ActionOutcome },
): Promise<void> {
  if (settled.outcome.kind === 'unreachable') return
  await tx
    .updateTable('commerce_action')
    .set({ outcome: JSON.stringify(settled.outcome) })
    .where('org_id', '=', shop.orgId)
    .where('shop_id', '=', shop.shopId)
    .where('idempotency_key', '=', settled.key)
    .execute()
}

/** Acts of this shop that were done, newest first: for one order or one customer. */
export async function readActsDone(
  tx: Tx,
  shop: ShopRef,
  of: { readonly orderId: string } | { readonly customerId: string },
): Promise<CommerceAction[]> {
  const rows = await tx
    .selectFrom('commerce_action')
    .select('action')
    .where('org_id', '=', shop.orgId)
    .where('shop_id', '=', shop.shopId)
    .where('action', '@>', JSON.stringify(of))
    .where('outcome', '@>', JSON.stringify({ kind: 'done' }))
    .orderBy('at', 'desc')
    .execute()
  return rows.map((row) => commerceAction.parse(row.action))
}

const actRow = (tx: Tx, shop: ShopRef, key: string) =>
  tx
    .selectFrom('commerce_action')
    .where('org_id', '=', shop.orgId)
    .where('shop_id', '=', shop.shopId)
    .where('idempotency_key', '=', key)
