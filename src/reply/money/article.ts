import type { Context } from '../../dialogue/index.ts'
import { type CartLine, entranceOf, type TopUpArticle } from '../../offer/index.ts'
import type { Product, Sku } from '../../shop/index.ts'

/** A SKU as the ledger of its shop reads it, from where the buyer comes. A category is its own id, and so is every beginning of its path. */
export const articleOf = (
  { productId, category }: Product,
  sku: Sku,
  { shop, room }: Pick<Context, 'shop' | 'room'>,
): TopUpArticle => ({
  skuId: sku.skuId,
  productId,
  shopId: shop.shopId,
  categoryIds: pathsOf(category),
  ...(sku.stock !== null && { stock: sku.stock }),
  ...(room && { entrance: entranceOf(room.roomId) }),
})

export const lineOf = (article: TopUpArticle, lineId: string, quantity: number): CartLine => ({
  ...article,
  lineId,
  quantity,
})

function pathsOf(category: string): string[] {
  const parts = category.split('/').map((part) => part.trim())
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'))
}
