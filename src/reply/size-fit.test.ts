import { expect, test } from 'vitest'
import { createMeasurer } from '../language/index.ts'
import type { Product } from '../shop/index.ts'
import { sizeFit } from './size-fit.ts'

const measurer = createMeasurer({
  斤: { quantity: 'weight', factor: 1 },
  kg: { quantity: 'weight', factor: 2 },
  cm: { quantity: 'length', factor: 1 },
})

const fit = (text: string, table: readonly (readonly string[])[], sold: readonly string[]) =>
  sizeFit(productWith(table, sold), measurer(text), measurer)

const TOP = [
  ['尺码', '胸围', '建议体重'],
  ['S', '92cm', '80-95斤'],
  ['M', '96cm', '95-110斤'],
  ['L', '100cm', '110-125斤'],
  ['XL', '104cm', '125-140斤'],
]
const SHOE = [
  ['尺码', '脚长'],
  ['35', '22.0-22.5cm'],
  ['36', '22.5-23.0cm'],
]

test('the row that holds the weight is the size, on the border both are', () => {
  expect(fit('100斤穿什么', TOP, ['S', 'M', 'L'])).toEqual({ sizes: ['M'], measure: '100斤' })
  expect(fit('165 110斤', TOP, ['S', 'M', 'L'])?.sizes).toEqual(['M', 'L'])
  expect(fit('165 110', TOP, ['S', 'M', 'L'])?.sizes).toEqual(['M', 'L'])
  expect(fit('60kg', TOP, ['S', 'M', 'L'])?.sizes).toEqual(['L'])
})

test('a size that is not sold is not advised, and beyond the table there is none', () => {
  expect(fit('130斤', TOP, ['S', 'M', 'L'])).toEqual({ sizes: [], measure: '130斤' })
  expect(fit('130斤', TOP, ['S', 'M', 'L', 'XL'])?.sizes).toEqual(['XL'])
})

test('what the table does not measure is nothing to compare', () => {
  expect(fit('165cm', SHOE, ['35', '36'])).toBeNull()
  expect(fit('22.8cm', SHOE, ['35', '36'])?.sizes).toEqual(['36'])
  expect(fit('什么码', TOP, ['S'])).toBeNull()
  expect(fit('110斤', [], ['S'])).toBeNull()
})

function productWith(sizeTable: readonly (readonly string[])[], sold: readonly string[]): Product {
  const skus = sold.map((size) => ({
    skuId: size,
    options: { 尺码: size },
    price: { amount: 100, currency: 'CNY' as const },
    stock: 1,
  }))
  return {
    productId: 'p',
    title: 'p',
    category: '',
    url: '',
    onShelf: true,
    attributes: {},
    skus,
    sizeTable: sizeTable.map((row) => [...row]),
    updatedAt: 0,
  }
}
