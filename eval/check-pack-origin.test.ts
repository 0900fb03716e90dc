import { expect, test } from 'vitest'
import { findCopied } from './check-pack-origin.ts'

const line = (plain: string) => ({ file: 'f', text: plain, plain })

test('finds collected lines in packs and pack lines in collected ones, but not what is short or only alike', () => {
  const packs = ['请问你家这件衣服掉不掉色呀', '请问这个包邮吗', '我买的东西什么时候可以发货呢']
  const collected = [
    '你好请问你家这件衣服掉不掉色呀谢谢',
    '什么时候可以发货',
    '你们家这件衣服会掉颜色不',
    '买的东西什么时候可以发货',
  ]
  const found = findCopied(packs.map(line), collected.map(line))
  expect(found.map((one) => [one.pack.plain, one.collected.plain])).toEqual([
    [packs[0], collected[0]],
    [packs[2], collected[3]],
  ])
})
