import { type Fields, fieldsOf, isFields, linkOf, listOf, textOf } from '../talk/shapes.ts'

/** A product (or order) on the page that the buyer is looking at. */
export interface About extends Fields {
  readonly productId?: string
  readonly skuId?: string
  readonly orderId?: string
  /** The live room that the page shows. */
  readonly roomId?: string
  readonly title: string
  readonly picture: string | null
}

/** What the page says by itself: `data-xiaoer-product`, `-order` or `-room`, else the schema.org product of the page. */
export function readPage(): About | null {
  const marked = document.querySelector<HTMLElement>('[data-xiaoer-product],[data-xiaoer-order],[data-xiaoer-room]')
  if (marked) {
    const { xiaoerProduct, xiaoerSku, xiaoerOrder, xiaoerRoom, xiaoerTitle } = marked.dataset
    const title = xiaoerTitle ?? document.title
    return aboutOf({ productId: xiaoerProduct, skuId: xiaoerSku, orderId: xiaoerOrder, roomId: xiaoerRoom, title })
  }
  for (const block of document.querySelectorAll('script[type="application/ld+json"]')) {
    const product = productIn(parse(block.textContent ?? ''))
    if (product) return product
  }
  return null
}

/** What a script of the page says: `Xiaoer.page({productId, skuId, orderId, roomId, title, picture})`. */
export function aboutOf(value: unknown): About | null {
  const { title, picture, ...ids } = fieldsOf(value)
  const about = referenceOf(ids)
  const { productId, orderId, roomId } = about
  const name = orderId ?? productId ?? roomId
  return name ? { ...about, title: textOf(title) || name, picture: linkOf(picture) } : null
}

/** A `skuId` alone names nothing. */
export function referenceOf(value: Fields) {
  const about: { [Name in 'productId' | 'skuId' | 'orderId' | 'roomId']?: string } = {}
  for (const name of ['productId', 'skuId', 'orderId', 'roomId'] as const) {
    const id = textOf(value[name])
    if (id) about[name] = id
  }
  return about
}

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
