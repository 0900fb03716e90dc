import type { CitedSentence } from './advice.ts'
import type { Pending } from './understanding.ts'

/** Bindings of an answer to the things it speaks of. */
export interface Bound {
  readonly productId: string | null
  readonly skuId: string | null
  readonly orderId: string | null
}

export type HandoffReason = 'asked' | 'rule' | 'misses' | 'repeated' | 'answer'

export type Act =
  | {
      readonly kind: 'answer'
      readonly entryId: string
      readonly bound: Bound
      readonly assumed: 'product' | 'order' | null
      readonly why: string
    }
  | {
      readonly kind: 'attribute'
      readonly attributeId: string
      readonly entryId: string | null
      readonly bound: Bound
      readonly assumed: 'product' | null
      readonly why: string
    }
  | {
      readonly kind: 'ask'
      readonly what: Pending['kind'] | 'more'
      readonly pending: Pending | null
      readonly why: string
    }
  | { readonly kind: 'cite'; readonly sentences: readonly CitedSentence[]; readonly why: string }
  | { readonly kind: 'talk'; readonly entryId: string; readonly why: string }
  | { readonly kind: 'acknowledge'; readonly speech: string; readonly why: string }
  | { readonly kind: 'fallback'; readonly again: boolean; readonly why: string }
  | { readonly kind: 'hand-off'; readonly reason: HandoffReason; readonly entryId: string | null; readonly why: string }
  | { readonly kind: 'stay-silent'; readonly why: string }

/** Ordered acts, at most three, and why each. `considered` names the policies that were asked before, and why they passed. */
export interface Decision {
  readonly acts: readonly Act[]
  /** What the turn takes from long ago: the reply names it. */
  readonly assumed?: 'product' | 'order' | null
  readonly considered: readonly { readonly policy: string; readonly outcome: string }[]
}
