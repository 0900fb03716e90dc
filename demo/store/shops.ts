import { z } from 'zod'
import type { Catalogue, ShopListing } from '../catalogue.ts'
import type { Dispatch } from '../life/plan-journey.ts'
import { dispatchOf } from '../seed/make-orders.ts'
import type { Queryable } from './records.ts'

/** A shop that is open: its listing, its key, and what it needs to send goods. */
export interface OpenShop extends Omit<ShopListing, 'products' | 'sizeTables'> {
  readonly apiKey: string
  readonly dispatch: Dispatch
}

const rows = z.array(z.object({ shop_id: z.string(), api_key: z.string() }))

export async function openShops(database: Queryable, catalogue: Catalogue, seed: string): Promise<OpenShop[]> {
  const found = await database.query('select shop_id, api_key from shop order by shop_id')
  return rows.parse(found.rows).flatMap((row) => {
    const listing = catalogue.shops.find((shop) => shop.id === row.shop_id)
    return listing ? [{ ...listing, apiKey: row.api_key, dispatch: dispatchOf(listing, catalogue, seed) }] : []
  })
}
