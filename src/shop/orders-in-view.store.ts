import { z } from 'zod'
import type { HotLane } from '../storage/index.ts'
import { order, parcel, refund } from './commerce.ts'
import type { Purchases } from './demand-state.ts'
import type { ShopRef } from './shop.store.ts'

const documents = z.object({
  orders: z.array(order).readonly(),
  parcels: z.array(parcel).readonly(),
  refunds: z.array(refund).readonly(),
})

const TEXT = `
  with mine as materialized (
    select order_id, document, placed_at from shop_order
    where org_id = $1 and shop_id = $2 and customer_id = $3 order by placed_at desc, order_id desc limit $4)
  select
    coalesce((select jsonb_agg(document order by placed_at desc, order_id desc) from mine), '[]') as orders,
    coalesce((select jsonb_agg(p.document order by p.parcel_id) from parcel p
      where p.org_id = $1 and p.shop_id = $2 and p.order_id in (select order_id from mine)), '[]') as parcels,
    coalesce((select jsonb_agg(r.document order by r.refund_id) from refund r
      where r.org_id = $1 and r.shop_id = $2 and r.order_id in (select order_id from mine)), '[]') as refunds`

/** A customer's latest orders (latest first) with their parcels and refunds, in one statement of the hot lane. */
export async function readOrdersInView(
  hot: HotLane,
  shop: ShopRef,
  of: { readonly customerId: string; readonly limit: number },
): Promise<Purchases> {
  const values = [shop.orgId, shop.shopId, of.customerId, of.limit]
  const rows = await hot.run([shop.orgId], { name: 'orders-in-view', text: TEXT, values })
  return documents.parse(rows[0])
}
