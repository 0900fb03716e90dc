import { writeOffers } from '../../src/offer/index.ts'
import type { CommerceEvent } from '../../src/shop/index.ts'
import { aProduct } from '../fixtures/shop-documents.ts'
import type { JourneyHouse } from '../journey-house.ts'
import type { MoneyRow } from './reckon.ts'

export interface SoldSku {
  readonly skuId: string
  readonly options: Record<string, string>
  readonly fen: number
}
export interface Sold {
  readonly productId: string
  readonly title: string
  /** What buyers call it. */
  readonly short: string
  readonly skus: readonly SoldSku[]
}

const oneSize = (skuId: string, fen: number): SoldSku[] => [{ skuId, options: { 规格: '均码' }, fen }]

/** What the shop of the money conversations sells. */
export const SOLD: readonly Sold[] = [
  { productId: 'm-car', title: '云朵针织羊绒开衫', short: '开衫', skus: oneSize('car', 25_900) },
  { productId: 'm-tro', title: '轻盈垂感阔腿裤', short: '阔腿裤', skus: oneSize('tro', 14_990) },
  { productId: 'm-sca', title: '真丝印花方巾', short: '方巾', skus: oneSize('sca', 8990) },
  { productId: 'm-soc', title: '加绒保暖堆堆袜', short: '堆堆袜', skus: oneSize('soc', 1990) },
  { productId: 'm-boo', title: '复古方头马丁靴', short: '马丁靴', skus: oneSize('boo', 36_900) },
  { productId: 'm-dow', title: '极地长款羽绒服', short: '羽绒服', skus: oneSize('dow', 100_000) },
]
export const DOWN = 'dow'

const always = { validFrom: '2026-01-01T00:00:00Z', validTo: null }
const notDown = { exceptProducts: ['m-dow'] }
const week = { validFrom: always.validFrom, validTo: '2026-06-05T16:00:00Z' }

type Rule = Omit<MoneyRow, 'seq' | 'recordedAt' | 'owner' | 'id'> & {
  readonly id: string
  readonly title: string
  readonly claimable?: boolean
  readonly coverFen?: number
  readonly days?: number
}

/** Offers written by hand; the clock of the house stands at 2026-06-01 12:00 in Shanghai. */
export const RULES: readonly Rule[] = [
  {
    ...{ id: 'less', title: '夏日满减', kind: 'shop-reduction', scope: notDown, ...always },
    tiers: [
      { minFen: 30_000, offFen: 4000 },
      { minFen: 60_000, offFen: 10_000 },
    ],
  },
  {
    ...{ id: 'c20', title: '小额店铺券', kind: 'shop-coupon', claimable: true, scope: notDown, ...week },
    tiers: [{ minFen: 20_000, offFen: 2000 }],
  },
  {
    ...{ id: 'c50', title: '大额店铺券', kind: 'shop-coupon', claimable: true, scope: notDown, ...week },
    tiers: [{ minFen: 50_000, offFen: 5000 }],
  },
  {
    ...{ id: 'half', title: '袜子半价', kind: 'nth-piece', scope: { products: ['m-soc'] }, ...always },
    ...{ pieces: [{ n: 2, payBp: 5000 }], repeat: true },
  },
  {
    ...{ id: 'gift', title: '满额送袜', kind: 'gift', scope: notDown, ...always },
    tiers: [{ minFen: 25_000, gift: { skuId: 'soc', quantity: 1, valueFen: 1990 } }],
  },
  {
    ...{ id: 'tonight', title: '今晚限时价', kind: 'time-price', priceFen: 32_900, scope: { skus: ['boo'] } },
    ...{ validFrom: '2026-06-01T12:00:00Z', validTo: '2026-06-01T15:00:00Z' },
  },
  {
    ...{ id: 'noon', title: '午间直降', kind: 'drop', offFen: 1000, scope: { skus: ['sca'] } },
    ...{ validFrom: '2026-06-01T00:00:00Z', validTo: '2026-06-01T10:00:00Z' },
  },
  { id: 'fee', title: '普通地区', kind: 'shipping-fee', regions: ['*'], fee: { flatFen: 800 }, ...always },
  { id: 'far', title: '偏远地区', kind: 'shipping-fee', regions: ['新疆', '西藏'], fee: { flatFen: 2500 }, ...always },
  {
    ...{ id: 'free', title: '满额包邮', kind: 'free-shipping', minFen: 9900, ...always },
    exceptRegions: ['新疆', '西藏'],
  },
  {
    ...{ id: 'insured', title: '运费险', kind: 'freight-insurance', feeFen: 50, paidBy: 'seller', coverFen: 1200 },
    ...always,
  },
  { id: 'protected', title: '价保', kind: 'price-protection', days: 15, ...always },
]

/** §8, one row by itself: no offer above covers the article, so the unit price is what is left of it. */
export const PRESALE = {
  ...{ id: 'advance', title: '羽绒服预售', kind: 'presale', scope: { products: ['m-dow'] } },
  ...{ priceFen: 90_000, depositFen: 10_000, expandFen: 20_000 },
  ...{ validFrom: '2026-05-20T00:00:00Z', validTo: '2026-06-10T12:00:00Z' },
  balance: { from: '2026-06-10T12:00:00Z', to: '2026-06-13T16:00:00Z' },
}

/** What the shop wrote and what its goods cost, for the calculation. */
export function ledgerRows(shopId: string): MoneyRow[] {
  const prices = SOLD.flatMap(({ skus }) =>
    skus.map(({ skuId, fen }) => ({
      ...{ id: `price:${skuId}`, kind: 'sku-price', scope: { skus: [skuId] }, ...always },
      priceFen: skuId === DOWN ? PRESALE.priceFen - (PRESALE.expandFen - PRESALE.depositFen) : fen,
    })),
  )
  const told = { owner: shopId, recordedAt: '2026-01-01T00:00:00Z' }
  return [...prices, ...RULES].map((rule, place) => ({ ...rule, ...told, seq: place + 1 }))
}

export async function furnishMoney(house: JourneyHouse): Promise<void> {
  const at = house.clock.now()
  const events = SOLD.map(({ productId, title, skus }): CommerceEvent => {
    const known = { productId, title, category: '女装/配饰', attributes: {}, updatedAt: at }
    const sold = skus.map(({ skuId, options, fen }) => ({
      ...{ skuId, options, price: { amount: fen, currency: 'CNY' }, stock: 90 },
    }))
    return { kind: 'product', at, product: aProduct({ ...known, url: `http://shop.example/${productId}`, skus: sold }) }
  })
  await house.mirror(events)
  const { orgId, shopId } = house
  const changes = [...RULES, PRESALE].map(({ id, ...rule }) => ({ offerId: id, rule: { ...rule, owner: shopId } }))
  await house.look((tx) => writeOffers(tx, { shop: { orgId, shopId }, changes, source: 'api', by: 'test', at }))
}
