import {
  cartBefore,
  type Context,
  type Focus,
  type Pending,
  regionBefore,
  type TalkedCart,
  type TalkedLine,
  type Wanted,
} from '../dialogue/index.ts'
import { speaksOfMoney } from '../knowledge/index.ts'
import { normalise } from '../language/index.ts'
import type { Product } from '../shop/index.ts'
import { focusValue, productNamed } from './focus.ts'
import { goodsInWords } from './goods-in-words.ts'
import { optionNamed } from './option-named.ts'

interface Asked {
  readonly text: string
  readonly focus: Focus
  readonly context: Context
  readonly wanted: readonly Wanted[]
  readonly pending: Pending | null
}

const MOST_LINES = 20
const MOST_QUANTITY = 9999

/**
 * What a question about money is asked of: products and numbers that the words name, put to what was talked of before where
 * they say so ("and one more in white"), else that, else the product in focus. Read only when money is asked about.
 */
export function cartOf(asked: Asked): TalkedCart | null {
  if (!isAboutMoney(asked)) return null
  const { knowledge } = asked.context
  const plain = normalise(knowledge.cart.timesInPieces(asked.text)).text
  const region = knowledge.cart.region(plain) ?? regionBefore(asked.context)
  const named = partsNamed(asked, plain)
  const before = cartBefore(asked.context)
  if (named.some((part) => part.isNamed || part.quantity !== null || part.skuId !== null)) {
    const more = isMore(asked, plain)
    const there = more && before.length === 0 ? startOf(named, lookedAt(asked.context)) : before
    const lines = knowledge.cart.isLess(plain) ? less(before, named) : put(there, named, more)
    if (lines.length > 0) return { lines: lines.slice(0, MOST_LINES), origin: 'words', region }
  }
  return { ...withoutWords(asked, before), region }
}

function isAboutMoney({ wanted, pending, context: { knowledge } }: Asked): boolean {
  const ids = [
    ...wanted.map(({ best }) => best?.entryId),
    pending?.entryId,
    ...(pending?.options ?? []).map(({ value }) => value),
  ]
  return ids.some((id) => {
    const entry = id ? knowledge.entry(id) : undefined
    return entry !== undefined && speaksOfMoney(entry)
  })
}

function withoutWords({ focus }: Asked, before: readonly TalkedLine[]): Pick<TalkedCart, 'lines' | 'origin'> {
  const { product, skuId } = focus
  const isBefore = product === null || before.some(({ productId }) => productId === product.id)
  if (before.length > 0 && isBefore) return { lines: before, origin: 'memory' }
  return { lines: product === null ? [] : [{ productId: product.id, skuId, quantity: 1 }], origin: 'focus' }
}

/** "One hat and add one coat" is the whole list; "add a hat and a coat" comes to what there is. */
function isMore({ context }: Asked, plain: string): boolean {
  const { cart } = context.knowledge
  const at = cart.moreAt(plain)
  if (at < 0) return false
  const isNamed = (words: string) => productNamed(context, words).best !== null
  return !(isNamed(plain.slice(0, at)) && isNamed(plain.slice(at)))
}

/** One thing of the message: the words name it, or it is the thing before, in another number or option. */
interface Part {
  readonly product: Product
  readonly isNamed: boolean
  readonly skuId: string | null
  /** The option that he looks at, for one of which the words name none. */
  readonly onScreen: string | null
  readonly quantity: number | null
}

function partsNamed({ focus, context }: Asked, plain: string): Part[] {
  const { cart, optionWords } = context.knowledge
  const parts: Part[] = []
  for (const { words, named, quantity } of goodsInWords(plain, context)) {
    const spoken = parts.at(-1)?.product ?? aboutBefore(focus, context)
    const product = named ?? spoken
    if (!product) continue
    const option = optionNamed(product, words, optionWords)
    if (named === null && quantity === null && option === null) continue
    const onScreen = product.productId === focus.product?.id ? focus.skuId : null
    parts.push({ product, isNamed: named !== null, skuId: option?.skuId ?? null, onScreen, quantity })
  }
  const all = cart.isEach(plain) ? (parts.findLast(({ quantity }) => quantity !== null)?.quantity ?? null) : null
  return parts.map((part) => ({ ...part, quantity: part.quantity ?? all }))
}

/** The thing that words without a name are about: the product in focus, else the last of what was put together. */
function aboutBefore({ product }: Focus, context: Context): Product | undefined {
  const id = product?.id ?? cartBefore(context).at(-1)?.productId
  return id === undefined ? undefined : context.catalogue.product(id)
}

function put(before: readonly TalkedLine[], parts: readonly Part[], isMore: boolean): TalkedLine[] {
  const isNew = parts.some(({ isNamed }) => isNamed) && !isMore
  const lines = isNew ? [] : [...before]
  for (const part of parts) {
    const known = before.find(({ productId }) => productId === part.product.productId)
    const skuId = part.skuId ?? (isMore ? null : (known?.skuId ?? part.onScreen))
    const at = lines.findIndex((line) => isSame(line, part, isMore))
    const there = lines[at]
    if (!there) {
      const quantity = part.quantity ?? (isNew ? (known?.quantity ?? 1) : 1)
      lines.push({ productId: part.product.productId, skuId, quantity })
    } else {
      const quantity = isMore
        ? Math.min(MOST_QUANTITY, there.quantity + (part.quantity ?? 1))
        : (part.quantity ?? there.quantity)
      lines[at] = { ...there, skuId: part.skuId ?? there.skuId ?? skuId, quantity }
    }
  }
  return lines
}

/** "One more in white", "and a hat with it", of a thing that was only looked at: the one looked at counts. */
function startOf(parts: readonly Part[], before: string | null): TalkedLine[] {
  return parts.slice(0, 1).map(({ product, isNamed }) => {
    const productId = isNamed && before !== null ? before : product.productId
    return { productId, skuId: null, quantity: 1 }
  })
}

/** The product spoken of before this message; its words may have named another since. */
function lookedAt({ memory, catalogue }: Context): string | null {
  const [last] = memory.filter(({ kind }) => kind === 'focus-product').sort((a, b) => b.recordedAt - a.recordedAt)
  const id = last && focusValue.safeParse(last.value).data?.id
  return id !== undefined && catalogue.product(id) ? id : null
}

function isSame(line: TalkedLine, { product, skuId }: Part, isMore: boolean): boolean {
  if (line.productId !== product.productId) return false
  return isMore ? skuId === null || skuId === line.skuId : true
}

function less(before: readonly TalkedLine[], parts: readonly Part[]): TalkedLine[] {
  const gone = new Set(parts.filter(({ isNamed }) => isNamed).map(({ product }) => product.productId))
  return before.filter(({ productId }) => !gone.has(productId))
}
