import { z } from 'zod'
import { readInstant } from './read-instant.ts'

// The shapes that several kinds of the ledger share: reference offers.md §12. No unions: an unknown field must be told from
// a wrong value, and an error inside a union tells neither.

const MAX_FEN = 1_000_000_000

export const id = z.string().min(1)
export const ids = z.array(id).min(1)
export const fenOrNone = z.int().min(0).max(MAX_FEN)
export const fen = z.int().min(1).max(MAX_FEN)
export const count = z.int().min(1).max(MAX_FEN)
export const payBp = z.int().min(1).max(9999)
export const quantity = z.int().min(1).max(9999)
export const instant = z.string().refine((text) => !Number.isNaN(readInstant(text)), 'not an instant with a zone')
const hourMinute = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

export const CHOICE_KINDS = [
  'nth-piece',
  'gift',
  'shop-reduction',
  'product-coupon',
  'shop-coupon',
  'cross-shop',
  'category-coupon',
  'platform-coupon',
  'shop-red-packet',
  'red-packet',
  'points',
] as const
export const notWith = z.array(z.enum(CHOICE_KINDS)).min(1)

const scope = z.strictObject({
  skus: ids.optional(),
  products: ids.optional(),
  categories: ids.optional(),
  shops: ids.optional(),
  exceptSkus: ids.optional(),
  exceptProducts: ids.optional(),
  exceptCategories: ids.optional(),
})
export type Scope = z.infer<typeof scope>
export const readScope = (value: unknown): Scope | null => scope.safeParse(value).data ?? null

const audience = z.strictObject({
  newBuyer: z.literal(true).optional(),
  members: ids.optional(),
  segments: ids.optional(),
  notSegments: ids.optional(),
})
export type Audience = z.infer<typeof audience>

export const daily = z
  .strictObject({ from: hourMinute, to: hourMinute })
  .refine((span) => span.from !== span.to, 'from and to are the same')
export const limits = z.strictObject({ perBuyer: count.optional(), stock: fenOrNone.optional() })
export const window = z
  .strictObject({ from: instant, to: instant })
  .refine((span) => readInstant(span.from) < readInstant(span.to), 'ends before it starts')

const gift = z.strictObject({ skuId: id, quantity, valueFen: fenOrNone })
export type Gift = z.infer<typeof gift>

interface Threshold {
  readonly minFen?: number | undefined
  readonly minQty?: number | undefined
}
const hasThreshold = (tier: Threshold) => tier.minFen !== undefined || tier.minQty !== undefined

function isAscending(tiers: readonly Threshold[]): boolean {
  return tiers.every((tier, index) => {
    const before = tiers[index - 1]
    if (before === undefined) return true
    const fenStep = (tier.minFen ?? 0) - (before.minFen ?? 0)
    const qtyStep = (tier.minQty ?? 0) - (before.minQty ?? 0)
    return fenStep >= 0 && qtyStep >= 0 && fenStep + qtyStep > 0
  })
}

const tier = z
  .strictObject({
    minFen: fenOrNone.optional(),
    minQty: count.optional(),
    offFen: fen.optional(),
    payBp: payBp.optional(),
    maxFen: fen.optional(),
  })
  .refine(hasThreshold, 'a tier needs a threshold')
  .refine((it) => (it.offFen === undefined) !== (it.payBp === undefined), 'offFen or payBp')
  .refine((it) => it.maxFen === undefined || it.payBp !== undefined, 'maxFen belongs to payBp')
export type Tier = z.infer<typeof tier>
export const tiers = z.array(tier).min(1).refine(isAscending, 'tiers must ascend')
export const oneTier = z.array(tier).length(1)
export const oneTierOff = oneTier.refine((list) => list.every((it) => it.offFen !== undefined), 'offFen only')

export const every = z.strictObject({ stepFen: fen, offFen: fen, maxFen: fen.optional() })

const giftTier = z
  .strictObject({ minFen: fenOrNone.optional(), minQty: count.optional(), gift })
  .refine(hasThreshold, 'a tier needs a threshold')
export const giftTiers = z.array(giftTier).min(1).refine(isAscending, 'tiers must ascend')
export const giftEvery = z
  .strictObject({ stepQty: count.optional(), stepFen: fen.optional(), gift, maxTimes: count.optional() })
  .refine((it) => (it.stepQty === undefined) !== (it.stepFen === undefined), 'stepQty or stepFen')

export const pieces = z
  .array(z.strictObject({ n: z.int().min(2).max(99), payBp: z.int().min(0).max(9999) }))
  .min(1)
  .refine((list) => list.every((it, at) => at === 0 || (list[at - 1]?.n ?? 0) < it.n), 'n must ascend')

export const fee = z
  .strictObject({
    flatFen: fenOrNone.optional(),
    firstGram: count.optional(),
    firstFen: fenOrNone.optional(),
    stepGram: count.optional(),
    stepFen: fenOrNone.optional(),
  })
  .refine((it) => {
    const byWeight = [it.firstGram, it.firstFen, it.stepGram, it.stepFen].filter((part) => part !== undefined).length
    return it.flatFen === undefined ? byWeight === 4 : byWeight === 0
  }, 'flatFen, or all of firstGram, firstFen, stepGram, stepFen')

export const conditions = { audience: audience.optional(), entrance: id.optional(), daily: daily.optional() }
export const stacking = {
  ...conditions,
  limits: limits.optional(),
  exclusive: ids.optional(),
  notWith: notWith.optional(),
}
const thresholdOn = z.enum(['price', 'remaining'])
export const cut = { ...stacking, thresholdOn: thresholdOn.optional() }
export const coupon = { ...cut, claimable: z.boolean().optional() }

export const row = {
  id,
  seq: z.int().min(1),
  recordedAt: instant,
  validFrom: instant,
  validTo: instant.nullable(),
  owner: id,
  title: z.string().optional(),
  withdrawn: z.boolean().optional(),
  scope: scope.optional(),
}
