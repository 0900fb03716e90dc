import { sql } from 'kysely'
import { z } from 'zod'
import { notFound, XiaoerError } from '../kernel/errors.ts'
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

/** Gone for good. 409 `conflict` while an answer holds in it. */
export async function removeValidity(tx: Tx, place: { orgId: string; validityId: string }): Promise<void> {
  const users = await countUses(tx, place.orgId)
  const count = users.get(place.validityId) ?? 0
  if (count > 0) {
    const message = `${count} entries of the knowledge hold in this period. Take it out of their conditions first.`
    throw new XiaoerError({ code: 'conflict', field: 'validityId', message })
  }
  const { numDeletedRows } = await tx
    .deleteFrom('validity')
    .where('org_id', '=', place.orgId)
    .where('validity_id', '=', place.validityId)
    .executeTakeFirst()
  if (numDeletedRows === 0n) throw notFound()
}

const use = z.object({ validity: z.string(), entries: z.coerce.number().int() })

/** Validity id → how many entries hold in it, drafts and what is published, in the whole organisation. */
export async function countUses(tx: Tx, orgId: string): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql`select v #>> '{}' as validity, count(distinct (scope, scope_id, entry_id)) as entries
    from (select scope, scope_id, entry_id, entry from knowledge_draft where org_id = ${orgId} and entry is not null
      union all select scope, scope_id, entry_id, entry from knowledge_entry where org_id = ${orgId} and to_release is null) e,
      jsonb_path_query(e.entry, '$.answers[*].when.validity') v group by 1`.execute(tx)
  return new Map(
    z
      .array(use)
      .parse(rows)
      .map((row) => [row.validity, row.entries]),
  )
}

/** Raises the version of every shop in which the period holds: their robots read it anew. Answers which they are. */
export async function tellShopsOfValidity(tx: Tx, { orgId, shopId }: Validity & { orgId: string }): Promise<string[]> {
  const shops = await tx
    .updateTable('shop')
    .set((column) => ({ version: column('version', '+', 1) }))
    .where('org_id', '=', orgId)
    .$if(shopId !== null, (some) => some.where('shop_id', '=', shopId))
    .returning('shop_id')
    .execute()
  return shops.map((row) => row.shop_id)
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
