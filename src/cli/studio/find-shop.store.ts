import { sql } from 'kysely'
import type { Database } from '../../storage/index.ts'

export interface FoundShop {
  readonly orgId: string
  readonly shopId: string
  readonly groupId: string | null
  readonly name: string
}

/** All shops of the installation, oldest first: whoever sits at the command line is its operator. */
export async function listAllShops(database: Database): Promise<readonly FoundShop[]> {
  const rows = await database.outside(
    async (tx) =>
      (await sql<{ org_id: string; shop_id: string }>`select org_id, shop_id from all_shops()`.execute(tx)).rows,
  )
  const orgIds = [...new Set(rows.map((row) => row.org_id))]
  const shops = await database.within(orgIds, (tx) =>
    tx
      .selectFrom('shop as s')
      .innerJoin('shop_owner as o', 'o.shop_id', 's.shop_id')
      .select(['s.org_id', 's.shop_id', 's.group_id', 's.name'])
      .orderBy('s.shop_id')
      .execute(),
  )
  return shops.map((row) => ({ orgId: row.org_id, shopId: row.shop_id, groupId: row.group_id, name: row.name }))
}
