import type { PlainCase, PlainLine, PlainRow, PlainTier } from './plain-case.ts'

/** A seeded source of whole numbers: the same seed gives the same case for ever. */
export function dice(seed: number): (below: number) => number {
  let state = (seed * 2_654_435_761 + 12_345) >>> 0
  return (below) => {
    state ^= (state << 13) >>> 0
    state >>>= 0
    state ^= state >>> 17
    state ^= (state << 5) >>> 0
    state >>>= 0
    return state % below
  }
}
type Roll = (below: number) => number

const AT = '2025-11-11T12:00:00+08:00'
const KINDS = [
  'nth-piece',
  'gift',
  'shop-reduction',
  'shop-reduction',
  'product-coupon',
  'shop-coupon',
  'shop-coupon',
  'cross-shop',
  'category-coupon',
  'platform-coupon',
  'shop-red-packet',
  'red-packet',
  'points',
  'time-price',
  'drop',
  'discount',
  'member-price',
  'free-shipping',
  'freight-insurance',
]
const OF_PLATFORM = ['cross-shop', 'category-coupon', 'platform-coupon', 'red-packet', 'points']

/** One to four lines of two shops with up to nine offers of all kinds, windows, rooms, audiences, groups and limits among them. */
export function randomCase(seed: number): PlainCase {
  const roll = dice(seed)
  const lines = Array.from({ length: 1 + roll(4) }, (_, index) => lineOf(roll, index + 1))
  const prices = lines.map((line) =>
    rowOf(
      { id: `p-${line.skuId}`, kind: 'sku-price', owner: line.shopId },
      { scope: { skus: [line.skuId] }, priceFen: 2000 + roll(30_000) },
    ),
  )
  const fees = ['s1', 's2'].flatMap((shop) => feeRows(roll, shop))
  const offers = Array.from({ length: roll(10) }, (_, index) => offerOf(roll, index, lines))
  const entries = [...prices, ...fees, ...offers]
  const once = offers[0]
  if (once !== undefined && roll(4) === 0)
    entries.push({ ...once, seq: 2, validTo: roll(2) ? null : '2025-11-11T12:00:00+08:00' })
  return {
    ledger: { entries, taken: { o1: roll(4) } },
    cart: { lines, usePoints: roll(2) === 0, insurance: roll(2) === 0 },
    buyer: {
      ...(roll(4) ? { region: roll(2) ? 'near' : 'far' } : {}),
      ...(roll(2) ? { member: { s1: roll(2) ? 'gold' : 'silver' } } : {}),
      ...(roll(2) ? { segments: roll(2) ? ['vip'] : [] } : {}),
      ...(roll(2) ? { newBuyer: { s1: roll(2) === 0, platform: true } } : {}),
      used: { o0: roll(3), o2: roll(2) },
      points: roll(20_000),
      holds: offers.filter(() => roll(5) > 0).map((row) => ({ entryId: row.id })),
    },
    at: AT,
  }
}

function lineOf(roll: Roll, index: number): PlainLine {
  return {
    lineId: `l${index}`,
    skuId: `k${index}`,
    productId: `g${roll(3)}`,
    shopId: roll(3) === 0 ? 's2' : 's1',
    categoryIds: roll(2) ? ['c1'] : ['c1', 'c2'],
    quantity: 1 + roll(5),
    ...(roll(5) ? { weightGram: 100 + roll(1500) } : {}),
    ...(roll(3) ? {} : { entrance: 'live:r8' }),
  }
}

type Terms = Omit<PlainRow, 'id' | 'kind' | 'owner' | 'seq' | 'recordedAt' | 'validFrom' | 'validTo'>

const rowOf = (name: Pick<PlainRow, 'id' | 'kind' | 'owner'>, terms: Terms): PlainRow => ({
  ...name,
  seq: 1,
  recordedAt: '2025-10-20T10:00:00+08:00',
  validFrom: '2025-11-01T00:00:00+08:00',
  validTo: null,
  ...terms,
})

function feeRows(roll: Roll, shop: string): PlainRow[] {
  const flat = rowOf(
    { id: `sf-${shop}`, kind: 'shipping-fee', owner: shop },
    { regions: ['*'], fee: { flatFen: roll(3) * 500 } },
  )
  const heavy = rowOf(
    { id: `sw-${shop}`, kind: 'shipping-fee', owner: shop },
    { regions: ['far'], fee: { firstGram: 1000, firstFen: 800, stepGram: 500, stepFen: 200 } },
  )
  return [[flat], [flat, heavy], [heavy], [flat, heavy]][roll(4)] ?? []
}

