import type { Context, Decision, OrderFacts } from '../dialogue/index.ts'
import { formatMoney } from '../kernel/money.ts'
import { pricedNow } from './money/price-text.ts'
import { latestRefund } from './order-words.ts'
import { sourceOfProduct } from './product-words.ts'
import { type Scene, setScene } from './scene.ts'
import { sayAgo, sayTime } from './say-time.ts'
import type { Occasion } from './speak-entry.ts'
import { say } from './speech.ts'
import { type Spoken, spoken, textContent } from './spoken.ts'
import { changeSince, stateBefore } from './state-of-product.ts'

/** After a long gap we say what we take the talk to be about, and what has changed about it since. */
export function speakAssumed({ assumed, acts }: Decision, occasion: Occasion): Spoken {
  const { context, seen } = occasion
  if (assumed === 'product') return ofProduct(occasion, 'always')
  // "I'll take it then": whoever only tells something has to know that it was sold meanwhile.
  if (!assumed && acts.every(({ kind }) => kind === 'talk')) return ofProduct(occasion, 'changed')
  const facts =
    assumed === 'order' ? context.orders.find((one) => one.order.orderId === seen.focus.order?.id) : undefined
  return facts ? ofOrder(facts, occasion) : spoken({})
}

function ofOrder({ order, refunds }: OrderFacts, { context, seen }: Occasion): Spoken {
  const saying = { context, language: seen.language }
  const refund = latestRefund(refunds)
  const state = refund
    ? say('assume.refund', saying, {
        variables: new Map([['refund.state', say(`refund.state.${refund.state}`, saying)]]),
      })
    : say(`order.state.${order.state}`, saying)
  const variables = new Map([
    ['order.no', order.orderId],
    ['order.placedAt', sayTime(order.placedAt, saying, false)],
    ['order.state', state],
  ])
  return spoken({ contents: [textContent(say('assume.order', saying, { variables }))] })
}

function ofProduct({ context, seen }: Occasion, when: 'always' | 'changed'): Spoken {
  const { product, skuId } = seen.focus
  if (when === 'changed' && (product?.origin !== 'memory' || stateBefore(product.id, context.memory) === null))
    return spoken({})
  const about = product ? context.catalogue.product(product.id) : undefined
  if (!product || !about) return spoken({})
  const bound = { productId: product.id, skuId, orderId: null }
  const scene = setScene(context, bound, { language: seen.language, attributeId: null, measures: [], cart: null })
  const variant = scene.sku && about.skus.length > 1 ? Object.values(scene.sku.options).join(' ') : ''
  const variables = new Map([
    ['product.title', variant === '' ? about.title : `${about.title} ${variant}`],
    ['time.ago', sayAgo(context.now - product.gapMs, scene)],
  ])
  const { text, quoted } = changedSince(scene, context)
  if (when === 'changed' && text === '') return spoken({})
  return spoken({ contents: [textContent(say('assume.product', scene, { variables }) + text, quoted)], quoted })
}

/** What holds now of the thing and did not when it was last talked of. */
function changedSince(scene: Scene, { memory }: Context): Change {
  const { product, sku } = scene
  const before = product ? stateBefore(product.productId, memory) : null
  const changed = product && before ? changeSince(before, product, sku) : null
  if (!product || !changed) return { text: '', quoted: [] }
  if (changed !== 'price') {
    const quoted = [{ variable: 'product.stock', value: '', ...sourceOfProduct(product) }]
    return { text: say(STOCK[changed], scene), quoted }
  }
  const priced = pricedNow(product, sku, scene)
  if (!priced) return { text: '', quoted: [] }
  const value = formatMoney(priced.low)
  const text = say('assume.price', scene, { variables: new Map([['product.price', value]]) })
  return { text, quoted: [{ variable: 'product.price', value, ...priced.source }] }
}

type Change = Pick<Spoken, 'quoted'> & { readonly text: string }

const STOCK = { 'off-shelf': 'assume.offShelf', 'sold-out': 'assume.soldOut', back: 'assume.back' } as const
