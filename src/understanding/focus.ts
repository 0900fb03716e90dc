import type { Context, Entity, Focus, FocusThing, Turn } from '../dialogue/index.ts'
import { normalise } from '../language/index.ts'
import type { Product } from '../shop/index.ts'
import type { FocusHint, Things } from './focus-clues.ts'
import { type Mention, meantOf, mentionsIn } from './mentions.ts'
import { type OrderClues, orderInFocus } from './order-focus.ts'
import { recall, type Recalled } from './recalled.ts'
import { variantNamed } from './variant-named.ts'

export { focusValue } from './recalled.ts'

const MOST_HITS = 5

/** How sharply the best mention must stand out before it counts as named. */
const CLEAR_LEAD = 1.15

/** What the talk is about: the screen first, then a choice, then words, then memory. */
export function resolveFocus(turn: Turn, context: Context, hint: FocusHint): { focus: Focus; entities: Entity[] } {
  const reference = [...turn.messages].reverse().find((message) => message.reference)?.reference ?? null
  const text = context.knowledge.focus.inWords(hint.text)
  const mentions = mentionsIn(text, context)
  const things = productsInFocus({
    context,
    hint: { ...hint, text },
    reference: reference?.productId ?? null,
    mentions,
  })
  const order = orderInFocus({ context, hint: { ...hint, text }, reference: reference?.orderId ?? null, things })
  const product = ofOrder(things, order, context)
  const about = product ? context.catalogue.product(product.id) : undefined
  const option = about ? (variantNamed(about, text, context) ?? variantByPlace(about, text, context)) : null
  const skuId = reference?.skuId ?? option?.skuId ?? (option ? null : rememberedSku(context, product))
  const focus: Focus = {
    product,
    skuId,
    order: order.thing,
    productRivals: product ? [] : things.rivals,
    orderRivals: order.rivals,
    group: things.group,
    tie: things.tie,
    isPassing: things.isPassing,
  }
  return { focus, entities: entitiesOf({ named: things.named, order: order.thing, option: option?.value ?? null }) }
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

const NOTHING: Things = { product: null, named: null, rivals: [], group: [], tie: null, isPassing: false }

interface ProductClues {
  readonly context: Context
  readonly hint: FocusHint
  readonly reference: string | null
  readonly mentions: readonly Mention[]
}

function productsInFocus(clues: ProductClues): Things {
  const { context, hint, reference, mentions } = clues
  const known = recall(context, 'focus-product')
  if (reference !== null && context.catalogue.product(reference)) return onScreen(reference, clues, known)
  if (hint.chosen?.kind === 'product') return chosen(hint.chosen.id, known)
  const meant = meantOf(mentions)
  const [one, another] = meant
  if (one && !another) return namedOne(one, clues, known)
  if (one && another) return namedSeveral(meant)
  if (mentions.some(({ manner }) => manner === 'passing')) return namedInPassing(mentions, known, context)
  const likely = productNamed(context, hint.text)
  // Where the merchant told what a thing is called, a common word of its title does not name it.
  const mustBePlain = known.length > 0 || (likely.best?.names?.length ?? 0) > 0
  const isTaken = mentions.length > 0 || (likely.best && mustBePlain && !isPlain(hint.text, likely.best))
  if (likely.best && !isTaken)
    return { ...NOTHING, product: fresh(likely.best.productId, 'words', 0.8), named: likely.best }
  if (likely.isTied && known.length === 0 && mentions.length === 0)
    return { ...NOTHING, rivals: likely.rivals.map(({ productId }) => productId) }
  return fromMemory(clues, known)
}

/** Somebody may ask for another thing than the one on his screen, if he names it and nothing of this one. */
function onScreen(reference: string, { context, hint, mentions }: ProductClues, known: readonly Recalled[]): Things {
  const [one, another] = meantOf(mentions)
  const isThis = mentions.some(({ products }) => products.some(({ productId }) => productId === reference))
  const [only] = one?.products ?? []
  if (one && !another && only && one.products.length === 1 && !isThis)
    return { ...NOTHING, product: fresh(only.productId, 'words', 0.7), named: only }
  const plain = normalise(hint.text).text
  const [before] = known
  const isOther = before !== undefined && before.id !== reference && before.gapMs < SITTING_MS
  const isAdded = isOther && (isThisToo(reference, mentions) || isAlsoThis(plain, context))
  const group = isAdded ? joinedTo(before, reference) : []
  return { ...NOTHING, product: fresh(reference, 'reference', 1), group, tie: isAdded ? 'turns' : null }
}

/** "And the scarf?": asked of this one as of the one before. */
const isThisToo = (reference: string, mentions: readonly Mention[]): boolean =>
  mentions.some(({ isBeside, products }) => isBeside && products.some(({ productId }) => productId === reference))

/** "This one too", with no question of its own. */
const isAlsoThis = (plain: string, { knowledge: { focus } }: Context): boolean =>
  focus.isAlso(plain) && (plain.length <= SHORT || !focus.asks(plain))

const SHORT = 6

/** What was said within such a time belongs together. */
const SITTING_MS = 30 * 60_000
const joinedTo = ({ id, group }: Recalled, added: string): string[] => [...new Set([...group, id, added])]

/** One of what we had asked between stays one of them: "the other one" may follow. */
function chosen(id: string, known: readonly Recalled[]): Things {
  const group = known.find((one) => one.group.includes(id))?.group ?? []
  return { ...NOTHING, product: fresh(id, 'choice', 1), group }
}

function namedOne(one: Mention, { context, hint }: ProductClues, known: readonly Recalled[]): Things {
  const [before] = known
  // "That set just now": he thinks of a talk that was not here.
  if (!before && !one.isWhole && context.knowledge.focus.isEarlier(normalise(hint.text).text)) return NOTHING
  const likely = one.products.find(({ productId }) => productId === before?.id)
  const product = one.products.length === 1 ? one.products[0] : likely
  if (!product) return { ...NOTHING, rivals: one.products.slice(0, MOST_HITS).map(({ productId }) => productId) }
  const isOther = before !== undefined && before.id !== product.productId && before.gapMs < SITTING_MS
  const isJoined = isOther && one.isBeside && !context.knowledge.focus.corrects(product.title)
  const group = isJoined
    ? joinedTo(before, product.productId)
    : (known.find((each) => each.group.includes(product.productId))?.group ?? [])
  return {
    ...NOTHING,
    product: fresh(product.productId, 'words', 0.8),
    named: product,
    group,
    tie: isJoined ? 'turns' : null,
  }
}

function namedSeveral(meant: readonly Mention[]): Things {
  const ids = [...new Set(meant.flatMap(({ products }) => products.map(({ productId }) => productId)))]
  return { ...NOTHING, rivals: ids, group: ids, tie: 'breath' }
}

/** What is mentioned in passing does not take the place of what the talk is about. */
function namedInPassing(mentions: readonly Mention[], known: readonly Recalled[], context: Context): Things {
  const [before] = known
  const [only, second] = mentions.filter(({ manner }) => manner === 'passing').flatMap(({ products }) => products)
  if (before && before.gapMs < SITTING_MS) return memoryOf(before, context)
  if (!only || second) return NOTHING
  return { ...NOTHING, product: fresh(only.productId, 'words', 0.5), named: only, isPassing: true }
}

/** Words that name nothing: the thing we spoke of, one of a row that they point into, or a question which. */
function fromMemory({ context, hint }: ProductClues, known: readonly Recalled[]): Things {
  const [before] = known
  if (!before) return NOTHING
  const group = before.group.filter((id) => context.catalogue.product(id))
  const plain = normalise(hint.text).text
  if (group.length > 1) {
    const place = context.knowledge.focus.ordinal(plain)
    const pointed = place === null ? undefined : group.at(place)
    if (pointed) return { ...NOTHING, product: remembered(pointed, before), group }
    const only = onlyWithVariant(group, hint.text, context)
    if (only) return { ...NOTHING, product: remembered(only, before), group }
    const isClose = before.tie === 'breath' || (before.tie === 'turns' && before.gapMs > SITTING_MS)
    if (isClose) return { ...NOTHING, rivals: group, group, tie: before.tie }
  }
  return memoryOf(before, context)
}

function memoryOf(before: Recalled, context: Context): Things {
  const group = before.group.filter((id) => context.catalogue.product(id))
  return { ...NOTHING, product: remembered(before.id, before), group }
}

/** Only one of them comes so. */
function onlyWithVariant(group: readonly string[], text: string, context: Context): string | null {
  const having = group.filter((id) => {
    const product = context.catalogue.product(id)
    return product && optionSaid(product, text, context)
  })
  return having.length === 1 ? (having[0] ?? null) : null
}

const optionSaid = (product: Product, text: string, context: Context): boolean =>
  context.knowledge.focus.ranked(normalise(text).text) === null && variantNamed(product, text, context) !== null

/** "The second": of a row that was not of products, it is one of the variants. */
function variantByPlace(product: Product, text: string, context: Context) {
  const place = context.knowledge.focus.ordinal(normalise(text).text)
  if (place === null || recall(context, 'focus-product')[0]?.group.length) return null
  const sku = product.skus.at(place)
  return sku && product.skus.length > 1 ? { value: Object.values(sku.options).join(' '), skuId: sku.skuId } : null
}

/** Whoever speaks of an order speaks of what is in it. */
function ofOrder({ product }: Things, { thing, isNewer }: OrderClues, { orders }: Context): FocusThing | null {
  if (!thing || (product && product.origin !== 'memory')) return product
  const lines = orders.find(({ order }) => order.orderId === thing.id)?.order.lines ?? []
  if (product && (lines.some(({ productId }) => productId === product.id) || !isNewer)) return product
  const [only, second] = lines
  return only && !second ? { ...thing, id: only.productId } : null
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

const fresh = (id: string, origin: FocusThing['origin'], confidence: number): FocusThing => ({
  id,
  origin,
  confidence,
  gapMs: 0,
})

const remembered = (id: string, { salience, gapMs }: Recalled): FocusThing => ({
  id,
  origin: 'memory',
  confidence: Math.round(salience * 90) / 100,
  gapMs,
})

function rememberedSku(context: Context, product: FocusThing | null): string | null {
  if (product === null) return null
  return recall(context, 'focus-product').find(({ id }) => id === product.id)?.skuId ?? null
}

interface Found {
  readonly named: Product | null
  readonly order: FocusThing | null
  readonly option: string | null
}

function entitiesOf({ named, order, option }: Found): Entity[] {
  const entities: Entity[] = []
  const words = { origin: 'words' } as const
  if (named) entities.push({ ...words, kind: 'product', value: named.productId, text: named.title, confidence: 0.8 })
  if (order?.origin === 'words')
    entities.push({ ...words, kind: 'order-number', value: order.id, text: order.id, confidence: order.confidence })
  if (option !== null) entities.push({ ...words, kind: 'option', value: option, text: option, confidence: 0.9 })
  return entities
}
