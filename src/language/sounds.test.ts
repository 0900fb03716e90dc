import { expect, test } from 'vitest'
import { soundsOf as hear } from './sounds.ts'

const soundsOf = (text: string): number[] => hear(text).map(({ sound }) => sound)

test('what sounds alike is the same: homophones, tones, accents, and pinyin with blanks or without', () => {
  const meant = soundsOf('退货')
  expect(meant).toHaveLength(2)
  for (const typed of ['腿货', '退火', 'tuihuo', 'tui huo', '退huo']) expect(soundsOf(typed)).toEqual(meant)
  expect(soundsOf('是吗')).toEqual(soundsOf('四吗'))
  expect(soundsOf('南京')).toEqual(soundsOf('蓝金'))
  expect(soundsOf('发货')).not.toEqual(meant)
})

test('English is not heard as pinyin, and nothing is heard over what has no sound', () => {
  expect(soundsOf('can she return it')).toEqual([0, 0, 0, 0])
  expect(soundsOf('退 12 货')[1]).toBe(0)
  expect(soundsOf('')).toEqual([])
})

test('a word of any length is read at once', () => {
  expect(soundsOf('an'.repeat(20_000))).toEqual([0])
  expect(soundsOf('anananananananananananax')).toEqual([0])
})
