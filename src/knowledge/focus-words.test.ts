import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { loadPacks } from './load-packs.ts'
import { createFocusWords, type FocusWords } from '../language/index.ts'

let words: FocusWords
beforeAll(async () => {
  words = createFocusWords((await loadPacks(join(import.meta.dirname, '..', '..', 'packs'))).lexicon.focus)
})

const isDismissed = (clause: string, thing: string) => {
  const from = clause.indexOf(thing)
  return words.isDismissed(clause, from, from + thing.length)
}

test.each([
  ['不是大衣是毛衣', '大衣', true],
  ['不是大衣是毛衣', '毛衣', false],
  ['我不是说口红', '口红', true],
  ['先不管袜子', '袜子', true],
  ['大衣换成毛衣', '大衣', true],
  ['never mind the scarf', 'scarf', true],
  ['马丁靴459是吧', '马丁靴', false],
  ['加湿器坏了要换货', '加湿器', false],
])('in "%s" %s is taken back: %s', (clause, thing, is) => {
  expect(isDismissed(clause, thing)).toBe(is)
})

test('who asks to be forgotten is told from who forgot something', () => {
  expect(words.wantsForgotten('不想被记住')).toBe('surely')
  expect(words.wantsForgotten('把我的聊天记录删了')).toBe('perhaps')
  expect(words.wantsForgotten('delete my data')).toBe('perhaps')
  for (const other of ['忘记密码怎么办', '我忘了付款', 'forget it show me the sunscreen', '怎么删除评价'])
    expect([other, words.wantsForgotten(other)]).toEqual([other, null])
})

test('places in a row, and a variant beside its like', () => {
  expect([
    words.ordinal('第二个'),
    words.ordinal('后面那个'),
    words.ordinal('the first one'),
    words.ordinal('多大'),
  ]).toEqual([1, -1, 0, null])
  expect([words.ranked('要大的'), words.ranked('便宜点的就行'), words.ranked('功率多大')]).toEqual([
    'larger',
    'cheaper',
    null,
  ])
})
