import { describe, expect, test } from 'vitest'
import { checkPattern, PATTERN_TEXT_LENGTH } from './check-pattern.ts'

describe('patterns of merchants', () => {
  test.each(['退货.{0,5}运费', '(?:包邮|免邮)吗?', '^[0-9]{10,20}$', '(哈)+', 'a\\+b', '[+*]{2}x', '发票|开票'])(
    '%s may run',
    (pattern) => {
      expect(checkPattern(pattern)).toBeNull()
    },
  )
  test.each([
    '(a+)+b',
    '(a|a)*b',
    '(?:a?){20}b',
    '((a)+b)*c',
    '(a)\\1',
    '(?<n>a)\\k<n>',
    '(?=a)b',
    '.*.*.*x',
    'a?a?a?a?a?a?a?x',
    'a{1,50}b{1,50}c{1,50}',
    'a*',
    '(',
    'x'.repeat(201),
  ])('%s may not', (pattern) => {
    expect(checkPattern(pattern)).not.toBeNull()
  })
  test('the worst pattern that may run finishes', () => {
    const pattern = 'a+.*a?a?a?a?c'
    expect(checkPattern(pattern)).toBeNull()
    expect(new RegExp(pattern, 'iu').test('a'.repeat(PATTERN_TEXT_LENGTH))).toBe(false)
  })
})
