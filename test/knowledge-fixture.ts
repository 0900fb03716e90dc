import { newId, type GroupId, type OrgId, type ShopId } from '../src/kernel/ids.ts'
import type { Entry } from '../src/knowledge/entry.ts'
import { entry } from '../src/knowledge/entry.ts'
import type { Pack } from '../src/knowledge/pack.ts'
import { lexicon } from '../src/knowledge/pack.ts'
import type { Database } from '../src/storage/index.ts'

export const T0 = Date.UTC(2026, 2, 1, 4)

/** An organisation with one group and two shops in it; only rows that knowledge looks at. */
export async function merchant(database: Database) {
  const orgId = newId<OrgId>(T0)
  const groupId = newId<GroupId>(T0)
  const shopId = newId<ShopId>(T0)
  const otherShopId = newId<ShopId>(T0)
  const shop = { org_id: orgId, group_id: groupId, name: '大衣店', created_at: T0 }
  await database.within([orgId], async (tx) => {
    const owners = [shopId, otherShopId].map((id) => ({ shop_id: id, org_id: orgId }))
    await tx.insertInto('shop_owner').values(owners).execute()
    await tx.insertInto('organisation').values({ org_id: orgId, name: '集团', created_at: T0 }).execute()
    await tx.insertInto('shop_group').values({ org_id: orgId, group_id: groupId, name: '组', created_at: T0 }).execute()
    await tx
      .insertInto('shop')
      .values([
        { ...shop, shop_id: shopId },
        { ...shop, shop_id: otherShopId },
      ])
      .execute()
  })
  return { orgId, groupId, shopId, otherShopId }
}

export const entryOf = (entryId: string, change: Partial<Entry> = {}): Entry =>
  entry.parse({
    entryId,
    title: { zh: '赠品' },
    phrasings: ['有没有赠品', '买一送一吗'],
    answers: [{ id: 'default', texts: ['赠品以页面为准哦', '赠品请看详情页呢'] }],
    ...change,
  })

export const packOf = (entries: readonly Entry[], change: Partial<Pack> = {}): Pack => ({
  id: 'general',
  version: '1.0.0',
  title: { zh: '通用', en: 'General' },
  extends: [],
  sources: [],
  entries,
  attributes: [],
  speech: {},
  lexicon: lexicon.parse({}),
  outOfScope: [],
  render: null,
  bannedTerms: { terms: [], patterns: [] },
  ...change,
})
