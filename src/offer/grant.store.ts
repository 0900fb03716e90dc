import { sql } from 'kysely'
import { notFound, XiaoerError } from '../kernel/errors.ts'
import type { Database, Tx } from '../storage/index.ts'
import { type Grant, holderKey, stateAt } from './grant.ts'
import type { LedgerRef } from './offer-revision.ts'

export interface GrantSlice {
  readonly offerId?: string | undefined
  readonly customerId?: string | undefined
  readonly buyerId?: string | undefined
  readonly state?: Grant['state'] | undefined
  /** Newest first; grants older than this one. */
  readonly before?: string | undefined
  readonly limit: number
}

export async function listGrants(tx: Tx, shop: LedgerRef, slice: GrantSlice): Promise<Grant[]> {
  let query = grants(tx, shop).orderBy('grant_id', 'desc').limit(slice.limit)
  if (slice.offerId !== undefined) query = query.where('offer_id', '=', slice.offerId)
  if (slice.customerId !== undefined) query = query.where('customer_id', '=', slice.customerId)
  if (slice.buyerId !== undefined) query = query.where('buyer_id', '=', slice.buyerId)
  if (slice.state !== undefined) query = query.where('state', '=', slice.state)
  if (slice.before !== undefined) query = query.where('grant_id', '<', slice.before)
  return (await query.execute()).map(toGrant)
}

export async function findGrant(tx: Tx, shop: LedgerRef, grantId: string): Promise<Grant | null> {
  const row = await grants(tx, shop).where('grant_id', '=', grantId).executeTakeFirst()
  return row ? toGrant(row) : null
}

export async function findGrantByKey(tx: Tx, shop: LedgerRef, key: string): Promise<Grant | null> {
  const row = await grants(tx, shop).where('idempotency_key', '=', key).executeTakeFirst()
  return row ? toGrant(row) : null
}

export interface GrantCounts {
  readonly pending: number
  readonly claimed: number
  readonly used: number
  readonly expired: number
  readonly refused: number
  /** Of all but the refused. */
  readonly spentFen: number
}

/** How many of each offer were given and what became of them; offers that nobody asked for are not named. */
export async function countGrants(tx: Tx, shop: LedgerRef, at: number): Promise<Map<string, GrantCounts>> {
  const { rows } = await sql<GrantCounts & { readonly offer_id: string }>`
    select offer_id, count(*) filter (where state = 'pending') as pending,
      count(*) filter (where state = 'claimed' and (valid_to is null or valid_to > ${at})) as claimed,
      count(*) filter (where state = 'used') as used,
      count(*) filter (where state = 'claimed' and valid_to <= ${at}) as expired,
      count(*) filter (where state = 'refused') as refused,
      coalesce(sum(cost_fen) filter (where state <> 'refused'), 0)::bigint as "spentFen"
    from offer_grant where org_id = ${shop.orgId} and shop_id = ${shop.shopId} group by offer_id`.execute(tx)
  return new Map(rows.map(({ offer_id: offerId, ...counts }) => [offerId, counts]))
}

export type NewGrant = Omit<Grant, 'settledAt' | 'attempts' | 'reason' | 'receipt' | 'orderId'> & {
  readonly key: string
  readonly nextAt: number | null
}

/** Throws `idempotency-mismatch` when the key was used for something else. */
export async function insertGrant(tx: Tx, grant: NewGrant): Promise<Grant> {
  const row = await tx
    .insertInto('offer_grant')
    .values({
      org_id: grant.orgId,
      grant_id: grant.grantId,
      shop_id: grant.shopId,
      offer_id: grant.offerId,
      seq: grant.seq,
      holder: holderKey(grant),
      customer_id: grant.customerId,
      buyer_id: grant.buyerId,
      idempotency_key: grant.key,
      state: grant.state,
      cost_fen: grant.costFen,
      budget_id: grant.budgetId,
      valid_from: grant.validFrom,
      valid_to: grant.validTo,
      actor: grant.actor,
      next_at: grant.nextAt,
      created_at: grant.createdAt,
      settled_at: grant.state === 'claimed' ? grant.createdAt : null,
    })
    .onConflict((conflict) => conflict.columns(['org_id', 'shop_id', 'idempotency_key']).doNothing())
    .returningAll()
    .executeTakeFirst()
  if (!row) throw new XiaoerError({ code: 'idempotency-mismatch' })
  return toGrant(row)
}

export async function countHeld(tx: Tx, shop: LedgerRef, of: { holder: string; offerId: string }): Promise<number> {
  const row = await tx
    .selectFrom('offer_grant')
    .select((select) => select.fn.countAll<number>().as('held'))
    .where('org_id', '=', shop.orgId)
    .where('shop_id', '=', shop.shopId)
    .where('holder', '=', of.holder)
    .where('offer_id', '=', of.offerId)
    .where('state', '<>', 'refused')
    .executeTakeFirstOrThrow()
  return row.held
}

