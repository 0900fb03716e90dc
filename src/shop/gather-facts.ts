import type { Clock } from '../kernel/clock.ts'
import { done, failed, type Result } from '../kernel/result.ts'
import type { Database, Tx } from '../storage/index.ts'
import type { ActFacts, ActLimits } from './check-act.ts'
import { readActsDone } from './commerce-action.store.ts'
import type { CommerceAction } from './commerce-action.ts'
import type { BackendProblem, CommerceBackend } from './commerce-backend.ts'
import type { Order, Product } from './commerce.ts'
import { readCoupons, readRefunds } from './mirror-reads.store.ts'
import { effectiveSettings } from './settings.store.ts'
import type { ShopRef } from './shop.store.ts'
import { synchronise } from './synchronise.ts'

interface FactTools {
  readonly database: Database
  readonly clock: Clock
  readonly backend: CommerceBackend
}

/** Days and amounts of a shop that says nothing: the law's 7 days of no-reason return, no price protection, no compensation. */
const LEGAL_RETURN_DAYS = 7

/** Reads from the shop itself whatever this act is judged by; the mirror is good enough for talk, not for acts. */
export async function gatherFacts(
  tools: FactTools,
  shop: ShopRef,
  action: CommerceAction,
): Promise<Result<ActFacts, BackendProblem>> {
  const { backend, database, clock } = tools
  const order = 'orderId' in action ? await backend.order(action.orderId) : done(null)
  if (!order.ok) return order
  const product = await productMeant(backend, action, order.value)
  if (!product.ok) return product
  const [report] = await synchronise(tools, shop, ['orderId' in action ? 'refunds' : 'coupons'])
  if (report?.problem) return failed(report.problem)
  const ours = await database.within([shop.orgId], (tx) => ownFacts(tx, shop, action))
  return done({ ...ours, order: order.value, product: product.value, at: clock.now() })
}

async function productMeant(
  backend: CommerceBackend,
  action: CommerceAction,
  order: Order | null,
): Promise<Result<Product | null, BackendProblem>> {
  const skuId = action.kind === 'change-sku' ? action.fromSkuId : 'skuId' in action ? action.skuId : null
  const line = order?.lines.find((candidate) => candidate.skuId === skuId)
  return line ? backend.product(line.productId) : done(null)
}

async function ownFacts(
  tx: Tx,
  shop: ShopRef,
  action: CommerceAction,
): Promise<Omit<ActFacts, 'order' | 'product' | 'at'>> {
  const of = 'orderId' in action ? { orderId: action.orderId } : { customerId: action.customerId }
  const acts = await readActsDone(tx, shop, of)
  const refunds = 'orderId' in action ? await readRefunds(tx, shop, [action.orderId]) : []
  const coupons = action.kind === 'coupon-grant' ? await readCoupons(tx, shop) : []
  const wantedCoupon = action.kind === 'coupon-grant' ? action.couponId : null
  return {
    refunds: refunds.map((seen) => seen.item),
    coupon: coupons.find((seen) => seen.item.couponId === wantedCoupon)?.item ?? null,
    couponsGranted: acts.filter((act) => act.kind === 'coupon-grant' && act.couponId === wantedCoupon).length,
    invoicesMade: acts.filter((act) => act.kind === 'invoice').length,
    givenFen: acts.reduce((sum, act) => sum + givenBy(act), 0),
    limits: await limitsOf(tx, shop),
  }
}

function givenBy(act: CommerceAction): number {
  if (act.kind === 'compensation') return act.amountFen
  return act.kind === 'price-protection' ? act.differenceFen : 0
}

async function limitsOf(tx: Tx, shop: ShopRef): Promise<ActLimits> {
  const { settings } = await effectiveSettings(tx, shop)
  return {
    returnDays: settings.policies.returnDays ?? LEGAL_RETURN_DAYS,
    priceProtectionDays: settings.policies.priceProtectionDays ?? 0,
    compensationLimitFen: settings.compensationLimitFen,
    nonReturnableCategories: settings.nonReturnableCategories,
  }
}
