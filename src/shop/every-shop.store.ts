import { sql } from 'kysely'
import type { Database } from '../storage/index.ts'
import { listShops, type Shop } from './shop.store.ts'

/** Every shop of every organisation, for work that nobody asked for (keeping mirrors). Organisation by organisation. */
export async function* everyShop(database: Database): AsyncGenerator<Shop> {
  const { rows } = await database.outside((tx) =>
    sql<{ org_id: string }>`select org_id from all_organisations() order by org_id`.execute(tx),
  )
  for (const { org_id: orgId } of rows) {
    for (let after = ''; ; ) {
      const position = after
      const page = await database.within([orgId], (tx) =>
        listShops(tx, { orgId, ...(position !== '' && { after: position }), limit: 200 }),
      )
      yield* page
      const last = page.at(-1)
      if (!last || page.length < 200) break
      after = last.shopId
    }
  }
}
