import { XiaoerError } from '../kernel/errors.ts'
import { newId, type RowId } from '../kernel/ids.ts'
import type { Tx } from '../storage/index.ts'
import type { GrantTerms } from './grant-terms.ts'
import type { LedgerRef } from './offer-revision.ts'
import { bumpGoods } from './write-offers.store.ts'

export interface TakenTerms extends GrantTerms {
  /** Given or under way. */
  readonly taken: number
}

/** The terms of one offer, made where there were none and locked to the end of the transaction: whoever gives waits here. */
export async function takeTerms(tx: Tx, shop: LedgerRef, of: { offerId: string; at: number }): Promise<TakenTerms> {
  await tx
    .insertInto('grant_terms')
    .values({ org_id: shop.orgId, shop_id: shop.shopId, offer_id: of.offerId, changed_at: of.at })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return toTerms(await terms(tx, shop).where('offer_id', '=', of.offerId).forUpdate().executeTakeFirstOrThrow())
}

export async function readTerms(
  tx: Tx,
  shop: LedgerRef,
  offerIds: readonly string[],
): Promise<Map<string, TakenTerms>> {
  const rows = await terms(tx, shop)
    .where('offer_id', 'in', [...offerIds, ''])
    .execute()
  return new Map(rows.map((row) => [row.offer_id, toTerms(row)]))
}

/** Of everything that was ever given, or about whose giving something was said. */
export async function readGiving(tx: Tx, shop: LedgerRef) {
  const rows = await terms(tx, shop).execute()
  const budgets = rows.some(({ budget_id }) => budget_id !== null) ? await readBudgets(tx, shop) : []
  return { terms: new Map(rows.map((row) => [row.offer_id, toTerms(row)])), budgets }
}

/** Throws `invalid-field` for a budget that is not the shop's. */
export async function changeTerms(
  tx: Tx,
  shop: LedgerRef,
  change: { readonly offerId: string; readonly terms: GrantTerms; readonly at: number },
): Promise<TakenTerms> {
  const { cap, perBuyer, costFen, budgetId, holdDays } = change.terms
  const known = budgetId === null || (await readBudgets(tx, shop)).some((budget) => budget.budgetId === budgetId)
  if (!known) throw new XiaoerError({ code: 'invalid-field', field: 'budgetId', message: 'There is no such budget.' })
  const before = await takeTerms(tx, shop, change)
  await tx
    .updateTable('grant_terms')
    .set({
      cap,
      per_buyer: perBuyer,
      cost_fen: costFen,
      budget_id: budgetId,
      hold_days: holdDays,
      changed_at: change.at,
    })
    .where('org_id', '=', shop.orgId)
    .where('shop_id', '=', shop.shopId)
    .where('offer_id', '=', change.offerId)
    .execute()
  await bumpGoods(tx, shop)
  return { ...change.terms, taken: before.taken }
}

export async function countTaken(tx: Tx, shop: LedgerRef, by: { offerId: string; count: 1 | -1 }): Promise<void> {
  await tx
    .updateTable('grant_terms')
    .set((row) => ({ taken: row('taken', '+', by.count) }))
    .where('org_id', '=', shop.orgId)
    .where('shop_id', '=', shop.shopId)
    .where('offer_id', '=', by.offerId)
    .execute()
}

export interface Budget {
  readonly budgetId: string
  readonly name: string
  readonly limitFen: number
  /** Given and under way. */
  readonly spentFen: number
  readonly changedAt: number
}

export async function readBudgets(tx: Tx, shop: LedgerRef): Promise<Budget[]> {
  const rows = await tx
    .selectFrom('grant_budget')
    .selectAll()
    .where('org_id', '=', shop.orgId)
    .where('shop_id', '=', shop.shopId)
    .orderBy('budget_id')
    .execute()
  return rows.map((row) => ({
    budgetId: row.budget_id,
    name: row.name,
    limitFen: row.limit_fen,
    spentFen: row.spent_fen,
    changedAt: row.changed_at,
  }))
}

export interface BudgetOrder {
  readonly name: string
  readonly limitFen: number
  readonly at: number
}

export async function addBudget(tx: Tx, shop: LedgerRef, wanted: BudgetOrder): Promise<Budget> {
  const budgetId = newId<RowId>(wanted.at)
  await tx
    .insertInto('grant_budget')
    .values({
      org_id: shop.orgId,
      shop_id: shop.shopId,
      budget_id: budgetId,
      name: wanted.name,
      limit_fen: wanted.limitFen,
      created_at: wanted.at,
      changed_at: wanted.at,
    })
    .execute()
  return { budgetId, name: wanted.name, limitFen: wanted.limitFen, spentFen: 0, changedAt: wanted.at }
}

/** A limit below what is spent already only keeps more from being spent. Null = no such budget. */
export async function changeBudget(
  tx: Tx,
  shop: LedgerRef,
  change: BudgetOrder & { readonly budgetId: string },
): Promise<Budget | null> {
  const row = await tx
    .updateTable('grant_budget')
    .set({ name: change.name, limit_fen: change.limitFen, changed_at: change.at })
    .where('org_id', '=', shop.orgId)
    .where('shop_id', '=', shop.shopId)
    .where('budget_id', '=', change.budgetId)
    .returning('spent_fen')
    .executeTakeFirst()
  if (!row) return null
  await bumpGoods(tx, shop)
  const { budgetId, name, limitFen, at } = change
  return { budgetId, name, limitFen, spentFen: row.spent_fen, changedAt: at }
}

/** True when the budget had it. A giving back (negative) always succeeds. */
export async function spend(tx: Tx, shop: LedgerRef, cost: { budgetId: string; fen: number }): Promise<boolean> {
  let update = tx
    .updateTable('grant_budget')
    .set((row) => ({ spent_fen: row('spent_fen', '+', cost.fen) }))
    .where('org_id', '=', shop.orgId)
    .where('shop_id', '=', shop.shopId)
    .where('budget_id', '=', cost.budgetId)
  if (cost.fen > 0) update = update.where((row) => row(row('spent_fen', '+', cost.fen), '<=', row.ref('limit_fen')))
  return Number((await update.executeTakeFirst()).numUpdatedRows) > 0
}

const terms = (tx: Tx, shop: LedgerRef) =>
  tx.selectFrom('grant_terms').selectAll().where('org_id', '=', shop.orgId).where('shop_id', '=', shop.shopId)

type TermsRow = Awaited<ReturnType<ReturnType<typeof terms>['executeTakeFirstOrThrow']>>

const toTerms = (row: TermsRow): TakenTerms => ({
  cap: row.cap,
  perBuyer: row.per_buyer,
  costFen: row.cost_fen,
  budgetId: row.budget_id,
  holdDays: row.hold_days,
  taken: row.taken,
})
