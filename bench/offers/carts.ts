import type { Cart, CartLine, QuoteBuyer } from '../../src/offer/index.ts'

/** A ledger, a cart and a buyer to quote for. */
export interface Scenario {
  readonly name: string
  readonly entries: readonly unknown[]
  readonly cart: Cart
  readonly buyer: QuoteBuyer
}

const WINDOW = {
  seq: 1,
  recordedAt: '2025-10-20T10:00:00+08:00',
  validFrom: '2025-11-01T00:00:00+08:00',
  validTo: null,
}
const row = (id: string, kind: string, terms: object): object => ({ id, kind, owner: 's1', ...WINDOW, ...terms })
const tier = (minFen: number, offFen: number) => ({ tiers: [{ minFen, offFen }] })

const line = (index: number): CartLine => ({
  lineId: `l${index}`,
  skuId: `k${index}`,
  productId: `g${index}`,
  shopId: 's1',
  categoryIds: ['c1'],
  quantity: (index % 3) + 1,
  weightGram: 300,
})
const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1)
const prices = (count: number): object[] =>
  numbers(count).map((index) =>
    row(`p${index}`, 'sku-price', { scope: { skus: [`k${index}`] }, priceFen: 5000 + index * 731 }),
  )
const ship = row('ship', 'shipping-fee', {
  regions: ['*'],
  fee: { firstGram: 1000, firstFen: 800, stepGram: 500, stepFen: 200 },
})

/** A shop of 500 products; the cart of row B: five lines, ten offers that all may be used. */
export function everyday(): Scenario {
  const tenOffers = [
    row('n1', 'nth-piece', { pieces: [{ n: 2, payBp: 8000 }] }),
    row('z1', 'gift', { tiers: [{ minFen: 10_000, gift: { skuId: 'cup', quantity: 1, valueFen: 900 } }] }),
    row('m1', 'shop-reduction', {
      tiers: [
        { minFen: 20_000, offFen: 2000 },
        { minFen: 30_000, offFen: 4000 },
      ],
    }),
    row('pc', 'product-coupon', { ...tier(5000, 500), scope: { skus: ['k1'] } }),
    row('sc1', 'shop-coupon', tier(30_000, 3000)),
    row('sc2', 'shop-coupon', tier(20_000, 2500)),
    row('x1', 'cross-shop', { owner: 'platform', every: { stepFen: 30_000, offFen: 5000 } }),
    row('pl', 'platform-coupon', { owner: 'platform', tiers: [{ minFen: 40_000, payBp: 9500, maxFen: 3000 }] }),
    row('rp', 'red-packet', { owner: 'platform', ...tier(0, 500) }),
    row('pt', 'points', { owner: 'platform', pointsPerFen: 1, maxBp: 100 }),
  ]
  return {
    name: '5 lines, 10 offers applicable, 500 products in the ledger',
    entries: [...prices(500), ship, row('fs', 'free-shipping', { minFen: 9900 }), ...tenOffers],
    cart: { lines: numbers(5).map(line), usePoints: true },
    buyer: { region: 'z', points: 12_345, holds: ['pc', 'sc1', 'sc2', 'pl', 'rp'].map((entryId) => ({ entryId })) },
  }
}

/** Coupons that exclude each other, for the whole cart. */
export function manyCoupons(lines: number): Scenario {
  const coupons = numbers(60).map((index) => row(`c${index}`, 'shop-coupon', tier(index * 100, index * 10)))
  return {
    name: `${lines} lines, 60 shop coupons held`,
    entries: [
      ...prices(lines),
      ship,
      ...coupons,
      row('x', 'cross-shop', { owner: 'platform', every: { stepFen: 30_000, offFen: 5000 } }),
    ],
    cart: { lines: numbers(lines).map(line) },
    buyer: { region: 'z', holds: numbers(60).map((index) => ({ entryId: `c${index}` })) },
  }
}

/** 64 offers of eight kinds that overlap on eight lines and stand in groups that exclude each other at random: made to be hard. */
export function contradictory(): Scenario {
  const kinds = ['product-coupon', 'shop-coupon', 'shop-red-packet', 'shop-reduction']
  let state = 7
  const random = (below: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * below)
  }
  const offers = numbers(64).map((index) => {
    const skus = [...new Set([`k${random(12) + 1}`, `k${random(12) + 1}`])]
    const exclusive = [`e${random(12)}`, `e${random(12)}`]
    return row(`o${index}`, kinds[index % 4] ?? '', { ...tier(0, 100 + random(2000)), scope: { skus }, exclusive })
  })
  return {
    name: '64 offers over 12 lines, two random exclusive groups each',
    entries: [...prices(12), ship, ...offers],
    cart: { lines: numbers(12).map(line) },
    buyer: { region: 'z', holds: numbers(64).map((index) => ({ entryId: `o${index}` })) },
  }
}

/** The same offers, a few of them held and the others there to be claimed: each is advised only after a search of its own. */
export function contradictoryClaims(): Scenario {
  const { entries, cart, buyer } = contradictory()
  const claimable = entries.map((entry) => ({ ...Object(entry), ...(isCoupon(entry) ? { claimable: true } : {}) }))
  const holds = buyer.holds?.filter((_, index) => index % 3 === 0) ?? []
  return {
    name: '64 such offers, two thirds of them to be claimed',
    entries: claimable,
    cart,
    buyer: { ...buyer, holds },
  }
}

const isCoupon = (entry: unknown): boolean => /coupon|red-packet/.test(JSON.stringify(entry))
