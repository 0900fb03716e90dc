import type { Money } from '../kernel/money.ts'
import type { Source } from '../message/index.ts'
import type { Product } from '../shop/index.ts'
import type { Scene } from './scene.ts'
import { say } from './speech.ts'

export function lowestPrice(product: Product): Money {
  const [first, ...rest] = product.skus.map(({ price }) => price)
  return rest.reduce((low, price) => (price.amount < low.amount ? price : low), first ?? { amount: 0, currency: 'CNY' })
}

export function highestPrice(product: Product): Money {
  return product.skus.reduce((high, { price }) => (price.amount > high.amount ? price : high), lowestPrice(product))
}

/** Value of the property asked for, from the first key of the record that carries it. */
export function attributeValue(product: Product, { context, attributeId }: Scene): string | undefined {
  const keys = attributeId === null ? [] : (context.knowledge.attribute(attributeId)?.record ?? [])
  for (const key of keys) {
    const value = product.attributes[key]
    if (value) return value
  }
  return undefined
}

export const coloursOf = (product: Product, scene: Scene): string | undefined => optionValues(product, scene, 'colour')
export const sizesOf = (product: Product, scene: Scene): string | undefined => optionValues(product, scene, 'size')

/** All values of the option that the pack calls `colour` or `size`, in the order of the listing, those in stock only. */
function optionValues(product: Product, scene: Scene, attributeId: string): string | undefined {
  const names = scene.context.knowledge.attribute(attributeId)?.record ?? []
  const values = new Set<string>()
  for (const sku of product.skus) {
    if (sku.stock === 0) continue
    for (const name of names) {
      const value = sku.options[name]
      if (value) values.add(value)
    }
  }
  return values.size > 0 ? [...values].join(say('list.separator', scene)) : undefined
}

export function sizeTableText(product: Product): string | undefined {
  const rows = product.sizeTable
  return rows && rows.length > 1 ? `\n${rows.map((row) => row.join(' | ')).join('\n')}` : undefined
}

/** The shop's own record of it: what is in stock, what it is made of. */
export const sourceOfProduct = (product: { productId: string; updatedAt: number }): Source => ({
  sourceId: `product:${product.productId}`,
  version: String(product.updatedAt),
  validTo: null,
})
