/** Turns evidence into a probability that was checked against outcomes: logistic regression on a few named numbers. */
export interface Calibration {
  readonly weights: readonly number[]
  probability(evidence: readonly number[]): number
}

export interface Outcome {
  readonly evidence: readonly number[]
  readonly isRight: boolean
}

/** Newton-free fit by gradient descent on standardised evidence; a few thousand rows take some ten milliseconds. */
export function fitCalibration(outcomes: readonly Outcome[], rounds = 400): Calibration {
  const width = outcomes[0]?.evidence.length ?? 0
  const weights = new Array<number>(width + 1).fill(0)
  for (let round = 0; round < rounds; round += 1) {
    const slope = new Array<number>(width + 1).fill(0)
    for (const { evidence, isRight } of outcomes) {
      const miss = probabilityOf(weights, evidence) - (isRight ? 1 : 0)
      slope[width] = (slope[width] ?? 0) + miss
      evidence.forEach((value, i) => {
        slope[i] = (slope[i] ?? 0) + miss * value
      })
    }
    const rate = 4 / Math.max(1, outcomes.length)
    slope.forEach((value, i) => {
      weights[i] = (weights[i] ?? 0) - rate * value
    })
  }
  return restoreCalibration(weights)
}

export const restoreCalibration = (weights: readonly number[]): Calibration => ({
  weights,
  probability: (evidence) => probabilityOf(weights, evidence),
})

function probabilityOf(weights: readonly number[], evidence: readonly number[]): number {
  let sum = weights[evidence.length] ?? 0
  for (let i = 0; i < evidence.length; i += 1) sum += (weights[i] ?? 0) * (evidence[i] ?? 0)
  return 1 / (1 + Math.exp(-sum))
}
