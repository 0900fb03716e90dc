import { notFound } from '../kernel/errors.ts'
import { newId, type RowId } from '../kernel/ids.ts'
import type { Tx } from '../storage/index.ts'
import { type ValidityRule, validityRule } from './validity.ts'

export interface Validity {
  readonly validityId: string
  /** Null = of the organisation, usable in all its shops. */
  readonly shopId: string | null
  readonly name: string
  readonly rule: ValidityRule
}

interface NewValidity {
  readonly orgId: string
  readonly shopId: string | null
  readonly name: string
  readonly rule: ValidityRule
  readonly at: number
}

export async function createValidity(tx: Tx, { orgId, shopId, name, rule, at }: NewValidity): Promise<Validity> {
  const validityId = newId<RowId>(at)
  const row = {
    org_id: orgId,
    validity_id: validityId,
    shop_id: shopId,
    name,
    rule: JSON.stringify(rule),
    created_at: at,
  }
  await tx.insertInto('validity').values(row).execute()
  return { validityId, shopId, name, rule }
}

/** Those of the organisation and, where a shop is named, of that shop. */
export async function listValidities(tx: Tx, place: { orgId: string; shopId: string | null }): Promise<Validity[]> {
  const rows = await tx
    .selectFrom('validity')
    .selectAll()
    .where('org_id', '=', place.orgId)
    .where((is) => is.or([is('shop_id', 'is', null), is('shop_id', '=', place.shopId)]))
    .orderBy('validity_id')
    .execute()
  return rows.map((row) => ({
    validityId: row.validity_id,
    shopId: row.shop_id,
    name: row.name,
    rule: validityRule.parse(row.rule),
  }))
}

export async function changeValidity(
  tx: Tx,
  place: { orgId: string; validityId: string },
  change: { name: string; rule: ValidityRule },
): Promise<void> {
  const result = await tx
    .updateTable('validity')
    .set({ name: change.name, rule: JSON.stringify(change.rule) })
    .where('org_id', '=', place.orgId)
    .where('validity_id', '=', place.validityId)
    .executeTakeFirst()
  if (result.numUpdatedRows === 0n) throw notFound()
}

export async function findValidity(tx: Tx, place: { orgId: string; validityId: string }): Promise<Validity> {
  const row = await tx
    .selectFrom('validity')
    .selectAll()
    .where('org_id', '=', place.orgId)
    .where('validity_id', '=', place.validityId)
    .executeTakeFirst()
  if (!row) throw notFound()
  return { validityId: row.validity_id, shopId: row.shop_id, name: row.name, rule: validityRule.parse(row.rule) }
}
