import { expect, test } from 'vitest'
import { dealFolds } from './deal-folds.ts'

const rows = Array.from({ length: 60 }, (_, at) => ({
  ...{ text: `t${at}`, context: [], label: 'a' },
  group: `g${Math.floor(at / 3)}`,
}))

test('every row is in one fold, groups whole, sizes even', () => {
  const folds = dealFolds(rows, 5)
  expect(
    folds
      .flat()
      .map(({ text }) => text)
      .sort(),
  ).toEqual(rows.map(({ text }) => text).sort())
  expect(folds.map(({ length }) => length)).toEqual([12, 12, 12, 12, 12])
  for (const { group } of rows) expect(folds.filter((fold) => fold.some((row) => row.group === group))).toHaveLength(1)
})

test('the order of rows is broken, and always the same way', () => {
  expect(dealFolds(rows, 5)).toEqual(dealFolds(rows, 5))
  expect(dealFolds(rows, 5)[0]?.map(({ group }) => group)).not.toEqual(rows.slice(0, 12).map(({ group }) => group))
})
