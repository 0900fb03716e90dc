import { z } from 'zod'
import { createChannelAccount } from '../src/delivery/index.ts'
import { newWebhookSecret } from '../src/egress/index.ts'
import { type ChannelId, newId, type OrgId } from '../src/kernel/ids.ts'
import { packsForIndustry, type Packs, subscribePack } from '../src/knowledge/index.ts'
import { goodsIntoLedger } from '../src/offer/index.ts'
import { applyToMirror, type CommerceEvent, createOrganisation, createShop } from '../src/shop/index.ts'
import { addApiKey } from '../src/staff/index.ts'
import type { Database, Tx } from '../src/storage/index.ts'

/** A shop's way in, as the other side holds it. */
export const door = z.object({
  orgId: z.string(),
  shopId: z.string(),
  channelId: z.string(),
  secret: z.string(),
  key: z.string(),
  productIds: z.array(z.string()),
})
export type Door = z.infer<typeof door>

export interface Seeding {
  readonly database: Database
  readonly packs: Packs
  readonly organisations: number
  readonly shopsEach: number
  readonly productsEach: number
  /** Null: answers are fetched, by socket or by asking. */
  readonly outboundUrl: string | null
  readonly at: number
}

/** Organisations with shops, goods, packs and one HTTP channel a shop; every message is a turn of its own (no quiet time). */
export async function seedShops(seeding: Seeding): Promise<Door[]> {
  const doors: Door[] = []
  for (let number = 0; number < seeding.organisations; number += 1) {
    const orgId = newId<OrgId>(seeding.at)
    const made = await seeding.database.within([orgId], async (tx) => {
      await createOrganisation(tx, { orgId, name: `bench ${number}`, at: seeding.at })
      const { secret: key } = await addApiKey(tx, {
        orgId,
        name: 'bench',
        scopes: ['messages:write', 'conversations:read'],
        createdBy: null,
        at: seeding.at,
      })
      const shops: Door[] = []
      for (let shop = 0; shop < seeding.shopsEach; shop += 1) shops.push(await seedShop(tx, { ...seeding, orgId, key }))
      return shops
    })
    doors.push(...made)
  }
  return doors
}

async function seedShop(tx: Tx, seeding: Seeding & { readonly orgId: OrgId; readonly key: string }): Promise<Door> {
  const { orgId, key, at, packs, outboundUrl } = seeding
  const { shopId } = await createShop(tx, { orgId, name: 'bench shop', industry: 'apparel', at })
  for (const packId of packsForIndustry(packs, 'apparel')) {
    await subscribePack(tx, { orgId, shopId }, { packs, packId, at, by: 'bench' })
  }
  const products = Array.from({ length: seeding.productsEach }, (_, number) => productOf(number, at))
  await applyToMirror(tx, { shop: { orgId, shopId }, events: products, at, isBackfill: true, follow: goodsIntoLedger })
  const channelId = newId<ChannelId>(at)
  const secret = newWebhookSecret()
  const secrets = [secret]
  const settings = { quietMs: 0 }
  await createChannelAccount(tx, {
    orgId,
    shopId,
    channelId,
    kind: 'http',
    name: 'b',
    secrets,
    outboundUrl,
    settings,
    at,
  })
  const productIds = products.flatMap((event) => (event.kind === 'product' ? [event.product.productId] : []))
  return { orgId, shopId, channelId, secret, key, productIds }
}

const KINDS = ['羊毛大衣', '牛仔裤', '连衣裙', '羽绒服', '针织衫', '卫衣', '衬衫', '半身裙', '西装外套', '运动鞋']
const WORDS = ['宽松', '修身', '加厚', '显瘦', '复古', '简约', '韩版', '通勤', '中长款', '短款', '纯棉', '高腰']
const COLOURS = ['黑色', '白色', '灰色', '驼色', '藏青']
const SIZES = ['S', 'M', 'L', 'XL']

/** One of a shop's goods: a garment in twelve options. */
export function productOf(number: number, at: number): CommerceEvent {
  const pick = (list: readonly string[], step: number) => list[(number * step + step) % list.length] ?? ''
  const kind = pick(KINDS, 1)
  const productId = `p${number + 1}`
  const price = 5900 + ((number * 3700) % 90_000)
  const skus = COLOURS.slice(0, 3).flatMap((colour) =>
    SIZES.map((size) => ({
      skuId: `${productId}-${colour}-${size}`,
      options: { 颜色: colour, 尺码: size },
      price: { amount: price, currency: 'CNY' },
      stock: (number * 7) % 40,
    })),
  )
  return {
    kind: 'product',
    at,
    product: {
      productId,
      title: `2026新款${pick(WORDS, 5)}${pick(WORDS, 7)}${kind}女秋冬${number + 1}`,
      category: `服饰/${kind}`,
      industry: 'apparel',
      onShelf: true,
      attributes: { 材质: pick(['羊毛', '棉', '涤纶'], 3), 厚度: '适中', 季节: '秋冬' },
      sizeTable: [
        ['尺码', '身高', '体重'],
        ['M', '160-165', '50-55'],
        ['L', '165-170', '55-62'],
      ],
      skus,
      url: `https://shop.example/p/${productId}`,
      updatedAt: at,
    },
  }
}
