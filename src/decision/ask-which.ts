import type { Act, Context, Pending, Understanding } from '../dialogue/index.ts'
import { clip } from '../kernel/clip.ts'
import { optionsOf } from './order-for.ts'
import type { Policy } from './policy.ts'

const MOST_OPTIONS = 5

/**
 * Two things of the talk are as likely and nothing sure is asked: which one is asked first, with buttons. What was asked is read
 * again when it is known.
 */
export const askWhich: Policy = {
  name: 'ask-which',
  decide(seen, context) {
    const { orderRivals, productRivals, tie } = seen.focus
    if (seen.wanted.length === 0 || isRemark(seen, context)) return null
    if (orderRivals.length > 1) return [ask('order', optionsOf(ordersOf(orderRivals, context)), seen)]
    if (!tie || productRivals.length < 2) return null
    const options = productRivals
      .slice(0, MOST_OPTIONS)
      .map((id, i) => ({ token: `p${i + 1}`, value: id, label: clip(context.catalogue.product(id)?.title ?? id, 100) }))
    return [ask('product', options, seen)]
  },
}

const ask = (kind: 'product' | 'order', options: Pending['options'], { text }: Understanding): Act => ({
  kind: 'ask',
  what: kind,
  pending: { kind, entryId: null, options: options.slice(0, MOST_OPTIONS), text },
  why: `two of the talk are as likely`,
})

const ordersOf = (ids: readonly string[], { orders }: Context) =>
  orders.filter(({ order }) => ids.includes(order.orderId))

/** Small talk and what somebody tells needs no thing. */
function isRemark({ wanted }: Understanding, { knowledge }: Context): boolean {
  return wanted.every(({ best, band }) => {
    const kind = best && band !== 'unsure' ? knowledge.entry(best.entryId)?.kind : undefined
    return kind === 'talk' || kind === 'act'
  })
}