function offerOf(roll: Roll, index: number, lines: readonly PlainLine[]): PlainRow {
  const kind = KINDS[roll(KINDS.length)] ?? 'drop'
  const owner = OF_PLATFORM.includes(kind) ? 'platform' : roll(4) ? 's1' : 's2'
  const isPrice = ['time-price', 'drop', 'discount', 'member-price'].includes(kind)
  const canStack = !isPrice && !['points', 'free-shipping', 'freight-insurance'].includes(kind)
  const limited = isPrice && roll(3) === 0
  const sku = lines[roll(lines.length)]?.skuId ?? 'k1'
  return rowOf(
    { id: `o${index}`, kind, owner },
    {
      ...termsOf(roll, kind),
      ...scopeOf(roll, limited ? sku : null),
      ...(roll(6) ? {} : { entrance: 'live:r8' }),
      ...(roll(6)
        ? {}
        : {
            daily: [
              { from: '10:00', to: '12:00' },
              { from: '12:00', to: '13:00' },
              { from: '20:00', to: '12:01' },
            ][roll(3)] ?? { from: '00:00', to: '01:00' },
          }),
      ...(roll(5) ? {} : { audience: audienceOf(roll) }),
      ...(limited || (canStack && roll(5) === 0) ? { limits: { perBuyer: 1 + roll(3), stock: roll(6) } } : {}),
      ...(canStack && roll(3) === 0 ? { exclusive: [roll(2) ? 'a' : 'b'] } : {}),
      ...(kind.startsWith('free') || kind.startsWith('freight') || roll(5)
        ? {}
        : { notWith: [['shop-coupon', 'cross-shop', 'gift'][roll(3)] ?? 'gift'] }),
    },
  )
}

function scopeOf(roll: Roll, sku: string | null): Terms {
  if (sku !== null) return { scope: { skus: [sku] } }
  const scopes = [
    { skus: ['k1', 'k3'] },
    { categories: ['c2'] },
    { products: ['g1'], skus: ['k2'] },
    { exceptSkus: ['k1'] },
  ]
  const scope = scopes[roll(8)]
  return scope === undefined ? {} : { scope }
}

const audienceOf = (roll: Roll) =>
  [{ members: ['gold'] }, { segments: ['vip'] }, { notSegments: ['vip'] }, { newBuyer: true as const }][roll(4)] ?? {}

const gift = (roll: Roll) => ({ skuId: roll(2) ? 'cup' : 'bag', quantity: 1 + roll(2), valueFen: roll(3) * 300 })

function termsOf(roll: Roll, kind: string): Terms {
  if (kind === 'time-price') return { priceFen: 1500 + roll(20_000) }
  if (kind === 'drop') return { offFen: 1 + roll(1900) }
  if (kind === 'discount') return { payBp: 5000 + roll(4999) }
  if (kind === 'member-price') return roll(2) ? { payBp: 7000 + roll(2999) } : { priceFen: 1500 + roll(20_000) }
  if (kind === 'nth-piece')
    return {
      pieces: roll(2)
        ? [{ n: 2, payBp: roll(9999) }]
        : [
            { n: 2, payBp: 7777 },
            { n: 3, payBp: 0 },
          ],
      repeat: roll(2) === 0,
    }
  if (kind === 'points') return { pointsPerFen: 1 + roll(3), maxBp: 1 + roll(3000) }
  if (kind === 'free-shipping') return freeTerms(roll)
  if (kind === 'freight-insurance') return { feeFen: roll(200), paidBy: roll(3) ? 'buyer' : 'seller' }
  if (kind === 'gift') return giftTerms(roll)
  const worth = roll(4) ? {} : { thresholdOn: 'remaining' as const }
  if (['shop-reduction', 'cross-shop'].includes(kind)) return { ...worth, ...reductionTerms(roll) }
  return { ...worth, tiers: [tierOf(roll, roll(30_000), kind.includes('red-packet'))] }
}

const freeTerms = (roll: Roll): Terms => ({
  ...(roll(3) ? { minFen: roll(40_000) } : {}),
  ...(roll(3) ? {} : { minQty: 1 + roll(5) }),
  ...(roll(3) ? {} : { regions: ['near'] }),
  ...(roll(5) ? {} : { exceptRegions: ['far'] }),
  ...(roll(3) ? {} : { maxGram: 500 + roll(3000) }),
  thresholdOn: roll(2) ? 'remaining' : 'price',
})

function giftTerms(roll: Roll): Terms {
  if (roll(3))
    return {
      tiers: [
        { minFen: roll(20_000), gift: gift(roll) },
        { minFen: 20_000 + roll(30_000), gift: gift(roll) },
      ],
    }
  const most = roll(2) ? { maxTimes: 1 + roll(3) } : {}
  return {
    every: { ...(roll(2) ? { stepQty: 1 + roll(3) } : { stepFen: 5000 + roll(9000) }), gift: gift(roll), ...most },
  }
}

function reductionTerms(roll: Roll): Terms {
  if (roll(2))
    return {
      every: {
        stepFen: 5000 + roll(30_000),
        offFen: 1 + roll(6000),
        ...(roll(2) ? { maxFen: 9000 + roll(9000) } : {}),
      },
    }
  const low = roll(20_000)
  return { tiers: [tierOf(roll, low, false), { ...tierOf(roll, low + 1 + roll(20_000), false), minQty: 1 + roll(3) }] }
}

function tierOf(roll: Roll, minFen: number, isPlain: boolean): PlainTier {
  if (isPlain || roll(3)) return { minFen, offFen: 1 + roll(9000) }
  return { minFen, payBp: 5000 + roll(4999), ...(roll(2) ? { maxFen: 100 + roll(5000) } : {}) }
}
