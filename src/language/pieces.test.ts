import { expect, test } from 'vitest'
import { createSplitter } from './pieces.ts'

const split = createSplitter(['还有', '顺便'])

test('a message is cut at commas, at blanks beside Han and at joining words', () => {
  expect(split('什么时候发货，发什么快递')).toEqual(['什么时候发货', '发什么快递'])
  expect(split('会起球吗 掉色不')).toEqual(['会起球吗', '掉色不'])
  expect(split('多少钱还有包邮吗')).toEqual(['多少钱', '包邮吗'])
  expect(split('iphone 15 能用吗')).toEqual(['iphone 15', '能用吗'])
})

test('English and a single question stay whole', () => {
  expect(split('is it in stock')).toEqual(['is it in stock'])
  expect(split('包邮吗')).toEqual(['包邮吗'])
  expect(split('，')).toEqual([])
})
