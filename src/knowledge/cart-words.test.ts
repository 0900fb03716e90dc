import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { lexicon } from './pack.ts'
import { createCartWords } from '../language/index.ts'

const file = z.unknown().parse(JSON.parse(readFileSync('packs/general/lexicon.json', 'utf8')))
const words = createCartWords(lexicon.parse(file).cart)

test.each([
  ['那两件呢', [2]],
  ['大衣三件 裤子12条', [3, 12]],
  ['十二双多少', [12]],
  ['我和闺蜜来俩', [2]],
  ['第二件半价吗', []],
  ['满3件打几折', []],
  ['这件多少钱', []],
  ['买2瓶', [2]],
  ['两个券能一起用吗', []],
  ['两件用两张优惠券', [2]],
  ['170 110', []],
])('%s counts %j', (plain, values) => {
  expect(words.counts(plain).map(({ value }) => value)).toEqual(values)
})

test.each([
  ['那两件呢', ''],
  ['再加一件呢', ''],
  ['那运费呢', '运费'],
])('without counts and filler %s is %j', (plain, rest) => {
  expect(words.rest(plain)).toBe(rest)
})

test('a place names its region, in the word of the packs', () => {
  expect(words.region('我在乌鲁木齐 邮费多少')).toBe('新疆')
  expect(words.region('内蒙能发吗')).toBe('内蒙古')
  expect(words.region('多少钱')).toBeNull()
})

test('things are joined by words and by marks', () => {
  expect(words.parts('大衣和牛仔裤')).toEqual(['大衣', '牛仔裤'])
  expect(words.parts('大衣 t恤各两件')).toEqual(['大衣', 't恤各两件'])
})
