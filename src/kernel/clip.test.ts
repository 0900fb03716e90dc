import { expect, test } from 'vitest'
import { clip } from './clip.ts'

test.each([
  ['short', 60, 'short'],
  ['abc', 2, 'ab'],
  ['a😀b', 2, 'a'],
  ['a😀b', 3, 'a😀'],
  ['😀', 1, ''],
  ['a😀', 3, 'a😀'],
])('%s in at most %i is %s', (text, most, cut) => {
  expect(clip(text, most)).toBe(cut)
})
