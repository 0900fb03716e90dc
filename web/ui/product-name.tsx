import { useQuery } from '@tanstack/react-query'
import { readProduct } from '../api/goods.ts'

interface NameProps {
  readonly shopId: string
  readonly productId: string
}

/** What people call a product; its number while that is not known, or where the shop has it no more. */
export function ProductName({ shopId, productId }: NameProps) {
  const { data: product } = useQuery({
    queryKey: ['product', shopId, productId],
    queryFn: () => readProduct(shopId, productId),
    retry: false,
    enabled: productId !== '',
  })
  return <span title={productId}>{product?.title ?? productId}</span>
}
