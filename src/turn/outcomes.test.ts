import { expect, test } from 'vitest'
import { createOutcomes } from './outcomes.ts'

test('everybody who waits for a turn hears of it; who waits for one that another process settled is sent to the log', async () => {
  let nowMs = 0
  const outcomes = createOutcomes(() => nowMs)
  const lost = outcomes.wait('lost')
  const both = Promise.all([outcomes.wait('here'), outcomes.wait('here')])
  outcomes.settle({ turnId: 'here', handled: null, messages: [] })
  expect((await both).map(({ turnId }) => turnId)).toEqual(['here', 'here'])
  nowMs = 299_999
  void outcomes.wait('second')
  expect(outcomes.size).toBe(2)
  nowMs = 300_000
  void outcomes.wait('third')
  expect(await lost).toEqual({ turnId: 'lost', handled: null, messages: [] })
  expect(outcomes.size).toBe(2)
})
