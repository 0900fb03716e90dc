import { expect, test } from 'vitest'
import { storedJson } from './stored-json.ts'

test('half a surrogate pair becomes a sign that can be stored; whole ones and typed escapes stay', () => {
  expect(storedJson({ text: '大衣'.concat('😀'.slice(0, 1)), list: ['😀'.slice(1)] })).toBe(
    '{"text":"大衣\ufffd","list":["\ufffd"]}',
  )
  for (const value of [{ text: '😀', n: 1, none: null }, { text: '\\ud83d' }, ['a', false]]) {
    expect(JSON.parse(storedJson(value))).toEqual(value)
  }
})
