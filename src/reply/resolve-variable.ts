import { formatMoney } from '../kernel/money.ts'
import type { Source } from '../message/index.ts'
import { MONEY_POLICIES } from '../knowledge/index.ts'
import { policiesBeside } from './money/money-facts.ts'
import { moneyVariable } from './money/money-words.ts'
import { priceText } from './money/price-text.ts'
import { attributeValue, coloursOf, sizeTableText, sizesOf, sourceOfProduct } from './product-words.ts'
import { orderVariable } from './order-words.ts'
import type { Resolved } from './resolved.ts'
import { fitOf } from './size-fit.ts'
import type { Scene } from './scene.ts'
import { say } from './speech.ts'
import { topicTitle } from './topic-title.ts'

/** What `{name}` means in this scene; undefined = not known, and then nothing that needs it may be said. */
export function resolveVariable(name: string, scene: Scene): Resolved | undefined {
  const [thing = '', ...rest] = name.split('.')
  const field = rest.join('.')
  switch (thing) {
    case 'buyer':
      return plain(scene.context.buyer.name)
    case 'shop':
      return plain(field === 'name' ? scene.context.shop.name : scene.context.shop.hoursText)
    case 'policy':
      return policyVariable(field, scene)
    case 'product':
      return productVariable(field, scene)
    case 'sku':
      return skuVariable(field, scene)
    case 'order':
    case 'parcel':
    case 'refund':
      return orderVariable(thing, field, scene)
    case 'talk':
      return plain(topicTitle(scene))
    case 'size':
      return sizeVariable(field, scene)
    default:
      return moneyVariable(thing, field, scene)
  }
}

const plain = (value: string | null | undefined): Resolved | undefined => (value ? { value } : undefined)

function policyVariable(key: string, scene: Scene): Resolved | undefined {
  const { currency, version, shopId } = scene.context.shop
  const policies = MONEY_POLICIES.has(key) ? policiesBeside(scene) : scene.context.shop.policies
  const value: unknown = Reflect.get(policies, key)
  const source = { sourceId: `shop:${shopId}:policy:${key}`, version: String(version), validTo: null }
  if (typeof value === 'string') return value.length > 0 ? { value, source } : undefined
  if (typeof value !== 'number') return undefined
  if (key.endsWith('Fen')) return { value: formatMoney({ amount: value, currency }), source }
  const unit = key.endsWith('Hours') ? 'unit.hours' : key.endsWith('Days') ? 'unit.days' : null
  return { value: unit ? say(unit, scene, { variables: new Map([['value', String(value)]]) }) : String(value), source }
}

function productVariable(field: string, scene: Scene): Resolved | undefined {
  const { product } = scene
  if (!product) return undefined
  const source = sourceOfProduct(product)
  switch (field) {
    case 'title':
      return { value: product.title }
    case 'link':
      return { value: product.url }
    case 'price':
      return priceText(product, scene.sku, scene)
    case 'stock':
      return withSource(scene.sku?.stock === null ? undefined : scene.sku?.stock?.toString(), source)
    case 'attribute':
      return withSource(attributeValue(product, scene), source)
    case 'sizes':
      return withSource(sizesOf(product, scene), source)
    case 'colours':
      return withSource(coloursOf(product, scene), source)
    case 'sizeTable':
      return withSource(sizeTableText(product), source)
    default:
      return undefined
  }
}

const withSource = (value: string | undefined, source: Source): Resolved | undefined =>
  value ? { value, source } : undefined

function skuVariable(field: string, scene: Scene): Resolved | undefined {
  const { sku, product } = scene
  if (!sku || !product) return undefined
  const source = sourceOfProduct(product)
  if (field === 'name') return plain(Object.values(sku.options).join(' '))
  if (field === 'price') return priceText(product, sku, scene)
  return sku.stock === null ? undefined : { value: String(sku.stock), source }
}

function sizeVariable(field: string, scene: Scene): Resolved | undefined {
  const fit = fitOf(scene)
  if (!fit || !scene.product) return undefined
  if (field === 'measure') return { value: fit.measure }
  const source = sourceOfProduct(scene.product)
  const [smaller, larger] = fit.sizes
  return withSource(field === 'larger' ? larger : smaller, source)
}
