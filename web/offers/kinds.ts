export type FieldType =
  | 'money'
  | 'rate'
  | 'free-rate'
  | 'share'
  | 'count'
  | 'flag'
  | 'words'
  | 'instant'
  | 'sku'
  | 'payer'
export interface Field {
  readonly path: string
  /** Of the words: `offer-field.…`. */
  readonly name: string
  readonly type: FieldType
  readonly isNeeded: boolean
}

export interface Kind {
  /** Its place in the order of use: reference offers.md §4 to §8; 0 = in no arithmetic. */
  readonly layer: number
  readonly ofPlatform: boolean
  readonly fields: readonly Field[]
  /** Thresholds of several steps: 40 off from 300, 80 off from 500. */
  readonly hasSteps: boolean
  /** May name an audience, an entrance and hours. */
  readonly hasConditions: boolean
  readonly hasLimits: boolean
  readonly hasGroups: boolean
}

const need = (path: string, type: FieldType, name = nameOf(path)): Field => ({ path, name, type, isNeeded: true })
const may = (path: string, type: FieldType, name = nameOf(path)): Field => ({ path, name, type, isNeeded: false })
const nameOf = (path: string): string => path.split('.').at(-1) ?? path

const MINIMA = [may('tiers.0.minFen', 'money'), may('tiers.0.minQty', 'count')]
const COUPON = [
  may('tiers.0.minFen', 'money'),
  may('tiers.0.offFen', 'money'),
  may('tiers.0.payBp', 'rate'),
  may('tiers.0.maxFen', 'money'),
  may('claimable', 'flag'),
]
const PACKET = [need('tiers.0.minFen', 'money'), need('tiers.0.offFen', 'money'), may('claimable', 'flag')]
const EVERY = [
  may('every.stepFen', 'money', 'everyStep'),
  may('every.offFen', 'money', 'everyOff'),
  may('every.maxFen', 'money', 'everyMost'),
]
const GIFT = [
  need('tiers.0.gift.skuId', 'sku', 'giftSku'),
  need('tiers.0.gift.quantity', 'count', 'giftQuantity'),
  need('tiers.0.gift.valueFen', 'money', 'giftValue'),
]

interface Traits {
  readonly ofPlatform?: true
  readonly hasSteps?: true
  /** `all`: conditions, limits and groups; `price`: conditions and limits; `some`: conditions. */
  readonly takes?: 'all' | 'price' | 'some'
}

const kind = (layer: number, fields: readonly Field[], { ofPlatform, hasSteps, takes }: Traits = {}): Kind => ({
  layer,
  fields,
  ofPlatform: ofPlatform ?? false,
  hasSteps: hasSteps ?? false,
  hasConditions: takes !== undefined,
  hasLimits: takes === 'all' || takes === 'price',
  hasGroups: takes === 'all',
})

/** Every kind of the ledger, in the order of use. */
export const KINDS = {
  'sku-price': kind(1, [need('priceFen', 'money'), may('maxPerBuyer', 'count', 'perBuyer')]),
  'time-price': kind(1, [need('priceFen', 'money')], { takes: 'price' }),
  'member-price': kind(1, [may('priceFen', 'money'), may('payBp', 'rate')], { takes: 'price' }),
  drop: kind(1, [need('offFen', 'money')], { takes: 'price' }),
  discount: kind(1, [need('payBp', 'rate')], { takes: 'price' }),
  presale: kind(1, [
    need('priceFen', 'money'),
    need('depositFen', 'money'),
    need('expandFen', 'money'),
    need('balance.from', 'instant', 'balanceFrom'),
    need('balance.to', 'instant', 'balanceTo'),
  ]),
  'nth-piece': kind(
    2,
    [need('pieces.0.n', 'count', 'nth'), need('pieces.0.payBp', 'free-rate'), may('repeat', 'flag')],
    { takes: 'all' },
  ),
  gift: kind(2, [...MINIMA, ...GIFT], { takes: 'all' }),
  'shop-reduction': kind(3, EVERY, { takes: 'all', hasSteps: true }),
  'product-coupon': kind(4, COUPON, { takes: 'all' }),
  'shop-coupon': kind(4, COUPON, { takes: 'all' }),
  'cross-shop': kind(5, EVERY, { takes: 'all', hasSteps: true, ofPlatform: true }),
  'category-coupon': kind(6, COUPON, { takes: 'all', ofPlatform: true }),
  'platform-coupon': kind(6, COUPON, { takes: 'all', ofPlatform: true }),
  'shop-red-packet': kind(7, PACKET, { takes: 'all' }),
  'red-packet': kind(7, PACKET, { takes: 'all', ofPlatform: true }),
  points: kind(8, [need('pointsPerFen', 'count'), need('maxBp', 'share')], { takes: 'some', ofPlatform: true }),
  'shipping-fee': kind(9, [need('regions', 'words'), may('fee.flatFen', 'money'), may('refuse', 'flag')]),
  'free-shipping': kind(
    9,
    [may('minFen', 'money'), may('minQty', 'count'), may('regions', 'words'), may('exceptRegions', 'words')],
    { takes: 'some' },
  ),
  'freight-insurance': kind(9, [need('feeFen', 'money'), need('paidBy', 'payer'), may('coverFen', 'money')], {
    takes: 'some',
  }),
  'list-price': kind(0, [need('priceFen', 'money')]),
  'price-protection': kind(0, [need('days', 'count')]),
} as const satisfies Readonly<Record<string, Kind>>

export type KindName = keyof typeof KINDS
export const KIND_NAMES: readonly string[] = Object.keys(KINDS)
export const isKind = (name: string): name is KindName => name in KINDS
export const kindOf = (name: string): Kind | null => (isKind(name) ? KINDS[name] : null)

/** Kinds that another offer may refuse to stand beside: layers 2 to 8. */
export const CHOICES: readonly string[] = KIND_NAMES.filter((name) => {
  const { layer = 0 } = kindOf(name) ?? {}
  return layer >= 2 && layer <= 8
})
/** Kinds that a buyer must hold. */
export const HELD: readonly string[] = KIND_NAMES.filter((name) => /coupon|packet/.test(name))
