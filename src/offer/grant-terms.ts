import { z } from 'zod'

/** What the merchant said about giving an offer away; null follows the offer's own row. */
export interface GrantTerms {
  readonly cap: number | null
  readonly perBuyer: number | null
  readonly costFen: number | null
  readonly budgetId: string | null
  readonly holdDays: number | null
}

export const FOLLOWING: GrantTerms = { cap: null, perBuyer: null, costFen: null, budgetId: null, holdDays: null }

export interface EffectiveTerms {
  /** Null = as many as are wanted. */
  readonly cap: number | null
  readonly perBuyer: number
  readonly costFen: number
  readonly budgetId: string | null
  readonly holdDays: number | null
}

export const GRANTABLE_KINDS: ReadonlySet<string> = new Set([
  'product-coupon',
  'shop-coupon',
  'category-coupon',
  'platform-coupon',
  'shop-red-packet',
  'red-packet',
])

const figures = z.object({
  limits: z.object({ stock: z.int().optional(), perBuyer: z.int().optional() }).optional(),
  tiers: z.array(z.object({ offFen: z.int().optional(), maxFen: z.int().optional() })).optional(),
})

/** A row without limits is given once a buyer, as often as buyers ask. */
export function effectiveTerms(terms: GrantTerms, rule: Readonly<Record<string, unknown>>): EffectiveTerms {
  const read = figures.safeParse(rule)
  const { limits, tiers } = read.success ? read.data : {}
  const tier = tiers?.[0]
  return {
    cap: terms.cap ?? limits?.stock ?? null,
    perBuyer: terms.perBuyer ?? limits?.perBuyer ?? 1,
    costFen: terms.costFen ?? tier?.offFen ?? tier?.maxFen ?? 0,
    budgetId: terms.budgetId,
    holdDays: terms.holdDays,
  }
}
