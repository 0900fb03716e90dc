import { expect, test } from 'vitest'
import { contextOf, fact, reading } from '../../test/context-fixture.ts'
import { inTopic } from './in-topic.ts'

const ENTRIES = {
  'p.shipping.freight': 'question',
  'p.repair.time': 'question',
  'p.repair.how': 'question',
  ok: 'talk',
} as const
const memory = [fact('topic', { entryId: 'p.repair.how', text: '怎么修' })]

test('words that seem to open another topic are less sure, those within it are surer', () => {
  const context = contextOf({ entries: ENTRIES, memory })
  expect(inTopic([reading('p.shipping.freight', 0.8)], context)[0]?.confidence).toBe(0.696)
  expect(inTopic([reading('p.repair.time', 0.8)], context)[0]?.confidence).toBe(0.84)
})

test('without a topic, for talk, and next to a phrasing nothing changes', () => {
  const plain = [reading('p.shipping.freight', 0.8)]
  expect(inTopic(plain, contextOf({ entries: ENTRIES }))).toBe(plain)
  const context = contextOf({ entries: ENTRIES, memory })
  for (const readings of [[reading('ok', 0.8)], [reading('p.shipping.freight', 0.8, 0.9)]])
    expect(inTopic(readings, context)).toBe(readings)
})
