import { useQuery } from '@tanstack/react-query'
import { listProducts } from '../api/goods.ts'
import type { Product } from '../api/shapes.ts'

const NONE: readonly Product[] = []
const KEPT_MS = 60_000

export interface Choice {
  readonly value: string
  readonly label: string
}
interface Goods {
  readonly products: readonly Product[]
  readonly productChoices: readonly Choice[]
  readonly skuChoices: readonly Choice[]
  readonly categories: readonly string[]
}

/** What the shop sells, to choose from: the first two hundred; others can be named by their id. */
export function useGoods(shopId: string): Goods {
  const query = useQuery({
    queryKey: ['goods-to-choose', shopId],
    queryFn: async () => (await listProducts(shopId, { limit: 200 })).items,
    staleTime: KEPT_MS,
  })
  const products = query.data ?? NONE
  return {
    products,
    productChoices: products.map(({ productId, title }) => ({ value: productId, label: title })),
    skuChoices: products.flatMap(({ title, skus }) =>
      skus.map((sku) => ({ value: sku.skuId, label: `${title} ${optionsOf(sku)}`.trim() })),
    ),
    categories: [...new Set(products.map(({ category }) => category))],
  }
}

export const optionsOf = ({ options }: Product['skus'][number]): string => Object.values(options).join(' / ')
