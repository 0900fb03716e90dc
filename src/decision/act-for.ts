import type { Act, Bound, Context, Pending, Understanding } from '../dialogue/index.ts'
import type { Entry } from '../knowledge/index.ts'
import { orderFor } from './order-for.ts'
import { timesAsked } from './times-asked.ts'

/** The gap after which we say what we take the talk to be about. */
const SAY_ASSUMED_MS = 30 * 60_000
const MOST_OPTIONS = 5
/** The third time the same question comes, a person takes it. */
const TIMES_BEFORE_PERSON = 2

export interface Matter {
  readonly seen: Understanding
  readonly context: Context
  readonly text: string
}

/** From a recognised entry to what is done about it: hand off, ask which thing, answer. */
export function actFor(entry: Entry, matter: Matter, why: string): Act[] {
  const { context, seen } = matter
  if (entry.handoff === 'always')
    return [{ kind: 'hand-off', reason: isRequestForPerson(entry) ? 'asked' : 'rule', entryId: entry.entryId, why }]
  if (entry.kind === 'talk' || entry.kind === 'act') return [{ kind: 'talk', entryId: entry.entryId, why }]
  if (timesAsked(entry, { bound: boundTo(seen), seen }, context) >= TIMES_BEFORE_PERSON) {
    return [{ kind: 'hand-off', reason: 'repeated', entryId: null, why: 'the same question came a third time' }]
  }
  if (entry.needs === 'product' || entry.needs === 'cart') return aboutProduct(entry, matter, why)
  if (entry.needs !== 'none') return aboutOrder(entry, matter, why)
  return [{ kind: 'answer', entryId: entry.entryId, bound: boundTo(seen), assumed: null, why }]
}

const isRequestForPerson = ({ kind, entryId }: Entry): boolean => kind === 'act' && entryId !== FORGET

/** Scenario of the general pack with words of its own: what is forgotten at once, and what a person deletes. */
const FORGET = 'general.act.forget'

const boundTo = ({ focus }: Understanding): Bound => ({
  productId: focus.product?.id ?? null,
  skuId: focus.skuId,
  orderId: focus.order?.id ?? null,
})

function aboutProduct(entry: Entry, { seen, context, text }: Matter, why: string): Act[] {
  const { product, productRivals } = seen.focus
  const isPutTogether = entry.needs === 'cart' && seen.cart !== null && seen.cart.lines.length > 0
  if (isPutTogether && seen.cart?.origin !== 'focus')
    return [{ kind: 'answer', entryId: entry.entryId, bound: boundTo(seen), assumed: null, why }]
  if (product) {
    const assumed = product.origin === 'memory' && product.gapMs > SAY_ASSUMED_MS ? 'product' : null
    return [{ kind: 'answer', entryId: entry.entryId, bound: boundTo(seen), assumed, why }]
  }
  // Several things that are asked about together are reckoned together.
  const [first, second] = seen.cart?.origin === 'words' ? seen.cart.lines : []
  if (first && second) {
    const bound = { ...boundTo(seen), productId: first.productId, skuId: first.skuId }
    return [
      { kind: 'answer', entryId: entry.entryId, bound, assumed: null, why: `${why}; of what the words put together` },
    ]
  }
  if (productRivals.length === 0 && context.catalogue.isEmpty) {
    return [
      {
        kind: 'answer',
        entryId: entry.entryId,
        bound: boundTo(seen),
        assumed: null,
        why: `${why}; the shop shows no products`,
      },
    ]
  }
  const options = productRivals
    .slice(0, MOST_OPTIONS)
    .map((id, i) => ({ token: `p${i + 1}`, value: id, label: context.catalogue.product(id)?.title ?? id }))
  return [
    {
      kind: 'ask',
      what: 'product',
      pending: { kind: 'product', entryId: entry.entryId, options, text },
      why: 'the answer depends on the product',
    },
  ]
}

function aboutOrder(entry: Entry, { seen, context, text }: Matter, why: string): Act[] {
  // Orders are spoken of to nobody whose identity no one vouches for; a shop that shows no goods has none to guard.
  if (context.buyer.customerId === null && !context.catalogue.isEmpty) {
    return [{ kind: 'acknowledge', speech: 'order.unverified', why: 'the buyer is not vouched for' }]
  }
  const found = orderFor(entry, seen, context)
  if (found.kind === 'one' || found.kind === 'none') {
    const bound = { ...boundTo(seen), orderId: found.kind === 'one' ? found.orderId : null }
    return [
      {
        kind: 'answer',
        entryId: entry.entryId,
        bound,
        assumed: found.kind === 'one' && found.isAssumed ? 'order' : null,
        why,
      },
    ]
  }
  const pending: Pending = {
    kind: 'order',
    entryId: entry.entryId,
    options: found.options.slice(0, MOST_OPTIONS),
    text,
  }
  return [{ kind: 'ask', what: 'order', pending, why: 'several orders fit' }]
}
