import { CHOICE_KINDS } from './entry-parts.ts'

const LAYERS = [2, 2, 3, 4, 4, 5, 6, 6, 7, 7, 8]
const RANKS: ReadonlyMap<string, number> = new Map(CHOICE_KINDS.map((kind, rank) => [kind, rank]))
const PRICE_KINDS: ReadonlySet<string> = new Set(['time-price', 'member-price', 'drop', 'discount'])

/** The place of a kind of layers 2 to 8 in the order of use. */
export const rankOf = (kind: string): number | undefined => RANKS.get(kind)
export const layerOf = (rank: number): number => LAYERS[rank] ?? 0
export const isPriceKind = (kind: string): boolean => PRICE_KINDS.has(kind)

const HELD = new Set([
  'product-coupon',
  'shop-coupon',
  'category-coupon',
  'platform-coupon',
  'shop-red-packet',
  'red-packet',
])
export const needsHold = (kind: string): boolean => HELD.has(kind)
