import { DOWN, SOLD, type Sold } from './seed.ts'
import type { Turn } from './conversations.ts'

export interface Basket {
  readonly skuId: string
  readonly quantity: number
}

/** What one talk is about. */
export interface Drawn {
  readonly a: Sold
  readonly b: Sold
  readonly count: number
  readonly region: string
  readonly isSpelt: boolean
}

const REGIONS = ['浙江', '新疆', '西藏', '广东', '四川', '北京']
const SPELT: Readonly<Record<number, string>> = { 2: '两', 3: '三', 4: '四' }

/** Park and Miller: enough for drawing carts. */
export function createDraw(seed: number): <Value>(of: readonly Value[]) => Value {
  let state = (seed % 1_000_000) + 1
  return (of) => {
    state = (state * 48_271) % 2_147_483_647
    const drawn = of[state % of.length]
    if (drawn === undefined) throw new Error('nothing to draw from')
    return drawn
  }
}

export function drawFor(turns: readonly Turn[], draw: ReturnType<typeof createDraw>): Drawn {
  const goods = SOLD.filter(({ skus }) => skus.every(({ skuId }) => skuId !== DOWN))
  const any = draw(goods)
  const named = SOLD.find(({ short }) => turns[0]?.says.includes(short))
  const a = named ?? (turns[0]?.cart === 'advance' ? (SOLD.at(-1) ?? any) : any)
  const b = draw(goods.filter((one) => one !== a))
  return { a, b, count: draw([2, 3, 4]), region: draw(REGIONS), isSpelt: draw([true, false]) }
}

export const wordsOf = (says: string, { a, b, count, region, isSpelt }: Drawn): string =>
  says
    .replaceAll('{a}', a.short)
    .replaceAll('{b}', b.short)
    .replaceAll('{n}', isSpelt && !/[a-z]/.test(says) ? (SPELT[count] ?? '') : String(count))
    .replaceAll('{r}', region)

export function basketOf(cart: NonNullable<Turn['cart']>, { a, b, count }: Drawn): Basket[] {
  const of = ({ skus }: Sold, quantity: number): Basket => ({ skuId: skus[0]?.skuId ?? '', quantity })
  if (cart === 'n') return [of(a, count)]
  if (cart === 'both') return [of(a, 1), of(b, 1)]
  return cart === 'n-both' ? [of(a, count), of(b, 1)] : [of(a, 1)]
}
