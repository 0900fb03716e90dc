import type { FocusThing, Pending } from '../dialogue/index.ts'
import type { Product } from '../shop/index.ts'

export interface FocusHint {
  /** Product or order that the buyer just chose from a menu of ours. */
  readonly chosen: { readonly kind: 'product' | 'order'; readonly id: string } | null
  readonly pending: Pending | null
  readonly text: string
}

/** What the turn is about among the products, and what stood beside it. */
export interface Things {
  readonly product: FocusThing | null
  readonly named: Product | null
  readonly rivals: readonly string[]
  readonly group: readonly string[]
  readonly tie: 'breath' | 'turns' | null
  readonly isPassing: boolean
}
