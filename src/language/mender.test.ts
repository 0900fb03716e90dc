import { expect, test } from 'vitest'
import { createMender } from './mender.ts'

const mend = createMender({
  texts: [
    ...['怎么退货', '可以退货吗', '退货运费谁出', '退货地址', '送运费险吗', '运费险怎么用', '运费多少', '有运费险吗'],
    ...[
      '什么时候发货',
      '几天发货',
      '今天什么时候发货',
      '怎么下单',
      '怎么付款',
      '更便宜',
      '能便宜点吗',
      '便宜一些',
      '方便退货吗',
    ],
  ],
  english: ['can I return the size'],
})

test('what is typed by ear is written as it was meant', () => {
  expect(mend('可以腿货吗')).toBe('可以退货吗')
  expect(mend('送云费险吗')).toBe('送运费险吗')
  expect(mend('怎么tuihuo')).toBe('怎么退货')
  expect(mend('tui huo')).toBe('退货')
  expect(mend('yun fei xian')).toBe('运费险')
  // A character with several readings is heard in each.
  expect(mend('能pianyi点吗')).toBe('能便宜点吗')
})

test('slips of the finger are mended: changed places, one too few, one too many', () => {
  expect(mend('什么候时发货')).toBe('什么时候发货')
  expect(mend('今天么什时候发货')).toBe('今天什么时候发货')
})

test('what is written as texts have it stays, and so does what no text has', () => {
  for (const text of ['怎么退货', '退货地址 发货', '雪纺衫', 'size 多少', 'can i return', 'hello 运费', '', '12 件'])
    expect(mend(text)).toBe(text)
})

test('a long text is read', () => {
  expect(mend('云费tui'.repeat(4000)).length).toBeGreaterThanOrEqual(12_000)
})
