import { z } from 'zod'
import type { Context, Entity, Focus, FocusThing, Turn } from '../dialogue/index.ts'
import { normalise } from '../language/index.ts'
import type { Product } from '../shop/index.ts'
import { optionNamed } from './option-named.ts'

/** The value of a `focus-product` or `focus-order` fact. */
export const focusValue = z.object({ id: z.string(), skuId: z.string().nullable().default(null) })

const MOST_HITS = 5

/** How sharply the best mention must stand out before it counts as named. */
const CLEAR_LEAD = 1.15

export interface FocusHint {
  /** Product or order that the buyer just chose from a menu of ours. */
  readonly chosen: { readonly kind: 'product' | 'order'; readonly id: string } | null
  readonly text: string
}

/** What the talk is about: the screen first, then a choice, then words, then memory. */
export function resolveFocus(turn: Turn, context: Context, hint: FocusHint): { focus: Focus; entities: Entity[] } {
  const entities: Entity[] = []
  const reference = [...turn.messages].reverse().find((message) => message.reference)?.reference ?? null
  const named = productNamed(context, hint.text)
  const product = productInFocus(context, { reference: reference?.productId ?? null, hint, named: named.best })
  const order = orderInFocus(context, reference?.orderId ?? null, hint)
  if (named.best)
    entities.push({
      kind: 'product',
      value: named.best.productId,
      text: named.best.title,
      confidence: 0.8,
      origin: 'words',
    })
  if (order && order.origin === 'words')
    entities.push({ kind: 'order-number', value: order.id, text: order.id, confidence: 1, origin: 'words' })
  const about = product ? context.catalogue.product(product.id) : undefined
  const option = about ? optionNamed(about, normalise(hint.text).text, context.knowledge.optionWords) : null
  if (option)
    entities.push({ kind: 'option', value: option.value, text: option.value, confidence: 0.9, origin: 'words' })
  const skuId = reference?.skuId ?? option?.skuId ?? rememberedSku(context, product)
  const productRivals = product || !named.isTied ? [] : named.rivals.map((rival) => rival.productId)
  return { entities, focus: { product, skuId, order, productRivals, orderRivals: [] } }
}

interface Named {
  readonly best: Product | null
  readonly isTied: boolean
  readonly rivals: readonly Product[]
}

/** The product that words name, if one stands out. */
export function productNamed(context: Context, text: string): Named {
  const hits = context.catalogue.mentioned(text, MOST_HITS)
  const [first, second] = hits
  if (!first || first.score < 0.6) return { best: null, isTied: false, rivals: [] }
  if (!second || first.score >= second.score * CLEAR_LEAD) return { best: first.product, isTied: false, rivals: [] }
  const rivals = hits.filter((hit) => hit.score * CLEAR_LEAD > first.score).map((hit) => hit.product)
  return { best: null, isTied: true, rivals }
}

interface ProductClues {
  readonly reference: string | null
  readonly hint: FocusHint
  readonly named: Product | null
}

function productInFocus(context: Context, { reference, hint, named }: ProductClues): FocusThing | null {
  if (reference !== null && context.catalogue.product(reference)) {
    // Somebody may ask for another thing than the one on his screen, if he names it and nothing of this one.
    if (named && isPlain(hint.text, named) && !mentions(context, hint.text, reference))
      return fresh(named.productId, 'words', 0.7)
    return fresh(reference, 'reference', 1)
  }
  if (hint.chosen?.kind === 'product') return fresh(hint.chosen.id, 'choice', 1)
  // Words that fit several products, or no more than a colour, do not outweigh the one we spoke of.
  const remembered = latest(context, 'focus-product')
  const known = remembered && context.catalogue.product(remembered.id) ? remembered : null
  return named && (!known || isPlain(hint.text, named)) ? fresh(named.productId, 'words', 0.8) : known
}

/** Named by a run of characters that is more than a colour or a common word. */
function isPlain(text: string, { title }: Product): boolean {
  const name = normalise(title).text.replaceAll(' ', '')
  for (const run of normalise(text).text.split(' ')) {
    for (let from = 0; from + NAME_RUN <= run.length; from += 1) {
      const part = run.slice(from, from + NAME_RUN)
      if (!DIGITS.test(part) && name.includes(part)) return true
    }
  }
  return false
}

const NAME_RUN = 3
const DIGITS = /^\d/

const mentions = (context: Context, text: string, productId: string): boolean =>
  context.catalogue.mentioned(text, MOST_HITS).some(({ product }) => product.productId === productId)

function orderInFocus(context: Context, reference: string | null, hint: FocusHint): FocusThing | null {
  const mine = context.orders.map(({ order }) => order.orderId)
  if (reference !== null && mine.includes(reference)) return fresh(reference, 'reference', 1)
  if (hint.chosen?.kind === 'order') return fresh(hint.chosen.id, 'choice', 1)
  const plain = normalise(hint.text).text.replaceAll(' ', '')
  const written = /\d{4}/.test(plain)
    ? mine.find((id) => id.length >= 6 && plain.includes(normalise(id).text.replaceAll(' ', '')))
    : undefined
  if (written) return fresh(written, 'words', 1)
  const remembered = latest(context, 'focus-order')
  return remembered && mine.includes(remembered.id) ? remembered : null
}

const fresh = (id: string, origin: FocusThing['origin'], confidence: number): FocusThing => ({
  id,
  origin,
  confidence,
  gapMs: 0,
})

function latest(context: Context, kind: string): FocusThing | null {
  const facts = context.memory.filter((fact) => fact.kind === kind).sort((a, b) => b.recordedAt - a.recordedAt)
  const [last] = facts
  const value = last ? focusValue.safeParse(last.value).data : undefined
  if (!last || !value) return null
  return { id: value.id, origin: 'memory', confidence: 0.9, gapMs: Math.max(0, context.now - last.recordedAt) }
}

function rememberedSku(context: Context, product: FocusThing | null): string | null {
  if (product?.origin !== 'memory') return null
  const fact = context.memory.find(
    ({ kind, value }) => kind === 'focus-product' && focusValue.safeParse(value).data?.id === product.id,
  )
  return focusValue.safeParse(fact?.value).data?.skuId ?? null
}
