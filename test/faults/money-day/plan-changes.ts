import { type Books, isInWindow, latestOf, latestRows } from './books.ts'
import type { Plan, Rule } from './journal.ts'
import { GIFT_SKU, PRESALE_PRODUCT, type WorldProduct, worldProducts } from './world.ts'

export type Draw = <Item>(items: readonly Item[]) => Item

const iso = (at: number): string => new Date(at).toISOString()
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const yuan = (count: number): number => count * 100

interface Window {
  readonly validFrom: string
  readonly validTo: string | null
}
const always: Window = { validFrom: '2020-01-01T00:00:00Z', validTo: null }

const reduction = (low: number, off: number): Rule => ({
  ...{ kind: 'shop-reduction', title: `满${low}减${off}`, scope: {}, ...always },
  tiers: [
    { minFen: yuan(low), offFen: yuan(off) },
    { minFen: yuan(low * 2), offFen: yuan(off * 2 + 10) },
  ],
})

const coupon = (low: number, off: number, more: Partial<Rule> & Window): Rule => ({
  ...{ kind: 'shop-coupon', title: `${low}减${off}店铺券`, scope: {}, claimable: true },
  ...{ tiers: [{ minFen: yuan(low), offFen: yuan(off) }], ...more },
})

const gift = (low: number): Rule => ({
  ...{ kind: 'gift', title: `满${low}赠帆布袋`, scope: {}, ...always },
  tiers: [{ minFen: yuan(low), gift: { skuId: GIFT_SKU, quantity: 1, valueFen: yuan(29) } }],
})

const fee = (regions: string[], fen: number): Rule => ({
  ...{ kind: 'shipping-fee', regions, fee: { flatFen: fen }, ...always },
})

const presale = (priceFen: number, depositFen: number, at: number): Rule => ({
  ...{ kind: 'presale', title: '西装预售', scope: { products: [PRESALE_PRODUCT] }, priceFen, depositFen },
  ...{ expandFen: depositFen * 2, validFrom: '2020-01-01T00:00:00Z', validTo: iso(at + 2 * DAY_MS) },
  balance: { from: iso(at + 2 * DAY_MS), to: iso(at + 4 * DAY_MS) },
})

export const NEAR = ['江苏', '浙江', '上海', '安徽']
export const FAR = ['新疆', '青海', '内蒙古']

/** The shop as it is before the first buyer comes. */
export function morning(at: number): Plan[] {
  const coupons: Window = { validFrom: '2020-01-01T00:00:00Z', validTo: iso(at + 5 * DAY_MS) }
  const offers: [string, Rule][] = [
    ['fee-near', fee([...NEAR], 600)],
    ['fee-far', fee([...FAR], 1800)],
    ['fee-none', { kind: 'shipping-fee', regions: ['西藏'], refuse: true, ...always }],
    ['fee-else', fee(['*'], 1000)],
    ['free', { kind: 'free-shipping', minFen: 9900, exceptRegions: ['新疆', '西藏'], ...always }],
    ['insured', { kind: 'freight-insurance', feeFen: 0, paidBy: 'seller', coverFen: 1200, ...always }],
    ['protected', { kind: 'price-protection', days: 15, ...always }],
    ['reduced', reduction(199, 20)],
    ['coupon-shop', coupon(150, 15, coupons)],
    [
      'coupon-jeans',
      { ...coupon(100, 12, coupons), kind: 'product-coupon', title: '牛仔裤券', scope: { products: ['p2'] } },
    ],
    ['gift', gift(300)],
    ['presale', presale(39_900, 5000, at)],
  ]
  return [
    { what: 'goods', products: worldProducts(Math.floor(at)) },
    ...offers.map(([id, rule]): Plan => ({ what: 'offer', id, rule })),
  ]
}

export interface Now {
  readonly books: Books
  readonly at: number
  readonly draw: Draw
  /** Counts all changes: what is new gets it as its name. */
  readonly n: number
  readonly customers: readonly string[]
}

type Maker = (now: Now) => Plan | null

/** What changes next: any of these that can be done now. */
export function nextChange(now: Now): Plan {
  if (now.books.isStopped) return { what: 'release' }
  for (;;) {
    const plan = now.draw(MAKERS)(now)
    if (plan) return plan
  }
}

const offer = (id: string, rule: Rule): Plan => ({ what: 'offer', id, rule })

/** Some end while buyers talk, some on the hour, some hours later. */
const ending = ({ at, draw }: Now): string =>
  iso(draw([at + 3000, at + 6000, Math.ceil(at / HOUR_MS) * HOUR_MS + HOUR_MS, at + 5 * HOUR_MS]))

const reprice: Maker = ({ books, at, draw }) => {
  const product = draw([...books.products.values()].filter(({ productId }) => productId !== PRESALE_PRODUCT))
  const by = draw([-1500, -900, -300, 200, 700, 1300])
  if (product.skus.some(({ priceFen }) => priceFen + by < 1500)) return null
  return { what: 'goods', products: [withSkus(product, at, ({ priceFen }) => ({ priceFen: priceFen + by }))] }
}

const restock: Maker = ({ books, at, draw }) => {
  const product = draw([...books.products.values()])
  return { what: 'goods', products: [withSkus(product, at, () => ({ stock: draw([0, 2, 30, 400, 900]) }))] }
}

const withSkus = (
  product: WorldProduct,
  at: number,
  change: (sku: WorldProduct['skus'][number]) => Partial<WorldProduct['skus'][number]>,
): WorldProduct => ({
  ...product,
  updatedAt: Math.floor(at),
  skus: product.skus.map((sku) => ({ ...sku, ...change(sku) })),
})

