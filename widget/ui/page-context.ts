import { type Fields, fieldsOf, isFields, linkOf, listOf, textOf } from '../talk/shapes.ts'

/** A product (or order) on the page that the buyer is looking at. */
export interface About {
  readonly productId?: string
  readonly skuId?: string
  readonly orderId?: string
  readonly title: string
  readonly picture: string | null
}

/** What the page says by itself: `data-xiaoer-product` or `-order`, else the schema.org product of the page. */
export function readPage(): About | null {
  const marked = document.querySelector<HTMLElement>('[data-xiaoer-product],[data-xiaoer-order]')
  if (marked) {
    const { xiaoerProduct, xiaoerSku, xiaoerOrder, xiaoerTitle } = marked.dataset
    const title = xiaoerTitle ?? document.title
    return aboutOf({ productId: xiaoerProduct, skuId: xiaoerSku, orderId: xiaoerOrder, title })
  }
  for (const block of document.querySelectorAll('script[type="application/ld+json"]')) {
    const product = productIn(parse(block.textContent ?? ''))
    if (product) return product
  }
  return null
}

/** What a script of the page says: `Xiaoer.page({productId, skuId, orderId, title, picture})`. */
export function aboutOf(value: unknown): About | null {
  const { productId, skuId, orderId, title, picture } = fieldsOf(value)
  if (!textOf(productId) && !textOf(orderId)) return null
  return {
    ...(textOf(productId) && { productId: textOf(productId) }),
    ...(textOf(skuId) && { skuId: textOf(skuId) }),
    ...(textOf(orderId) && { orderId: textOf(orderId) }),
    title: textOf(title) || textOf(orderId) || textOf(productId),
    picture: linkOf(picture),
  }
}

export const referenceOf = ({ productId, skuId, orderId }: About): Fields => ({
  ...(productId && { productId }),
  ...(skuId && { skuId }),
  ...(orderId && { orderId }),
})

function productIn(value: unknown): About | null {
  if (Array.isArray(value)) return value.map(productIn).find((one) => one !== null) ?? null
  if (!isFields(value)) return null
  if (value['@type'] !== 'Product')
    return (
      listOf(value['@graph'])
        .map(productIn)
        .find((one) => one !== null) ?? null
    )
  const image: unknown = Array.isArray(value.image) ? value.image[0] : value.image
  return aboutOf({ productId: textOf(value.productID) || textOf(value.sku), title: value.name, picture: image })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The page's own block is broken: it names no product then.
    return null
  }
}