interface Turn {
  readonly orgId: string
  readonly grantId: string
  readonly at: number
  readonly until: number
}

/** Takes a pending grant to bring it to its end; null when somebody else is at it, or it has ended. */
export async function claimPending(tx: Tx, { orgId, grantId, at, until }: Turn): Promise<Grant | null> {
  const row = await tx
    .updateTable('offer_grant')
    .set((old) => ({ claimed_until: until, attempts: old('attempts', '+', 1) }))
    .where('org_id', '=', orgId)
    .where('grant_id', '=', grantId)
    .where('state', '=', 'pending')
    .where('claimed_until', '<', at)
    .returningAll()
    .executeTakeFirst()
  return row ? toGrant(row) : null
}

export interface Ending {
  readonly state: 'claimed' | 'refused'
  readonly receipt?: string
  readonly reason?: string
  readonly at: number
}

/** True for the one who ended it: the event and the giving back hang on that. */
export async function endGrant(tx: Tx, grant: Grant, ending: Ending): Promise<boolean> {
  const { state, receipt, reason, at } = ending
  const ended = await tx
    .updateTable('offer_grant')
    .set({ state, receipt: receipt ?? null, reason: reason ?? null, settled_at: at, next_at: null })
    .where('org_id', '=', grant.orgId)
    .where('grant_id', '=', grant.grantId)
    .where('state', '=', 'pending')
    .executeTakeFirst()
  return Number(ended.numUpdatedRows) > 0
}

export async function postponeGrant(tx: Tx, grant: Grant, next: { at: number; reason: string }): Promise<void> {
  await tx
    .updateTable('offer_grant')
    .set({ next_at: next.at, claimed_until: 0, reason: next.reason.slice(0, 500) })
    .where('org_id', '=', grant.orgId)
    .where('grant_id', '=', grant.grantId)
    .where('state', '=', 'pending')
    .execute()
}

/** Grants of any organisation that wait for their shop's word: ids only. */
export async function dueGrants(database: Database, at: number, most: number) {
  const { rows } = await database.outside((tx) =>
    sql<{ org_id: string; grant_id: string }>`select org_id, grant_id from due_grants(${at}, ${most})`.execute(tx),
  )
  return rows.map((row) => ({ orgId: row.org_id, grantId: row.grant_id }))
}

/** The coupon went into an order. The same order again changes nothing; throws `not-found` and `precondition-failed`. */
export async function useGrant(
  tx: Tx,
  shop: LedgerRef,
  use: { readonly grantId: string; readonly orderId: string; readonly at: number },
): Promise<Grant> {
  const row = await grants(tx, shop).where('grant_id', '=', use.grantId).forUpdate().executeTakeFirst()
  if (!row) throw notFound()
  const grant = toGrant(row)
  if (grant.state === 'used' && grant.orderId === use.orderId) return grant
  const state = stateAt(grant, use.at)
  if (state !== 'claimed')
    throw new XiaoerError({ code: 'precondition-failed', message: `This coupon is ${state}, it cannot be used.` })
  await tx
    .updateTable('offer_grant')
    .set({ state: 'used', order_id: use.orderId, settled_at: use.at })
    .where('org_id', '=', shop.orgId)
    .where('grant_id', '=', use.grantId)
    .execute()
  return { ...grant, state: 'used', orderId: use.orderId, settledAt: use.at }
}

/** Whether this buyer ever came to this shop. */
export async function isBuyerOf(tx: Tx, shop: LedgerRef, buyerId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('buyer')
    .select('buyer_id')
    .where('org_id', '=', shop.orgId)
    .where('shop_id', '=', shop.shopId)
    .where('buyer_id', '=', buyerId)
    .executeTakeFirst()
  return row !== undefined
}

const grants = (tx: Tx, shop: LedgerRef) =>
  tx.selectFrom('offer_grant').selectAll().where('org_id', '=', shop.orgId).where('shop_id', '=', shop.shopId)

type GrantRow = Awaited<ReturnType<ReturnType<typeof grants>['executeTakeFirstOrThrow']>>

const toGrant = (row: GrantRow): Grant => ({
  orgId: row.org_id,
  shopId: row.shop_id,
  grantId: row.grant_id,
  offerId: row.offer_id,
  seq: row.seq,
  customerId: row.customer_id,
  buyerId: row.buyer_id,
  state: row.state,
  costFen: row.cost_fen,
  budgetId: row.budget_id,
  validFrom: row.valid_from,
  validTo: row.valid_to,
  actor: row.actor,
  reason: row.reason,
  receipt: row.receipt,
  orderId: row.order_id,
  attempts: row.attempts,
  createdAt: row.created_at,
  settledAt: row.settled_at,
})
