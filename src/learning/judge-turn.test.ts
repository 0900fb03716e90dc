import { expect, test } from 'vitest'
import { type Actual, judgeTurn } from './judge-turn.ts'
import type { Expectation } from './test-case.ts'

const DONE: Actual = {
  intents: ['general.shipping.free', 'general.gift.has'],
  entries: ['general.shipping.free'],
  acts: ['answer'],
  texts: ['满 99 元包邮哦~', 'Free shipping from ¥99'],
}

const MET: readonly Expectation[] = [
  { kind: 'intent', entryId: 'general.gift.has' },
  { kind: 'entry', entryId: 'general.shipping.free' },
  { kind: 'act', act: 'answer' },
  { kind: 'text', text: '满99元包邮' },
  { kind: 'text', text: 'FREE  shipping' },
  { kind: 'text', text: '９９' },
]

const MISSED: readonly Expectation[] = [
  { kind: 'intent', entryId: 'general.refund.apply' },
  { kind: 'entry', entryId: 'general.gift.has' },
  { kind: 'act', act: 'hand-off' },
  { kind: 'text', text: '不包邮' },
]

test.each(MET)('finds what was expected: %j', (expected) => {
  expect(judgeTurn([expected], DONE)).toEqual([])
})

test.each(MISSED)('tells what did not come, and what came instead: %j', (expected) => {
  const [failure] = judgeTurn([expected], DONE)
  expect(failure?.expected).toEqual(expected)
  expect(failure?.actual.length).toBeGreaterThan(0)
})

test('all must hold, and each that does not is told', () => {
  expect(judgeTurn([...MET, ...MISSED], DONE)).toHaveLength(MISSED.length)
})

test('silence fails whatever was expected of it', () => {
  const silent: Actual = { intents: [], entries: [], acts: [], texts: [] }
  expect(judgeTurn(MET, silent)).toHaveLength(MET.length)
})
