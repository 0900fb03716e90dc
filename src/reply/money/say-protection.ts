import type { OrderFacts } from '../../dialogue/index.ts'
import type { Source } from '../../message/index.ts'
import { type Compared, protectPrice, type Question, quote, stepsAtClaim } from '../../offer/index.ts'
import type { Resolved } from '../resolved.ts'
import { sayTime } from '../say-time.ts'
import type { Scene } from '../scene.ts'
import { say } from '../speech.ts'
import { articleOf, lineOf } from './article.ts'
import { yuan } from './naming.ts'
import { freightRows } from './say-freight.ts'
import { sourcesOfQuote } from './sources.ts'

export type Protection =
  | { readonly kind: 'compared'; readonly compared: Compared; readonly nowSources: readonly Source[] }
  | { readonly kind: 'ended' | 'not-protected' | 'unsure' | 'no-order' }

const known = new WeakMap<Scene, Protection>()

/**
 * Price protection of the order that is meant. `unsure`: what our ledger says of the purchase is not what was paid (a coupon of
 * the platform, a price by hand), so no difference is told and a person looks.
 */
export function protectionOf(scene: Scene): Protection {
  const before = known.get(scene)
  if (before) return before
  const found = compare(scene)
  known.set(scene, found)
  return found
}

function compare(scene: Scene): Protection {
  const { context } = scene
  const order = orderMeant(scene)
  if (!order || context.offers.isStopped) return { kind: 'no-order' }
  const bought = purchase(order, scene)
  if (!bought) return { kind: 'unsure' }
  const paid = quote(bought)
  const freight = order.order.freight.amount
  if (paid.status !== 'quoted' || paid.goodsPayableFen + freight !== order.order.total.amount) return { kind: 'unsure' }
  const compared = protectPrice(bought, { at: context.now })
  if (compared.status === 'compared') {
    const now = stepsAtClaim(bought, { at: context.now })
    return { kind: 'compared', compared, nowSources: now ? sourcesOfQuote(now) : [] }
  }
  const [error] = compared.errors
  if (error?.code === 'not-protected') return { kind: 'not-protected' }
  return { kind: error?.code === 'protection-ended' ? 'ended' : 'unsure' }
}

/** The one spoken of, else the only one that was paid. */
export function orderMeant({ order, context }: Scene): OrderFacts | null {
  if (order) return order
  const [only, second] = context.orders.filter(({ order: { paidAt } }) => paidAt !== null)
  return only && !second ? only : null
}

/** The order as a question to the ledger: at the moment of buying, as it was known then. */
function purchase({ order }: OrderFacts, scene: Scene): Question | null {
  const { catalogue, offers, shop, buyer } = scene.context
  const lines = order.lines.flatMap((line, place) => {
    const product = catalogue.product(line.productId)
    const sku = product?.skus.find(({ skuId }) => skuId === line.skuId)
    if (!product || !sku) return []
    const { stock: _stock, ...article } = articleOf(product, sku, { shop, room: null })
    return [lineOf(article, `l${place + 1}`, line.quantity)]
  })
  if (lines.length !== order.lines.length) return null
  const at = order.paidAt ?? order.placedAt
  return { ledger: offers.ledger, cart: { lines }, buyer: { id: buyer.buyerId }, at, knownAt: at }
}

/** `{protection.*}`: days of the rule; of the order until when, paid, now, difference. */
export function protectionVariable(field: string, scene: Scene): Resolved | undefined {
  if (field === 'days') return days(scene)
  const found = protectionOf(scene)
  if (found.kind !== 'compared') return undefined
  const { compared, nowSources } = found
  const order = orderMeant(scene)?.order
  const sources = [
    ...(order ? [{ sourceId: `order:${order.orderId}`, version: String(order.updatedAt), validTo: null }] : []),
    ...freightRows(scene, 'price-protection').map(({ id }) => ({
      sourceId: id,
      version: String(compared.nowVersion),
      validTo: Date.parse(compared.until),
    })),
  ]
  switch (field) {
    case 'until':
      return { value: sayTime(Date.parse(compared.until), scene), sources }
    case 'paid':
      return { value: yuan(compared.paidFen), sources }
    case 'now':
      return { value: yuan(compared.nowFen), sources: [...sources, ...nowSources] }
    case 'difference':
      return { value: yuan(compared.differenceFen), sources: [...sources, ...nowSources] }
    default:
      return undefined
  }
}

function days(scene: Scene): Resolved | undefined {
  const rows = freightRows(scene, 'price-protection')
  const most = Math.max(0, ...rows.map(({ terms }) => terms.days ?? 0))
  const row = rows.find(({ terms }) => terms.days === most)
  if (!row || most === 0) return undefined
  const { version } = scene.context.offers.ledger.now
  const source = { sourceId: row.id, version: String(version), validTo: Number.isFinite(row.to) ? row.to : null }
  return { value: say('unit.days', scene, { variables: new Map([['value', String(most)]]) }), source }
}
