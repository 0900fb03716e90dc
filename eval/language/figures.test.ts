import { expect, test } from 'vitest'
import { figuresOf } from './figures.ts'

test('figures by hand', () => {
  const answers = [
    { wanted: 'a', given: 'a', score: 0.9 },
    { wanted: 'a', given: 'OTHER', score: 0.8 },
    { wanted: 'OTHER', given: 'OTHER', score: 0.3 },
    { wanted: 'oos', given: 'a', score: 0.4 },
    { wanted: 'oos', given: 'a', score: 0.1 },
  ]
  expect(figuresOf(answers, { outside: 'oos', noBusiness: 'OTHER' })).toEqual({
    accuracy: 66.67,
    // Both labels: precision and recall 1 and 1/2.
    macroF1: 66.67,
    business: 50,
    auroc: 0.8333,
    recallAt5: 50,
  })
})
