export type MirrorKind = 'products' | 'orders' | 'parcels' | 'refunds' | 'coupons' | 'buyers'
export const MIRROR_KINDS = ['products', 'orders', 'parcels', 'refunds', 'coupons', 'buyers'] as const

const MINUTE_MS = 60_000

/** How old a copy may be before it must be looked at again. What a buyer waits for ages fastest. */
const LIMITS_MS: Readonly<Record<MirrorKind, number>> = {
  products: 60 * MINUTE_MS,
  orders: 10 * MINUTE_MS,
  parcels: 30 * MINUTE_MS,
  refunds: 10 * MINUTE_MS,
  coupons: 30 * MINUTE_MS,
  buyers: 24 * 60 * MINUTE_MS,
}

export interface Freshness {
  readonly isFresh: boolean
  readonly ageMs: number
  readonly limitMs: number
}

/** A copy from the future (a clock that was set back) counts as fresh, of age 0. */
export function freshnessOf(kind: MirrorKind, seenAt: number, at: number): Freshness {
  const ageMs = Math.max(0, at - seenAt)
  return { isFresh: ageMs <= LIMITS_MS[kind], ageMs, limitMs: LIMITS_MS[kind] }
}
