import { expect, test } from 'vitest'
import { fitCalibration } from './calibration.ts'

test('confidence is what the evidence was worth, and weight counts as often as it says', () => {
  const outcomes = Array.from({ length: 400 }, (_, i) => {
    const score = (i % 10) / 10
    return { evidence: [score, 1 - score], isRight: i % 7 < score * 7 }
  })
  const fitted = fitCalibration(outcomes)
  expect(fitted.probability([0.9, 0.1])).toBeGreaterThan(0.8)
  expect(fitted.probability([0.1, 0.9])).toBeLessThan(0.2)
  const doubted = fitCalibration([...outcomes, { evidence: [0.9, 0.1], isRight: false, weight: 500 }])
  expect(doubted.probability([0.9, 0.1])).toBeLessThan(0.3)
})
