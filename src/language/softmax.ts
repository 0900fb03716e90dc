import { float, int } from './at.ts'
import type { SparseVector } from './vocabulary.ts'

export interface Labelled {
  readonly vector: SparseVector
  readonly label: number
}

/** Softmax regression: probabilities over classes for a sparse vector. */
export interface Softmax {
  /** (features + 1) × classes, bias first: what `restoreSoftmax` takes. */
  readonly weights: Float32Array
  /** The same array each time: read it before the next call. */
  probabilities(vector: SparseVector): Float32Array
}

export interface SoftmaxOptions {
  readonly features: number
  readonly classes: number
  readonly epochs?: number
  readonly rate?: number
  readonly decay?: number
}

/**
 * Trains by stochastic gradient descent with AdaGrad steps (Duchi et al. 2011), examples in a fixed shuffled order, so that the
 * same examples give the same model. Memory: features × classes × 8 bytes while training, half of it afterwards.
 */
export function trainSoftmax(examples: readonly Labelled[], options: SoftmaxOptions): Softmax {
  const { features, classes, epochs = 12, rate = 0.5, decay = 1e-5 } = options
  const weights = new Float32Array((features + 1) * classes)
  const squares = new Float32Array((features + 1) * classes).fill(1e-2)
  const order = shuffled(examples.length)
  const odds = new Float32Array(classes)
  const active = new Int32Array(classes)
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    for (const index of order) {
      const example = examples[index]
      if (example === undefined) continue
      predict(example.vector, { weights, classes, odds })
      odds[example.label] = float(odds, example.label) - 1
      descend(example.vector, { weights, squares, classes, odds, active, rate, decay })
    }
  }
  return restoreSoftmax(weights, classes)
}

export function restoreSoftmax(weights: Float32Array, classes: number): Softmax {
  const prediction = { weights, classes, odds: new Float32Array(classes) }
  return { weights, probabilities: (vector) => predict(vector, prediction) }
}

function shuffled(size: number): Int32Array {
  const order = Int32Array.from({ length: size }, (_, i) => i)
  let state = 0x9e3779b9
  for (let i = size - 1; i > 0; i -= 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    const j = state % (i + 1)
    const kept = int(order, i)
    order[i] = int(order, j)
    order[j] = kept
  }
  return order
}

interface Prediction {
  readonly weights: Float32Array
  readonly classes: number
  readonly odds: Float32Array
}

function predict(vector: SparseVector, { weights, classes, odds }: Prediction): Float32Array {
  for (let c = 0; c < classes; c += 1) odds[c] = float(weights, c)
  for (let k = 0; k < vector.ids.length; k += 1) {
    const row = (int(vector.ids, k) + 1) * classes
    const value = float(vector.weights, k)
    for (let c = 0; c < classes; c += 1) odds[c] = float(odds, c) + value * float(weights, row + c)
  }
  let top = -Infinity
  for (let c = 0; c < classes; c += 1) top = Math.max(top, float(odds, c))
  let sum = 0
  for (let c = 0; c < classes; c += 1) {
    odds[c] = Math.exp(float(odds, c) - top)
    sum += float(odds, c)
  }
  for (let c = 0; c < classes; c += 1) odds[c] = float(odds, c) / sum
  return odds
}

interface Step extends Prediction {
  readonly squares: Float32Array
  readonly active: Int32Array
  readonly rate: number
  readonly decay: number
}

/** Classes that are right already cost most of the time and teach nothing. */
const LEAST_SLOPE = 2e-3

function descend(vector: SparseVector, step: Step): void {
  const active = findActive(step)
  descendRow(0, 1, { step, active })
  for (let k = 0; k < vector.ids.length; k += 1)
    descendRow((int(vector.ids, k) + 1) * step.classes, float(vector.weights, k), { step, active })
}

/** How many classes are still wrong; `step.active` begins with them. No feature weighs more than 1, so no other can teach. */
function findActive({ classes, odds, active }: Step): number {
  let count = 0
  for (let c = 0; c < classes; c += 1) {
    const odd = float(odds, c)
    if (odd < LEAST_SLOPE && odd > -LEAST_SLOPE) continue
    active[count] = c
    count += 1
  }
  return count
}

function descendRow(row: number, value: number, { step, active }: { step: Step; active: number }): void {
  const { weights, squares, odds, rate, decay } = step
  for (let i = 0; i < active; i += 1) {
    const c = int(step.active, i)
    const slope = float(odds, c) * value
    if (slope < LEAST_SLOPE && slope > -LEAST_SLOPE) continue
    const gradient = slope + decay * float(weights, row + c)
    squares[row + c] = float(squares, row + c) + gradient * gradient
    weights[row + c] = float(weights, row + c) - (rate * gradient) / Math.sqrt(float(squares, row + c))
  }
}
