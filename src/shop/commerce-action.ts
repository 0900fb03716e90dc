import { z } from 'zod'
import { address } from './commerce.ts'

const externalId = z.string().min(1).max(128)
const acted = {
  idempotencyKey: z.string().min(8).max(200),
  /** The verified buyer for whom it is done: the shop refuses an act on somebody else's order. */
  customerId: externalId,
  orderId: externalId,
  reason: z.string().max(500),
}

/** Every guarded act on a shop, closed. None is done without a verified buyer and an explicit confirmation. */
export const commerceAction = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('cancel-order'), ...acted }),
  z.object({ kind: z.literal('change-address'), ...acted, address }),
  z.object({ kind: z.literal('change-sku'), ...acted, fromSkuId: externalId, toSkuId: externalId }),
  z.object({ kind: z.literal('change-note'), ...acted, note: z.string().max(500) }),
  z.object({ kind: z.literal('refund'), ...acted, amountFen: z.int().min(1) }),
  z.object({
    kind: z.literal('return-goods'),
    ...acted,
    skuId: externalId,
    quantity: z.int().min(1),
    amountFen: z.int().min(0),
  }),
  z.object({ kind: z.literal('exchange'), ...acted, skuId: externalId, toSkuId: externalId, quantity: z.int().min(1) }),
  z.object({
    kind: z.literal('invoice'),
    ...acted,
    titleKind: z.enum(['personal', 'company']),
    title: z.string().min(1).max(200),
    taxNumber: z.string().max(30).optional(),
    email: z.email(),
  }),
  z.object({ kind: z.literal('price-protection'), ...acted, skuId: externalId, differenceFen: z.int().min(1) }),
  z.object({ kind: z.literal('compensation'), ...acted, amountFen: z.int().min(1) }),
  z.object({ kind: z.literal('ship-reminder'), ...acted }),
  z.object({
    kind: z.literal('coupon-grant'),
    idempotencyKey: acted.idempotencyKey,
    reason: acted.reason,
    couponId: externalId,
    customerId: acted.customerId,
  }),
])
export type CommerceAction = z.infer<typeof commerceAction>

export type ActionOutcome =
  | { readonly kind: 'done'; readonly receipt: string; readonly alreadyDone: boolean }
  /** The trade forbids it: `precondition` names which rule. */
  | { readonly kind: 'refused'; readonly precondition: Precondition; readonly reason: string }
  | { readonly kind: 'unsupported' }
  | { readonly kind: 'unreachable'; readonly reason: string }

/** The named rules that guard acts. `preconditionsOf` says which guard which. */
export const precondition = z.enum([
  'order-exists',
  'order-belongs-to-buyer',
  'not-shipped',
  'not-closed',
  'paid',
  'shipped',
  'within-return-window',
  'category-returnable',
  'same-product',
  'target-in-stock',
  'amount-within-paid',
  'amount-within-limit',
  'invoice-once',
  'within-protection-window',
  'coupon-left',
  'once-per-buyer',
  'no-open-refund',
])
export type Precondition = z.infer<typeof precondition>

const GUARDS: Readonly<Record<CommerceAction['kind'], readonly Precondition[]>> = {
  'cancel-order': ['order-exists', 'order-belongs-to-buyer', 'not-shipped', 'not-closed', 'no-open-refund'],
  'change-address': ['order-exists', 'order-belongs-to-buyer', 'not-shipped', 'not-closed'],
  'change-sku': [
    'order-exists',
    'order-belongs-to-buyer',
    'not-shipped',
    'not-closed',
    'same-product',
    'target-in-stock',
  ],
  'change-note': ['order-exists', 'order-belongs-to-buyer', 'not-shipped', 'not-closed'],
  refund: ['order-exists', 'order-belongs-to-buyer', 'paid', 'not-closed', 'amount-within-paid', 'no-open-refund'],
  'return-goods': [
    'order-exists',
    'order-belongs-to-buyer',
    'shipped',
    'within-return-window',
    'category-returnable',
    'amount-within-paid',
    'no-open-refund',
  ],
  exchange: [
    'order-exists',
    'order-belongs-to-buyer',
    'shipped',
    'within-return-window',
    'same-product',
    'target-in-stock',
    'no-open-refund',
  ],
  invoice: ['order-exists', 'order-belongs-to-buyer', 'paid', 'not-closed', 'invoice-once'],
  'price-protection': [
    'order-exists',
    'order-belongs-to-buyer',
    'paid',
    'not-closed',
    'within-protection-window',
    'amount-within-paid',
  ],
  compensation: ['order-exists', 'order-belongs-to-buyer', 'paid', 'amount-within-paid', 'amount-within-limit'],
  'ship-reminder': ['order-exists', 'order-belongs-to-buyer', 'paid', 'not-shipped', 'not-closed'],
  'coupon-grant': ['coupon-left', 'once-per-buyer'],
}

export const preconditionsOf = (kind: CommerceAction['kind']): readonly Precondition[] => GUARDS[kind]
