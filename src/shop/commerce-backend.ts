import type { Result } from '../kernel/result.ts'
import type { RawInbound } from '../message/index.ts'
import type { CommerceAction, ActionOutcome } from './commerce-action.ts'
import type { BackendBuyer, Coupon, Order, Parcel, Product, Refund } from './commerce.ts'

export interface Page {
  /** Only what changed at or after this instant (epoch ms). */
  readonly updatedSince?: number
  /** As handed out with the page before; absent = from the start. */
  readonly cursor?: string
  readonly limit?: number
}

export interface Paged<Item> {
  /** Oldest change first (`updatedAt`, then id), so that a run that breaks off can go on and miss nothing. */
  readonly items: readonly Item[]
  readonly next: string | null
}

/** What a back end told us by push or poll, in our words. The mirror applies it; `shop` writes the domain events. */
export type CommerceEvent =
  | { readonly kind: 'product'; readonly at: number; readonly product: Product }
  | { readonly kind: 'order'; readonly at: number; readonly order: Order }
  | { readonly kind: 'parcel'; readonly at: number; readonly parcel: Parcel }
  | { readonly kind: 'refund'; readonly at: number; readonly refund: Refund }
  | { readonly kind: 'coupon'; readonly at: number; readonly coupon: Coupon }
  | { readonly kind: 'buyer'; readonly at: number; readonly buyer: BackendBuyer }

/** The outside failed or said no; the caller decides whether to try again. */
export type BackendProblem =
  | { readonly kind: 'unreachable'; readonly reason: string }
  | { readonly kind: 'refused'; readonly reason: string }

export type Read<Value> = Promise<Result<Value, BackendProblem>>

export type BackendCapability = 'poll' | 'push' | 'search' | CommerceAction['kind']

/**
 * One shop system. Reads are for filling the mirror and for looking again when the mirror is too old; the path itself reads
 * the mirror. `act` is called only after the buyer confirmed and the preconditions were checked on fresh data; it must be
 * idempotent by `action.idempotencyKey`. Nothing here throws for what the outside does.
 */
export interface CommerceBackend {
  readonly platform: string
  capabilities(): ReadonlySet<BackendCapability>
  products(page: Page): Read<Paged<Product>>
  product(productId: string): Read<Product | null>
  orders(page: Page & { readonly customerId?: string }): Read<Paged<Order>>
  order(orderId: string): Read<Order | null>
  parcels(orderId: string): Read<readonly Parcel[]>
  parcelPage(page: Page): Read<Paged<Parcel>>
  refunds(page: Page): Read<Paged<Refund>>
  coupons(page: Page): Read<Paged<Coupon>>
  buyers(page: Page): Read<Paged<BackendBuyer>>
  buyer(customerId: string): Read<BackendBuyer | null>
  /** Verifies the raw bytes of a push and turns it into events. */
  events(request: RawInbound): Result<readonly CommerceEvent[], { readonly kind: 'bad-signature' | 'unreadable' }>
  act(action: CommerceAction): Promise<ActionOutcome>
}
