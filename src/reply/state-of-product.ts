import { z } from 'zod'
import type { MemoryFact } from '../dialogue/index.ts'
import type { Product, Sku } from '../shop/index.ts'

/** What may change about a product between two talks, kept with the `focus-product` fact. */
const productState = z.object({
  onShelf: z.boolean(),
  /** Of each variant: its price as listed, in minor units, and whether it could be had. */
  skus: z.record(z.string(), z.tuple([z.number(), z.boolean()])),
})
type ProductState = z.infer<typeof productState>

const remembered = z.object({ was: productState })

/** More variants than these are not kept. */
const MOST_SKUS = 12

export const stateOf = ({ onShelf, skus }: Product): ProductState => ({
  onShelf,
  skus: Object.fromEntries(
    skus
      .slice(0, MOST_SKUS)
      .map(({ skuId, price, stock }): [string, [number, boolean]] => [skuId, [price.amount, stock !== 0]]),
  ),
})

/** How it stood when it was last talked of; null: nobody kept that. */
export function stateBefore(productId: string, memory: readonly MemoryFact[]): ProductState | null {
  for (const { kind, key, value } of memory)
    if (kind === 'focus-product' && key === productId) return remembered.safeParse(value).data?.was ?? null
  return null
}

type Changed = 'off-shelf' | 'sold-out' | 'back' | 'price'

/** What is otherwise than it was: of the variant, or of the product as a whole where none is meant. */
export function changeSince(before: ProductState, product: Product, sku: Sku | null): Changed | null {
  if (!product.onShelf) return before.onShelf ? 'off-shelf' : null
  const known = (sku ? [sku] : product.skus).flatMap((one) => {
    const was = before.skus[one.skuId]
    return was ? [{ had: was[1], has: one.stock !== 0, isOtherPrice: was[0] !== one.price.amount }] : []
  })
  if (known.length === 0) return null
  const [had, has] = [known.some((one) => one.had), known.some((one) => one.has)]
  if (had !== has) return has ? 'back' : 'sold-out'
  return known.some(({ isOtherPrice }) => isOtherPrice) ? 'price' : null
}
