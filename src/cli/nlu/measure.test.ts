import { expect, test } from 'vitest'
import { measure } from './measure.ts'

const row = (wanted: string, given: string, inScope: number) => ({ wanted, given, inScope })

test('accuracy and macro-F1 are of the texts that have a label', () => {
  const rows = [row('a', 'a', 0.9), row('a', 'b', 0.8), row('b', 'b', 0.7), row('c', 'b', 0.6), row('oos', 'a', 0.1)]
  const { accuracy, macroF1 } = measure(rows, 'oos')
  expect(accuracy).toBe(0.5)
  // a: precision 1, recall 1/2; b: 1/3 and 1; c: 0.
  expect(macroF1).toBeCloseTo((2 / 3 + 1 / 2 + 0) / 3, 10)
})

test('the area is the share of pairs in the right order, equal scores counting half', () => {
  const rows = [row('a', 'a', 0.9), row('a', 'a', 0.5), row('oos', 'a', 0.5), row('oos', 'a', 0.2)]
  expect(measure(rows, 'oos').oosAuroc).toBe((1 + 1 + 0.5 + 1) / 4)
})

test('recall is taken at the bound that refuses one in twenty of the others', () => {
  const inside = Array.from({ length: 20 }, (_, at) => row('a', 'a', (at + 1) / 100))
  const outside = [0.001, 0.015, 0.025, 0.5].map((score) => row('oos', 'a', score))
  expect(measure([...inside, ...outside], 'oos').oosRecallAt5).toBe(0.5)
})

test('without texts of no label there is nothing to say of them', () => {
  expect(measure([row('a', 'a', 1)], 'oos')).toMatchObject({ oosAuroc: null, oosRecallAt5: null })
})
