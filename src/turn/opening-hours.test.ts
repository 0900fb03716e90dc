import { expect, test } from 'vitest'
import { hoursText } from './opening-hours.ts'

const block = (days: number[]) => [{ days, from: '08:30', to: '23:00' }]

test('a run of days is said as a run, from Monday on, in the language of the shop', () => {
  expect(hoursText(block([1, 2, 3, 4, 5]), 'zh')).toMatch(/^周一\s–\s周五 08:30–23:00$/)
  expect(hoursText(block([0, 5, 6]), 'zh')).toMatch(/^周五\s–\s周日 08:30–23:00$/)
  expect(hoursText(block([1, 2, 3, 4, 5]), 'en')).toMatch(/^Mon\s–\sFri 08:30–23:00$/)
})

test('single days are listed, and a week without exception names no day', () => {
  expect(hoursText(block([1, 3]), 'zh')).toBe('周一和周三 08:30–23:00')
  expect(hoursText(block([0, 1, 2, 3, 4, 5, 6]), 'zh')).toBe('08:30–23:00')
  expect(hoursText([], 'zh')).toBe('')
})
