import type { ListedProduct, ShopListing } from '../catalogue.ts'
import { chanceOf } from '../chance.ts'
import { DAY_MS, MINUTE_MS } from '../clock.ts'
import { fen, type Product, type Sku } from '../shapes.ts'

/** The hand-written listings of a shop with ids, stock and pictures. */
export function makeProducts(shop: ShopListing, seed: string, now: number): Product[] {
  return shop.products.map((listed, index) => {
    const chance = chanceOf(`${seed} product ${shop.id} ${index}`)
    const productId = `${chance.between(61, 79)}${chance.digits(10)}`
    const sizeTable = listed.sizes === undefined ? undefined : shop.sizeTables[listed.sizes]
    if (listed.sizes !== undefined && !sizeTable) throw new Error(`${shop.id}: no size table ${listed.sizes}`)
    return {
      productId,
      title: listed.title,
      category: listed.category,
      industry: shop.industry,
      onShelf: listed.offShelf !== true,
      attributes: listed.attributes,
      ...(sizeTable && { sizeTable: sizeTable.map((row) => [...row]) }),
      skus: makeSkus(listed, productId, `${seed} ${shop.id}`),
      shape: listed.shape,
      picture: `/pictures/${shop.id}/${productId}.svg`,
      url: `/shops/${shop.id}/products/${productId}`,
      updatedAt: now - chance.between(0, 50) * DAY_MS - chance.between(1, 1400) * MINUTE_MS,
    }
  })
}

function makeSkus(listed: ListedProduct, productId: string, seed: string): Sku[] {
  return combinations(Object.entries(listed.options)).map((options, index) => {
    const chance = chanceOf(`${seed} sku ${productId} ${index}`)
    const values = Object.values(options)
    const own = values.map((value) => listed.prices?.[value]).find((price) => price !== undefined)
    const isSoldOut = listed.soldOut?.some((sold) => sold === values.join('/') || values.includes(sold)) ?? false
    const stock = isSoldOut ? 0 : chance.happens(0.12) ? chance.between(1, 5) : chance.between(12, 480)
    return { skuId: `5${chance.digits(12)}`, options, price: fen(Math.round((own ?? listed.price) * 100)), stock }
  })
}

function combinations(options: readonly [string, readonly string[]][]): Record<string, string>[] {
  return options.reduce<Record<string, string>[]>(
    (made, [name, values]) => made.flatMap((before) => values.map((value) => ({ ...before, [name]: value }))),
    [{}],
  )
}
