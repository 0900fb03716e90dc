import { z } from 'zod'
import { toIso } from '../kernel/clock.ts'
import type { HotLane } from '../storage/index.ts'
import { holderKey } from './grant.ts'
import type { LedgerRef } from './offer-revision.ts'
import type { Hold } from './quote-shape.ts'

const rowsShape = z.array(
  z.object({ offer_id: z.string(), seq: z.int(), valid_from: z.number(), valid_to: z.number().nullable() }),
)

const TEXT = `
  select offer_id, seq, valid_from, valid_to from offer_grant
  where org_id = $1 and shop_id = $2 and holder = $3 and state = 'claimed' and (valid_to is null or valid_to > $4)
  order by grant_id limit $5`
const MOST = 100

/** Coupons and red packets that a customer holds and has not used, in one statement of the hot lane. */
export async function readHoldsInView(
  hot: HotLane,
  shop: LedgerRef,
  of: { readonly customerId: string; readonly at: number },
): Promise<Hold[]> {
  const holder = holderKey({ customerId: of.customerId, buyerId: null })
  const values = [shop.orgId, shop.shopId, holder, of.at, MOST]
  const rows = rowsShape.parse(await hot.run([shop.orgId], { name: 'holds-in-view', text: TEXT, values }))
  return rows.map((row) => ({
    entryId: row.offer_id,
    seq: row.seq,
    validFrom: toIso(row.valid_from),
    ...(row.valid_to !== null && { validTo: toIso(row.valid_to) }),
  }))
}
