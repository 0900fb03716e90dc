import type { ListedShop } from '../catalogue.ts'
import { DAY_MS } from '../clock.ts'
import type { Course } from '../life/advance.ts'
import type { Product } from '../shapes.ts'
import { type OrderAction, type Outcome, refused } from './action.ts'

export interface Judged {
  readonly shop: Omit<ListedShop, 'coupons' | 'colours'>
  readonly course: Course
  /** The product of the article that the act names. */
  readonly product: Product | null
  readonly hasInvoice: boolean
  /** Compensation and price protection so far, fen. */
  readonly givenFen: number
  readonly at: number
}

type Rule = readonly [name: string, holds: (action: OrderAction, facts: Judged) => boolean, reason: string]

const isPaid = ({ course }: Judged) => course.order.paidAt !== null
const isShipped = ({ course }: Judged) => course.order.shippedAt !== null
const noOpenRefund = ({ course }: Judged) =>
  !course.refunds.some((refund) => ['requested', 'agreed', 'sent-back'].includes(refund.state))
const within = (from: number | null, days: number, at: number) => from === null || at - from <= days * DAY_MS

const OWN: Rule = [
  'order-belongs-to-buyer',
  (action, { course }) => course.order.customerId === action.customerId,
  '订单不属于该买家',
]
const NOT_SHIPPED: Rule = ['not-shipped', (_action, facts) => !isShipped(facts), '订单已发货']
const NOT_CLOSED: Rule = ['not-closed', (_action, { course }) => course.order.state !== 'closed', '订单已关闭']
const PAID: Rule = ['paid', (_action, facts) => isPaid(facts), '订单未付款']
const SHIPPED: Rule = ['shipped', (_action, facts) => isShipped(facts), '订单未发货']
const NO_REFUND: Rule = ['no-open-refund', (_action, facts) => noOpenRefund(facts), '订单有进行中的售后']
const RETURN_WINDOW: Rule = [
  'within-return-window',
  (_action, { course, shop, at }) => within(course.order.receivedAt, shop.returnDays, at),
  '已超过退换期限',
]
const PROTECTION_WINDOW: Rule = [
  'within-protection-window',
  (_action, { course, shop, at }) => within(course.order.paidAt, shop.priceProtectionDays, at),
  '已超过价保期限',
]
const RETURNABLE: Rule = [
  'category-returnable',
  (_action, { product, shop }) =>
    !shop.nonReturnableCategories.some((category) => product?.category.startsWith(category)),
  '该类目不支持无理由退货',
]
const SAME_PRODUCT: Rule = ['same-product', isSameProduct, '只能换同款商品']
const IN_STOCK: Rule = ['target-in-stock', isInStock, '目标规格无货']
const WITHIN_PAID: Rule = ['amount-within-paid', isWithinPaid, '金额超过实付']
const WITHIN_LIMIT: Rule = [
  'amount-within-limit',
  (action, { givenFen, shop }) => amountOf(action) + givenFen <= shop.compensationLimitFen,
  '超过补偿上限',
]
const INVOICE_ONCE: Rule = ['invoice-once', (_action, { hasInvoice }) => !hasInvoice, '已开过发票']

const RULES: Readonly<Record<OrderAction['kind'], readonly Rule[]>> = {
  'cancel-order': [OWN, NOT_SHIPPED, NOT_CLOSED, NO_REFUND],
  'change-address': [OWN, NOT_SHIPPED, NOT_CLOSED],
  'change-sku': [OWN, NOT_SHIPPED, NOT_CLOSED, SAME_PRODUCT, IN_STOCK],
  'change-note': [OWN, NOT_SHIPPED, NOT_CLOSED],
  refund: [OWN, PAID, NOT_CLOSED, WITHIN_PAID, NO_REFUND],
  'return-goods': [OWN, SHIPPED, RETURN_WINDOW, RETURNABLE, WITHIN_PAID, NO_REFUND],
  exchange: [OWN, SHIPPED, RETURN_WINDOW, SAME_PRODUCT, IN_STOCK, NO_REFUND],
  invoice: [OWN, PAID, NOT_CLOSED, INVOICE_ONCE],
  'price-protection': [OWN, PAID, NOT_CLOSED, PROTECTION_WINDOW, WITHIN_PAID],
  compensation: [OWN, PAID, WITHIN_PAID, WITHIN_LIMIT],
  'ship-reminder': [OWN, PAID, NOT_SHIPPED, NOT_CLOSED],
}

/** The shop judges for itself, whatever the asker has checked before. Null = nothing stands against it. */
export function judge(action: OrderAction, facts: Judged): Outcome | null {
  const broken = RULES[action.kind].find(([, holds]) => !holds(action, facts))
  return broken ? refused(broken[0], broken[2]) : null
}

interface Swap {
  readonly from: string
  readonly to: string
}

export function swapOf(action: OrderAction): Swap | null {
  if (action.kind === 'change-sku') return { from: action.fromSkuId, to: action.toSkuId }
  return action.kind === 'exchange' ? { from: action.skuId, to: action.toSkuId } : null
}

function isSameProduct(action: OrderAction, { course, product }: Judged): boolean {
  const swap = swapOf(action)
  const line = course.order.lines.find((candidate) => candidate.skuId === swap?.from)
  const quantity = action.kind === 'exchange' ? action.quantity : 1
  return !!line && quantity <= line.quantity && !!product?.skus.some((sku) => sku.skuId === swap?.to)
}

function isInStock(action: OrderAction, { course, product }: Judged): boolean {
  const swap = swapOf(action)
  const line = course.order.lines.find((candidate) => candidate.skuId === swap?.from)
  const quantity = action.kind === 'exchange' ? action.quantity : (line?.quantity ?? 1)
  const wanted = product?.skus.find((sku) => sku.skuId === swap?.to)
  return product?.onShelf === true && !!wanted && wanted.stock >= quantity
}

function isWithinPaid(action: OrderAction, { course, givenFen }: Judged): boolean {
  const line = 'skuId' in action ? course.order.lines.find((candidate) => candidate.skuId === action.skuId) : null
  if (line === undefined) return false
  if (line && action.kind === 'return-goods' && action.quantity > line.quantity) return false
  const backFen = course.refunds
    .filter((refund) => refund.state === 'done')
    .reduce((sum, refund) => sum + refund.amount.amount, 0)
  return amountOf(action) <= course.order.total.amount - backFen - givenFen
}

export function amountOf(action: OrderAction): number {
  if (action.kind === 'price-protection') return action.differenceFen
  return 'amountFen' in action ? action.amountFen : 0
}
