import { expect, test } from 'vitest'
import { fastNormal, fullNormal, normalise } from './normalise.ts'

const SAID = [
  '包邮吗？',
  'ＡＢＣ　１２３！！',
  '好好好好 的',
  '  你好…在吗  ',
  '11111',
  'T恤 XL码, 170/65kg',
  '（急）退货!!!退货',
  '多少钱\n能便宜点吗',
]

test.each(SAID)('the fast way says the same as the full one: %s', (raw) => {
  expect(fastNormal(raw)).toBe(fullNormal(raw))
})

test('what may be a mask or a face goes the full way', () => {
  for (const raw of ['[微笑]好的', '#E-s23', '好😊', '&nbsp;在吗', 'é'])
    expect([raw, fastNormal(raw)]).toEqual([raw, null])
  expect(normalise('[微笑]').isBare).toBe(true)
  expect(normalise('&nbsp;在吗').text).toBe('在吗')
})

test('a mask that carries a number names a thing and stays', () => {
  expect(normalise('[ORDERID_12345678]').text).toBe('orderid 12345678')
  expect(normalise('[数字x]').isBare).toBe(true)
})
