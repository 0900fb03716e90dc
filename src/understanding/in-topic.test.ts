import { expect, test } from 'vitest'
import { contextOf, fact, reading } from '../../test/context-fixture.ts'
import { inTopic } from './in-topic.ts'

const ENTRIES = { freight: 'question', 'return-freight': 'question', repair: 'question', ok: 'talk' } as const
const asked = fact('topic', { entryId: 'repair', text: '怎么修' })

test('words that live on the question before are in doubt when both together say something else', () => {
  const context = contextOf({
    entries: ENTRIES,
    readings: { '怎么修 运费呢': [reading('return-freight', 0.9)] },
    memory: [asked],
  })
  const [best, rival] = inTopic('运费呢', [reading('freight', 0.76)], context)
  expect(best).toMatchObject({ entryId: 'freight', confidence: 0.57 })
  expect(rival).toMatchObject({ entryId: 'return-freight', confidence: 0.57 })
})

test('they are surer when both together say the same', () => {
  const readings = { '怎么修 运费呢': [reading('freight', 0.7)] }
  const [best] = inTopic(
    '运费呢',
    [reading('freight', 0.8)],
    contextOf({ entries: ENTRIES, readings, memory: [asked] }),
  )
  expect(best?.confidence).toBeCloseTo(0.85)
})

test('without a topic, for talk, and next to a phrasing nothing changes', () => {
  const readings = { '怎么修 运费呢': [reading('return-freight', 0.9)] }
  const plain = [reading('freight', 0.8)]
  expect(inTopic('运费呢', plain, contextOf({ entries: ENTRIES, readings }))).toBe(plain)
  const context = contextOf({ entries: ENTRIES, readings, memory: [asked] })
  const talk = [reading('ok', 0.8)]
  expect(inTopic('运费呢', talk, context)).toBe(talk)
  const near = [reading('freight', 0.8, 0.9)]
  expect(inTopic('运费呢', near, context)).toBe(near)
})
