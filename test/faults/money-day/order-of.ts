import { type Books, isInWindow, latestRows } from './books.ts'
import { endless } from './items.ts'
import type { Change, Plan } from './journal.ts'
import { reckon } from './reckon.ts'
import type { Stage } from './stage.ts'

export interface Buying {
  readonly changes: readonly Change[]
  readonly books: readonly Books[]
  readonly stage: Pick<Stage, 'shopId' | 'now'>
}

const QUIET_MS = 400
const LOOKED_BACK = 40

/** An order that was paid some changes ago, at what it cost then; null: there was no quiet moment. */
export function orderOf(
  { customerId, sku }: { customerId: string; sku: { productId: string; skuId: string } | undefined },
  { changes, books, stage }: Buying,
): Plan | null {
  const first = Math.max(0, changes.length - LOOKED_BACK)
  for (let count = first; count < changes.length && sku; count += 1) {
    const [done, next] = [changes[count], changes[count + 1]]
    const then = books[count + 1]
    const until = next?.sentAt ?? stage.now()
    if (!done || !then || until - done.ackAt < QUIET_MS) continue
    const at = Math.floor((done.ackAt + until) / 2)
    const basket = [{ productId: sku.productId, skuId: sku.skuId, quantity: 1 + (count % 2) }]
    const held = { ...endless(then), isStopped: false }
    const till = { books: held, at, shopId: stage.shopId, region: null, entrance: null, customerId: null }
    // Whether a row begins or ends in the quiet, and at which side of it the order lies, is told by nobody.
    const isEdge = latestRows(then).some((row) => isInWindow(row, done.ackAt) !== isInWindow(row, until))
    const paid = isEdge ? null : reckon(basket, till, { claims: [] })
    if (!paid) continue
    const order = {
      ...{ orderId: `o-${customerId}`, customerId, ...basket[0], title: sku.productId, province: '浙江' },
      ...{ productId: sku.productId, skuId: sku.skuId, quantity: basket[0]?.quantity ?? 1 },
      ...{ unitFen: paid.lines[0]?.unitFen ?? 0, totalFen: paid.goodsFen - paid.savedFen, paidAt: at },
    }
    return { what: 'order', order }
  }
  return null
}