const sale: Maker = (now) => {
  const { books, at, draw } = now
  const productId = draw(['p1', 'p3', 'p4', 'p6', 'p8', 'p9', 'p10'])
  const low = Math.min(...(books.products.get(productId)?.skus ?? []).map(({ priceFen }) => priceFen))
  const window = { validFrom: iso(draw([at - 1000, at - 1000, at + 4000])), validTo: ending(now) }
  const priceFen = Math.max(1000, low - draw([500, 1200, 2300]))
  return offer(`sale-${productId}`, {
    kind: 'time-price',
    title: '限时价',
    scope: { products: [productId] },
    priceFen,
    ...window,
  })
}

const evening: Maker = ({ draw }) =>
  offer('evening', {
    ...{ kind: 'discount', title: '整点折扣', scope: { products: ['p7', 'p5'] }, payBp: draw([9000, 8800, 8500]) },
    ...{
      daily: draw([
        { from: '20:00', to: '22:00' },
        { from: '09:00', to: '11:00' },
        { from: '15:00', to: '16:00' },
      ]),
      ...always,
    },
  })

const endSale: Maker = ({ books, at, draw }) => {
  const on = latestRows(books).filter(
    ({ id, ...row }) => /^(sale|coupon-n|evening)/.test(id) && isInWindow({ id, ...row }, at),
  )
  return on.length > 0 ? { what: 'withdraw', id: draw(on).id } : null
}

const couponBegins: Maker = (now) => {
  if (latestRows(now.books).filter(({ id }) => id.startsWith('coupon-n')).length > 3) return null
  const [low, off] = now.draw([
    [99, 8],
    [129, 14],
    [259, 30],
    [180, 22],
  ] as const)
  const more = { validFrom: iso(now.at - 1000), validTo: ending(now) }
  return offer(`coupon-n${now.n}`, coupon(low, off, more))
}

const couponChanges: Maker = ({ books, draw }) => {
  const [low, off] = draw([
    [140, 13],
    [150, 15],
    [169, 20],
  ] as const)
  const before = latestOf(books, 'coupon-shop')
  if (!before) return null
  const { validFrom, validTo } = before
  return offer('coupon-shop', coupon(low, off, { validFrom, validTo }))
}

const exhaust: Maker = ({ books, at, draw }) => {
  const open = latestRows(books).filter(
    (row) => row.id.startsWith('coupon-n') && isInWindow(row, at) && !books.exhausted.has(row.id),
  )
  return open.length > 0 ? { what: 'exhaust', id: draw(open).id } : null
}

const grant: Maker = ({ books, at, draw, customers }) => {
  const id = draw(['coupon-shop', 'coupon-jeans'])
  const row = latestOf(books, id)
  const free = customers.filter((customer) => !books.holds.get(customer)?.some((hold) => hold.id === id))
  return row && isInWindow(row, at) && free.length > 0 ? { what: 'grant', id, customerId: draw(free) } : null
}

const room: Maker = ({ books, draw, n }) => {
  const [on] = books.rooms
  if (on === undefined) return { what: 'open-room', roomId: `r${n}`, title: '晚间专场' }
  return draw([true, false, false]) ? { what: 'close-room', roomId: on } : null
}

const roomPrice: Maker = ({ books, at, draw, n }) => {
  const [on] = books.rooms
  if (on === undefined) return null
  const entrance = `live:${on}`
  const validTo = iso(at + 6 * HOUR_MS)
  const productId = draw(['p4', 'p9', 'p3'])
  const low = Math.min(...(books.products.get(productId)?.skus ?? []).map(({ priceFen }) => priceFen))
  const window = { entrance, validFrom: iso(at - 1000), validTo }
  const price = {
    kind: 'time-price',
    title: '直播价',
    scope: { products: [productId] },
    priceFen: low - 2500,
    ...window,
  }
  return draw([
    offer(`room-${on}-${productId}`, price),
    offer(`room-${on}-coupon`, { ...coupon(200, draw([25, 35]), window), title: `直播券${n % 7}` }),
  ])
}

const rules: Maker = ({ draw, at }) =>
  draw([
    offer('fee-else', fee(['*'], draw([800, 1000, 1200]))),
    offer('fee-far', fee([...FAR], draw([1500, 1800, 2200]))),
    offer('free', {
      kind: 'free-shipping',
      minFen: draw([7900, 9900, 12_900]),
      exceptRegions: ['新疆', '西藏'],
      ...always,
    }),
    offer('reduced', reduction(draw([159, 199, 239]), draw([15, 20, 25]))),
    offer('gift', gift(draw([260, 300, 360]))),
    offer('insured', {
      kind: 'freight-insurance',
      ...draw([
        { feeFen: 0, paidBy: 'seller' as const },
        { feeFen: 120, paidBy: 'buyer' as const },
      ]),
      coverFen: draw([1000, 1200]),
      ...always,
    }),
    offer('protected', { kind: 'price-protection', days: draw([7, 15, 30]), ...always }),
    offer('presale', presale(draw([38_900, 39_900, 41_900]), draw([3000, 5000]), at)),
  ])

const stop: Maker = ({ draw }) => (draw([true, false, false, false]) ? { what: 'stop' } : null)

const MAKERS: readonly Maker[] = [
  ...[reprice, reprice, reprice, sale, sale, endSale, couponBegins, couponBegins, couponChanges, exhaust, exhaust],
  ...[grant, room, roomPrice, roomPrice, rules, rules, evening, restock, stop],
]
