import { z } from 'zod'
import { compileLedger } from './compile-ledger.ts'
import { type Compared, protectPrice } from './protect-price.ts'
import type { Question, Quote, Refused } from './quote-shape.ts'
import { quote } from './quote.ts'
import { readInstant } from './read-instant.ts'
import { type Refunded, refund } from './refund.ts'

const counts = z.record(z.string(), z.number())
const line = z.object({
  lineId: z.string(),
  skuId: z.string(),
  productId: z.string(),
  shopId: z.string(),
  categoryIds: z.array(z.string()),
  quantity: z.number(),
  weightGram: z.number().optional(),
  stock: z.number().optional(),
  entrance: z.string().optional(),
})
const hold = z.object({
  entryId: z.string(),
  seq: z.number().optional(),
  validFrom: z.string().optional(),
  validTo: z.string().optional(),
})
const buyer = z.object({
  id: z.string().optional(),
  region: z.string().nullish(),
  newBuyer: z.record(z.string(), z.boolean().nullable()).optional(),
  member: z.record(z.string(), z.string().nullable()).optional(),
  segments: z.array(z.string()).nullish(),
  used: counts.optional(),
  points: z.number().optional(),
  holds: z.array(hold).optional(),
  deposits: z
    .array(z.object({ entryId: z.string(), seq: z.number(), skuId: z.string(), quantity: z.number() }))
    .optional(),
})
const returned = z.array(z.object({ lineId: z.string(), quantity: z.number() }))

/** A case of `xiaoer quote`, as in the offer vectors: what is wrong with its offers or its cart is part of the answer. */
export const quoteCase = z.object({
  id: z.string(),
  ledger: z.object({ entries: z.array(z.unknown()), taken: counts.optional() }),
  cart: z.object({ lines: z.array(line), usePoints: z.boolean().optional(), insurance: z.boolean().optional() }),
  buyer,
  at: z.string(),
  knownAt: z.string().optional(),
  op: z.enum(['refund', 'price-protection']).optional(),
  refund: z
    .object({
      reason: z.enum(['no-reason', 'not-shipped', 'seller-fault']),
      already: returned.optional(),
      returns: returned,
    })
    .optional(),
  claim: z.object({ at: z.string(), knownAt: z.string().optional() }).optional(),
})
export type QuoteCase = z.infer<typeof quoteCase>

/** A quote, a refund of a part of it, or a claim of price protection, from one plain case. */
export function answerCase(it: QuoteCase): Quote | Refunded | Compared | Refused {
  const question: Question = {
    ledger: compileLedger(it.ledger.entries),
    taken: it.ledger.taken,
    cart: it.cart,
    buyer: it.buyer,
    at: readInstant(it.at),
    knownAt: instantOrAbsent(it.knownAt),
  }
  if (it.op === 'refund' && it.refund !== undefined) return refund(question, it.refund)
  if (it.op === 'price-protection' && it.claim !== undefined) {
    return protectPrice(question, { at: readInstant(it.claim.at), knownAt: instantOrAbsent(it.claim.knownAt) })
  }
  return quote(question)
}

const instantOrAbsent = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : readInstant(text)
