import { sql } from 'kysely'
import { isDeepStrictEqual } from 'node:util'
import type { Tx } from '../storage/index.ts'
import type { MirrorTable } from './mirror-tables.ts'
import type { ShopRef } from './shop.store.ts'

export interface RowChange<Item> {
  readonly before: Item | null
  readonly after: Item
}

interface Batch<Item> {
  readonly shop: ShopRef
  readonly items: readonly Item[]
  readonly seenAt: number
}

/**
 * Writes what is new or newer and answers what really changed, in the order given. An older copy never overwrites a newer
 * one; an equal one only refreshes `seen_at`. The caller holds the shop's mirror lock, so nothing moves between read and write.
 */
export async function mirrorRows<Item extends { readonly updatedAt: number }>(
  tx: Tx,
  table: MirrorTable<Item>,
  batch: Batch<Item>,
): Promise<RowChange<Item>[]> {
  const items = newestById(table, batch.items)
  if (items.length === 0) return []
  const known = await readKnown(tx, table, { ...batch, items })
  const current = items.filter((item) => item.updatedAt >= (known.get(table.idOf(item))?.updatedAt ?? 0))
  const changes: RowChange<Item>[] = []
  for (const after of current) {
    const before = known.get(table.idOf(after)) ?? null
    if (before === null || !isDeepStrictEqual(before, after)) changes.push({ before, after })
  }
  await upsert(tx, table, { ...batch, items: changes.map((change) => change.after) })
  await touch(tx, table, { ...batch, items: current })
  return changes
}

function newestById<Item extends { readonly updatedAt: number }>(
  table: MirrorTable<Item>,
  items: readonly Item[],
): Item[] {
  const newest = new Map<string, Item>()
  for (const item of items) {
    const id = table.idOf(item)
    if (item.updatedAt >= (newest.get(id)?.updatedAt ?? 0)) newest.set(id, item)
  }
  return [...newest.values()]
}

async function readKnown<Item>(
  tx: Tx,
  table: MirrorTable<Item>,
  { shop, items }: Batch<Item>,
): Promise<Map<string, Item>> {
  const ids = items.map(table.idOf)
  const { rows } = await sql<{ document: unknown }>`
    select document from ${sql.table(table.table)} where org_id = ${shop.orgId} and shop_id = ${shop.shopId}
      and ${sql.ref(table.idColumn)} = any (${ids}::text[])`.execute(tx)
  return new Map(rows.map((row) => table.schema.parse(row.document)).map((item) => [table.idOf(item), item]))
}

async function upsert<Item extends { readonly updatedAt: number }>(
  tx: Tx,
  table: MirrorTable<Item>,
  { shop, items, seenAt }: Batch<Item>,
): Promise<void> {
  if (items.length === 0) return
  const columns = [
    { name: table.idColumn, type: 'text', of: table.idOf },
    ...table.columns,
    { name: 'document', type: 'jsonb', of: (item: Item) => JSON.stringify(item) },
    { name: 'updated_at', type: 'bigint', of: (item: Item) => item.updatedAt },
  ]
  const names = sql.join(columns.map((column) => sql.ref(column.name)))
  const lists = sql.join(columns.map((column) => sql`${items.map(column.of)}::${sql.raw(column.type)}[]`))
  const sets = sql.join(
    columns.slice(1).map((column) => sql`${sql.ref(column.name)} = excluded.${sql.ref(column.name)}`),
  )
  await sql`
    insert into ${sql.table(table.table)} (org_id, shop_id, ${names}, seen_at)
    select ${shop.orgId}::uuid, ${shop.shopId}::uuid, given.*, ${seenAt}::bigint from unnest(${lists}) as given
    on conflict (org_id, shop_id, ${sql.ref(table.idColumn)}) do update set ${sets}`.execute(tx)
}

async function touch<Item>(tx: Tx, table: MirrorTable<Item>, { shop, items, seenAt }: Batch<Item>): Promise<void> {
  await sql`
    update ${sql.table(table.table)} set seen_at = ${seenAt}
    where org_id = ${shop.orgId} and shop_id = ${shop.shopId} and seen_at < ${seenAt}
      and ${sql.ref(table.idColumn)} = any (${items.map(table.idOf)}::text[])`.execute(tx)
}
