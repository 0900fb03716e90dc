import { z } from 'zod'
import { address } from '../shapes.ts'

const id = z.string().min(1).max(128)
const acted = {
  idempotencyKey: z.string().min(8).max(200),
  customerId: id,
  orderId: id,
  reason: z.string().max(500).default(''),
}

/** What a shop's customer service may ask of the shop, as posted to `/shops/:id/actions`. */
export const action = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('cancel-order'), ...acted }),
  z.object({ kind: z.literal('change-address'), ...acted, address }),
  z.object({ kind: z.literal('change-sku'), ...acted, fromSkuId: id, toSkuId: id }),
  z.object({ kind: z.literal('change-note'), ...acted, note: z.string().max(500) }),
  z.object({ kind: z.literal('refund'), ...acted, amountFen: z.int().min(1) }),
  z.object({
    kind: z.literal('return-goods'),
    ...acted,
    skuId: id,
    quantity: z.int().min(1),
    amountFen: z.int().min(0),
  }),
  z.object({ kind: z.literal('exchange'), ...acted, skuId: id, toSkuId: id, quantity: z.int().min(1) }),
  z.object({
    kind: z.literal('invoice'),
    ...acted,
    titleKind: z.enum(['personal', 'company']),
    title: z.string().min(1).max(200),
    taxNumber: z.string().max(30).optional(),
    email: z.email(),
  }),
  z.object({ kind: z.literal('price-protection'), ...acted, skuId: id, differenceFen: z.int().min(1) }),
  z.object({ kind: z.literal('compensation'), ...acted, amountFen: z.int().min(1) }),
  z.object({ kind: z.literal('ship-reminder'), ...acted }),
  z.object({
    kind: z.literal('coupon-grant'),
    idempotencyKey: acted.idempotencyKey,
    customerId: id,
    reason: acted.reason,
    couponId: id,
  }),
])
export type Action = z.infer<typeof action>
export type OrderAction = Exclude<Action, { kind: 'coupon-grant' }>

export const outcome = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('done'), receipt: z.string(), alreadyDone: z.boolean() }),
  z.object({ kind: z.literal('refused'), precondition: z.string(), reason: z.string() }),
])
export type Outcome = z.infer<typeof outcome>

export const refused = (precondition: string, reason: string): Outcome => ({ kind: 'refused', precondition, reason })
