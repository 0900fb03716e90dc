import { z } from 'zod'
import type { HotLane } from '../storage/index.ts'
import type { ShopRef } from './shop.store.ts'

const row = z.object({ version: z.number(), goods_version: z.number() })

const TEXT = `select version, goods_version from shop where org_id = $1 and shop_id = $2`

/** How far a shop and its goods are, in one statement of the hot lane. Null: there is no such shop. */
export async function readVersionsInView(
  hot: HotLane,
  { orgId, shopId }: ShopRef,
): Promise<{ version: number; goodsVersion: number } | null> {
  const [found] = await hot.run([orgId], { name: 'shop-versions', text: TEXT, values: [orgId, shopId] })
  if (!found) return null
  const { version, goods_version: goodsVersion } = row.parse(found)
  return { version, goodsVersion }
}
