import { toIso } from '../../kernel/clock.ts'
import { openRoom } from '../../livestream/index.ts'
import { entranceOf, type OfferChange, readLatest, writeOffers } from '../../offer/index.ts'
import { readProducts, type Shop } from '../../shop/index.ts'
import type { Tx } from '../../storage/index.ts'
import type { DemoOffers, ListedOffer, ListedRoom } from './demo-offers.ts'

const DAY_MS = 24 * 3_600_000

interface Sold {
  readonly productId: string
  readonly title: string
  readonly skus: readonly { readonly skuId: string }[]
}
interface Seeding {
  readonly shop: Shop
  readonly goods: readonly Sold[]
  readonly at: number
}

/** Offers of kinds that no shop system brings, and one show: written once, as somebody of the shop would, when its goods are there. */
export async function seedOffers(
  tx: Tx,
  { shop, listed, at }: { readonly shop: Shop; readonly listed: DemoOffers[string]; readonly at: number },
): Promise<void> {
  const ids = listed.offers.map(({ id }) => id)
  if (ids.length === 0 || (await readLatest(tx, shop, { offerIds: ids })).length > 0) return
  const goods = (await readProducts(tx, shop)).map(({ item }) => item)
  const seeding = { shop, goods, at }
  const { room } = listed
  const changes = listed.offers.map((offer) => offerOf(offer, seeding))
  if (room) {
    await openRoom(tx, { ...shop, roomId: room.id }, { ...termsOf(room, goods), at })
    changes.push(...offersOfRoom(room, seeding))
  }
  await writeOffers(tx, { shop, changes, source: 'hand', by: 'demo', at, isNews: false })
}

function offerOf({ id, titles, toDays, rule }: ListedOffer, { shop, goods, at }: Seeding): OfferChange {
  const products = titles === undefined ? null : named(goods, titles)
  return {
    offerId: id,
    rule: {
      ...withGifts(rule, goods),
      ...(products && { scope: { products } }),
      ...{ owner: shop.shopId, validFrom: toIso(at) },
      validTo: toDays === undefined ? null : toIso(at + toDays * DAY_MS),
    },
  }
}

/** Gifts are listed by a part of the title; the ledger wants the article. */
function withGifts(rule: Readonly<Record<string, unknown>>, goods: readonly Sold[]): Record<string, unknown> {
  if (rule['kind'] !== 'gift' || !Array.isArray(rule['tiers'])) return { ...rule }
  const tiers = rule['tiers'].map((tier: Readonly<Record<string, unknown>>) => {
    const given = goods.find(({ title }) => title.includes(String(tier['gift'])))
    return { ...tier, gift: { skuId: given?.skus[0]?.skuId ?? '', quantity: 1, valueFen: 990 } }
  })
  return { ...rule, tiers }
}

function termsOf({ title, host, goods: shown, promises }: ListedRoom, goods: readonly Sold[]) {
  const runningOrder = shown.flatMap((part) => named(goods, part).slice(0, 1))
  return { title, host, promises, runningOrder, onAir: runningOrder[0] ?? null }
}

/** Under the ids by which the control panel knows them. */
function offersOfRoom(room: ListedRoom, { shop, goods, at }: Seeding): OfferChange[] {
  const shared = { owner: shop.shopId, entrance: entranceOf(room.id), validFrom: toIso(at), validTo: null }
  const put = (titles: string, kind: string, terms: Readonly<Record<string, unknown>>): OfferChange[] =>
    named(goods, titles)
      .slice(0, 1)
      .map((productId) => ({
        offerId: `live:${room.id}:${productId}:${kind}`,
        rule: { ...shared, kind, scope: { products: [productId] }, ...terms },
      }))
  return [
    ...room.prices.flatMap(({ titles, title, priceFen }) => put(titles, 'time-price', { title, priceFen })),
    ...room.coupons.flatMap(({ titles, title, offFen, stock }) => {
      const terms = { tiers: [{ minFen: 0, offFen }], claimable: true, limits: { stock }, notWith: ['shop-coupon'] }
      return put(titles, 'product-coupon', { title, ...terms })
    }),
  ]
}

const named = (goods: readonly Sold[], part: string): string[] =>
  goods.filter(({ title }) => title.includes(part)).map(({ productId }) => productId)
