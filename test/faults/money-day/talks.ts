import type { Meant } from './journal.ts'
import { type Draw, FAR, NEAR } from './plan-changes.ts'
import { type Kind, WORDINGS } from './wordings.ts'
import { PRESALE_PRODUCT, worldProducts } from './world.ts'

/** One thing that a buyer says, and what he means by it. */
export interface Step {
  readonly hour: number
  readonly kind: Kind
  readonly text: string
  /** What is on his screen. */
  readonly productId: string
  readonly skuId: string
  readonly meant: Pick<Meant, 'lines' | 'region'>
}

export interface Talk {
  readonly buyer: string
  readonly customerId: string | null
  /** From the live room that is on, where one is. */
  readonly isViewer: boolean
  /** He has bought something a while ago, and asks for the difference. */
  readonly hasOrder: boolean
  readonly steps: readonly Step[]
}

const LAST_HOUR = 23
const PRODUCTS = worldProducts(0).filter(({ productId }) => productId !== 'p15')

interface Planning {
  readonly number: number
  readonly buyers: number
  readonly draw: Draw
}

/** A buyer's day: when he comes, what he looks at, and what he asks in turn; some come back hours later. */
export function talkOf({ number, buyers, draw }: Planning): Talk {
  const hour = Math.floor(((number - 1) * (LAST_HOUR + 1)) / buyers)
  const course = draw(COURSES)
  const isLate = draw([true, true, false, false, false]) && hour < LAST_HOUR
  const buyer = `b${number}`
  const isCustomer = course.includes('protection') || draw([true, false, false, false])
  const product = course.includes('presale')
    ? PRODUCTS.find(({ productId }) => productId === PRESALE_PRODUCT)
    : draw(PRODUCTS.filter(({ productId }) => productId !== PRESALE_PRODUCT))
  if (!product) throw new Error('there are products')
  const sku = draw(product.skus)
  const other = draw(
    PRODUCTS.filter(({ productId }) => productId !== product.productId && productId !== PRESALE_PRODUCT),
  )
  const asking = {
    product,
    skuId: sku.skuId,
    other,
    draw,
    ...{ lines: [one(product.productId, sku.skuId)], region: null },
  }
  let state: Asking = asking
  const steps = course.map((kind, place) => {
    const isLast = place === course.length - 1
    const at = isLate && isLast ? Math.min(LAST_HOUR, hour + draw([1, 2, 3, 4, 6])) : hour
    const told = stepOf(kind, state)
    state = told.state
    return { ...told.step, hour: at }
  })
  return {
    buyer,
    customerId: isCustomer ? `c-${buyer}` : null,
    isViewer: draw([true, false, false]),
    hasOrder: course.includes('protection'),
    steps,
  }
}

const one = (productId: string, skuId: string | null, quantity = 1) => ({ productId, skuId, quantity })

const COURSES: readonly (readonly Kind[])[] = [
  ['price', 'several', 'coupons', 'stacking', 'again'],
  ['price', 'total', 'topUp', 'later', 'again'],
  ['free', 'region', 'several', 'freight', 'regionTotal'],
  ['both', 'total', 'topUp', 'regionTotal', 'couponNot'],
  ['coupons', 'couponUse', 'price', 'couponNot', 'total'],
  ['later', 'price', 'several', 'gift', 'again'],
  ['stock', 'price', 'gift', 'insurance', 'total'],
  ['presale', 'price', 'presale', 'total'],
  ['price', 'insurance', 'free', 'protection'],
  ['again', 'several', 'stacking', 'protection'],
  ['price', 'both', 'coupons', 'topUp', 'total'],
]

interface Asking {
  readonly product: (typeof PRODUCTS)[number]
  readonly other: (typeof PRODUCTS)[number]
  readonly skuId: string
  readonly draw: Draw
  readonly lines: Meant['lines']
  readonly region: string | null
}

function stepOf(kind: Kind, state: Asking): { readonly step: Omit<Step, 'hour'>; readonly state: Asking } {
  const { product, other, skuId, draw } = state
  const wording = draw<string>(WORDINGS[kind])
  const count = wording.includes('{n}') ? draw([2, 3, 4]) : 1
  const region = wording.includes('{r}') ? draw([...NEAR, ...FAR, '广东', '四川', '北京']) : state.region
  const text = wording
    .replaceAll('{t}', product.short)
    .replaceAll('{u}', other.short)
    .replaceAll('{n}', draw([String(count), '零一两三四'[count] ?? '']))
    .replaceAll('{r}', region ?? '')
  const next = { ...state, region, lines: linesOf(kind, state, count) }
  const meant = { lines: next.lines, region }
  return { step: { kind, text, productId: product.productId, skuId, meant }, state: next }
}

function linesOf(kind: Kind, { product, other, skuId, lines }: Asking, count: number): Meant['lines'] {
  if (kind === 'several') return [one(product.productId, skuId, count)]
  if (kind === 'both') return [one(product.productId, skuId, count), one(other.productId, null)]
  return lines
}
