import { expect, test } from 'vitest'
import { createHotBatch, type HotPart } from './hot-batch.ts'
import type { HotLane } from './hot-lane.ts'

const partOf = (place: number, answers: HotPart<string, string>['answers']): HotPart<string, string> => ({
  place,
  keyOf: (item) => item,
  orgOf: () => 'org',
  statements: (items) => [{ name: `part-${place}`, text: '', values: [...items] }],
  answers,
})

/** Writes nothing; `rows` says what the statements of one transaction answer. */
function laneOf(rows: (names: readonly string[]) => unknown[][]) {
  const written: string[][] = []
  const hot: HotLane = {
    run: () => Promise.reject(new Error('not asked here')),
    async runAll(_orgIds, statements) {
      const names = statements.map(({ name }) => name)
      written.push(names)
      return rows(names)
    },
    close: async () => undefined,
  }
  return { hot, written }
}

test('an answer that cannot be read is one part’s trouble, and what was committed is not written again', async () => {
  const { hot, written } = laneOf((names) => names.map(() => []))
  const batch = createHotBatch(hot)
  const unreadable = batch.open(
    partOf(1, () => {
      throw new Error('unreadable')
    }),
  )
  const well = batch.open(partOf(2, (items) => items))
  const [first, second] = await Promise.allSettled([unreadable('a'), well('b')])
  expect([first.status, second]).toEqual(['rejected', { status: 'fulfilled', value: 'b' }])
  expect(written).toEqual([['part-1', 'part-2']])
})

test('who has no answer is told so, and his neighbours keep theirs', async () => {
  const { hot } = laneOf((names) => names.map(() => []))
  const ask = createHotBatch(hot).open(partOf(1, (items) => items.map((item) => (item === 'b' ? undefined : item))))
  const told = await Promise.allSettled(['a', 'b', 'c'].map(ask))
  expect(told.map((one) => (one.status === 'fulfilled' ? one.value : one.status))).toEqual(['a', 'rejected', 'c'])
})

test('a batch that fails is taken apart until only the bad row is refused', async () => {
  const { hot, written } = laneOf((names) => names.map(() => []))
  const picky: HotLane = {
    ...hot,
    runAll: (orgIds, statements) =>
      statements.some(({ values }) => values.includes('bad'))
        ? Promise.reject(new Error('bad row'))
        : hot.runAll(orgIds, statements),
  }
  const ask = createHotBatch(picky).open(partOf(1, (items) => items))
  const told = await Promise.allSettled(['a', 'bad', 'c', 'd'].map(ask))
  expect(told.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled'])
  expect(written).toHaveLength(2)
})
