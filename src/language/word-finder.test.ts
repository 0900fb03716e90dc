import { expect, test } from 'vitest'
import { createWordFinder } from './word-finder.ts'

test('the longest word wins, and what is found does not overlap', () => {
  const finder = createWordFinder([
    ['运费', 1],
    ['运费险', 2],
    ['险', 3],
  ])
  expect(finder.find('退货运费险呢 运费')).toEqual([
    { word: '运费险', value: 2, from: 2 },
    { word: '运费', value: 1, from: 7 },
  ])
  const seen: number[] = []
  finder.each('运费险险', (value) => seen.push(value))
  expect(seen).toEqual([2, 3])
  expect(finder.find('运')).toEqual([])
})
