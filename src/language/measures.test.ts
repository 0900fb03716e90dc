import { expect, test } from 'vitest'
import { createMeasurer } from './measures.ts'

const measure = createMeasurer({
  斤: { quantity: 'weight', factor: 1 },
  公斤: { quantity: 'weight', factor: 2 },
  kg: { quantity: 'weight', factor: 2 },
  cm: { quantity: 'length', factor: 1 },
  m: { quantity: 'length', factor: 100 },
})

test('numbers are read with their units, in one unit a quantity', () => {
  expect(measure('165 110斤')).toEqual([
    { quantity: null, value: 165, text: '165' },
    { quantity: 'weight', value: 110, text: '110斤' },
  ])
  expect(measure('55公斤 1.65m 78kg').map(({ value }) => value)).toEqual([110, 165, 156])
})

test('a unit that runs on into a word is none', () => {
  expect(measure('500ml')).toEqual([{ quantity: null, value: 500, text: '500' }])
})
