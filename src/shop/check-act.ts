import { type CommerceAction, type Precondition, preconditionsOf } from './commerce-action.ts'
import type { Coupon, Order, OrderState, Product, Refund } from './commerce.ts'
import { isOpenRefund } from './demand-state.ts'

/** What an act is judged by, read freshly before it. Absent things are null: a rule about them then fails. */
export interface ActFacts {
  readonly order: Order | null
  /** Of this order. */
  readonly refunds: readonly Refund[]
  /** The product of the line that is changed or sent back; for change-sku and exchange it must hold the wanted SKU. */
  readonly product: Product | null
  readonly coupon: Coupon | null
  /** Coupons of this kind that this customer was given before. */
  readonly couponsGranted: number
  /** Invoices made for this order before. */
  readonly invoicesMade: number
  /** Given for this order before (compensation and price protection), fen. */
  readonly givenFen: number
  readonly limits: ActLimits
  readonly at: number
}

/** The merchant's own rules (settings of the shop). */
export interface ActLimits {
  readonly returnDays: number
  readonly priceProtectionDays: number
  readonly compensationLimitFen: number
  readonly nonReturnableCategories: readonly string[]
}

export type ActCheck =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'refused'; readonly precondition: Precondition; readonly reason: string }

/** The first rule (in the order of `preconditionsOf`) that does not hold refuses the act. */
export function checkAct(action: CommerceAction, facts: ActFacts): ActCheck {
  for (const precondition of preconditionsOf(action.kind)) {
    const reason = whyNot(precondition, action, facts)
    if (reason !== null) return { kind: 'refused', precondition, reason }
  }
  return { kind: 'allowed' }
}

const DAY_MS = 86_400_000
const AFTER_SHIPPED: readonly OrderState[] = ['shipped', 'received', 'completed']

/** Null = the rule holds. The reasons are for logs and people of the house; what a buyer reads is in the packs. */
function whyNot(precondition: Precondition, action: CommerceAction, facts: ActFacts): string | null {
  const { order, limits } = facts
  switch (precondition) {
    case 'order-exists':
      return order ? null : 'there is no such order'
    case 'order-belongs-to-buyer':
      return order?.customerId === action.customerId ? null : "the order is not this buyer's"
    case 'not-shipped':
      return order && isShipped(order) ? 'the goods are on their way already' : null
    case 'not-closed':
      return order?.state === 'closed' ? 'the order is closed' : null
    case 'paid':
      return order && isPaid(order) ? null : 'the order is not paid'
    case 'shipped':
      return order && isShipped(order) ? null : 'nothing was sent yet'
    case 'no-open-refund':
      return facts.refunds.some(isOpenRefund) ? 'a refund of this order is under way' : null
    case 'invoice-once':
      return facts.invoicesMade === 0 ? null : 'the order has an invoice'
    case 'coupon-left':
      return couponLeft(facts)
    case 'once-per-buyer':
      return facts.couponsGranted === 0 ? null : 'this buyer was given this coupon before'
    case 'within-return-window':
      return withinDays(facts, order?.receivedAt ?? null, limits.returnDays)
    case 'within-protection-window':
      return withinDays(facts, order?.paidAt ?? null, limits.priceProtectionDays)
    case 'category-returnable':
      return categoryReturnable(facts)
    case 'same-product':
      return sameProduct(action, facts)
    case 'target-in-stock':
      return targetInStock(action, facts)
    case 'amount-within-paid':
      return amountWithinPaid(action, facts)
    case 'amount-within-limit':
      return amountWithinLimit(action, facts)
  }
}

const isPaid = (order: Order): boolean =>
  order.state === 'paid' || isShipped(order) || (order.state !== 'unpaid' && order.paidAt !== null)

const isShipped = (order: Order): boolean => AFTER_SHIPPED.includes(order.state) || order.shippedAt !== null

function couponLeft({ coupon, at }: ActFacts): string | null {
  if (!coupon) return 'there is no such coupon'
  if (at < coupon.validFrom || at >= coupon.validTo) return 'the coupon does not hold now'
  return coupon.left === 0 || !coupon.claimable ? 'no such coupon is left' : null
}

// What has not arrived yet is within its window: the days count from the receipt.
function withinDays({ at }: ActFacts, from: number | null, days: number): string | null {
  if (from === null) return null
  return at - from <= days * DAY_MS ? null : `more than ${days} days ago`
}

function categoryReturnable({ product, limits }: ActFacts): string | null {
  // Goods that the shop no longer knows cannot be shown to be excluded.
  if (!product) return null
  const excluded = limits.nonReturnableCategories.find((category) => product.category.startsWith(category))
  return excluded === undefined ? null : 'goods of this category cannot be sent back'
}

interface Swap {
  readonly fromSkuId: string
  readonly toSkuId: string
  /** Null = as many as the line has. */
  readonly quantity: number | null
}

function swapOf(action: CommerceAction): Swap | null {
  if (action.kind === 'change-sku') return { fromSkuId: action.fromSkuId, toSkuId: action.toSkuId, quantity: null }
  if (action.kind === 'exchange') return { fromSkuId: action.skuId, toSkuId: action.toSkuId, quantity: action.quantity }
  return null
}

function sameProduct(action: CommerceAction, { order, product }: ActFacts): string | null {
  const swap = swapOf(action)
  const line = order?.lines.find((candidate) => candidate.skuId === swap?.fromSkuId)
  if (!line) return 'the order has no such article'
  if (swap?.quantity && swap.quantity > line.quantity) return 'more than was bought'
  const isOfProduct = product?.productId === line.productId && product.skus.some((sku) => sku.skuId === swap?.toSkuId)
  return isOfProduct ? null : 'the wanted article is another product'
}

function targetInStock(action: CommerceAction, { order, product }: ActFacts): string | null {
  const swap = swapOf(action)
  const wanted = product?.skus.find((sku) => sku.skuId === swap?.toSkuId)
  const quantity = swap?.quantity ?? order?.lines.find((line) => line.skuId === swap?.fromSkuId)?.quantity ?? 1
  if (!wanted || !product?.onShelf) return 'the wanted article is not on sale'
  return wanted.stock === null || wanted.stock >= quantity ? null : 'the wanted article is sold out'
}

function amountWithinPaid(action: CommerceAction, { order, refunds, givenFen }: ActFacts): string | null {
  if (!order) return 'there is no such order'
  const refundedFen = refunds
    .filter((refund) => refund.state === 'done' && refund.kind !== 'exchange')
    .reduce((sum, refund) => sum + refund.amount.amount, 0)
  const leftFen = order.total.amount - refundedFen - givenFen
  const line = 'skuId' in action ? order.lines.find((candidate) => candidate.skuId === action.skuId) : null
  if (line === undefined) return 'the order has no such article'
  if (line && action.kind === 'return-goods' && action.quantity > line.quantity) return 'more than was bought'
  return amountOf(action) <= leftFen ? null : 'more than was paid and not given back yet'
}

const amountWithinLimit = (action: CommerceAction, { givenFen, limits }: ActFacts): string | null =>
  amountOf(action) + givenFen <= limits.compensationLimitFen ? null : 'more than the shop allows without a person'

function amountOf(action: CommerceAction): number {
  if (action.kind === 'price-protection') return action.differenceFen
  return 'amountFen' in action ? action.amountFen : 0
}
