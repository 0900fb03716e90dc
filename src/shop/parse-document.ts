import type { z } from 'zod'
import { failed, done, type Result } from '../kernel/result.ts'
import type { CommerceEvent } from './commerce-backend.ts'
import { backendBuyer, coupon, order, parcel, product, refund } from './commerce.ts'
import type { MirrorKind } from './freshness.ts'

export interface DocumentProblem {
  /** Path of the first field that is not valid; null = the whole. */
  readonly field: string | null
  readonly message: string
}

type Parsed = Result<CommerceEvent, DocumentProblem>

/** An unknown value as the document of this kind that it claims to be. */
export function parseDocument(kind: MirrorKind, value: unknown): Parsed {
  switch (kind) {
    case 'products':
      return parse(product, value, (made) => ({ kind: 'product', at: made.updatedAt, product: made }))
    case 'orders':
      return parse(order, value, (made) => ({ kind: 'order', at: made.updatedAt, order: made }))
    case 'parcels':
      return parse(parcel, value, (made) => ({ kind: 'parcel', at: made.updatedAt, parcel: made }))
    case 'refunds':
      return parse(refund, value, (made) => ({ kind: 'refund', at: made.updatedAt, refund: made }))
    case 'coupons':
      return parse(coupon, value, (made) => ({ kind: 'coupon', at: made.updatedAt, coupon: made }))
    case 'buyers':
      return parse(backendBuyer, value, (made) => ({ kind: 'buyer', at: made.updatedAt, buyer: made }))
  }
}

function parse<Item>(schema: z.ZodType<Item>, value: unknown, toEvent: (made: Item) => CommerceEvent): Parsed {
  const parsed = schema.safeParse(value)
  if (parsed.success) return done(toEvent(parsed.data))
  const issue = parsed.error.issues[0]
  return failed({ field: issue?.path.join('.') || null, message: issue?.message ?? 'not valid' })
}
