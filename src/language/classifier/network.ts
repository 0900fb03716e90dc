import { float, int } from '../at.ts'
import type { SparseVector } from '../vocabulary.ts'

/**
 * A wide and deep network over a sparse vector (Cheng et al. 2016): one hidden layer of rectified units, and every feature
 * speaks for the classes directly too. Arrays are row by row.
 */
export interface NetworkWeights {
  /** features × (hidden + classes): what a feature adds to each hidden unit and to each class. */
  readonly features: Float32Array
  /** hidden + classes */
  readonly bias: Float32Array
  /** classes × hidden */
  readonly output: Float32Array
}

export interface Network {
  readonly weights: NetworkWeights
  /** The same array each time: read it before the next call. */
  probabilities(vector: SparseVector): Float32Array
  /** The hidden layer of the last call. */
  readonly hidden: Float32Array
}

export function restoreNetwork(weights: NetworkWeights, classes: number): Network {
  const sums = new Float32Array(weights.bias.length)
  const hidden = sums.subarray(0, sums.length - classes)
  const live = new Int32Array(hidden.length)
  const odds = new Float32Array(classes)
  return {
    weights,
    hidden,
    probabilities(vector) {
      sums.set(weights.bias)
      for (let k = 0; k < vector.ids.length; k += 1)
        addRow(sums, weights.features, { row: int(vector.ids, k), value: float(vector.weights, k) })
      const awake = live.subarray(0, rectify(hidden, live))
      return classOdds({ weights, sums, odds, live: awake })
    },
  }
}

function addRow(sums: Float32Array, matrix: Float32Array, { row, value }: { row: number; value: number }): void {
  const from = row * sums.length
  for (let j = 0; j < sums.length; j += 1) sums[j] = float(sums, j) + value * float(matrix, from + j)
}

/** How many units are above zero; their numbers go into `live`. */
function rectify(hidden: Float32Array, live: Int32Array): number {
  let count = 0
  for (let j = 0; j < hidden.length; j += 1) {
    if (float(hidden, j) > 0) live[count++] = j
    else hidden[j] = 0
  }
  return count
}

export interface Layers {
  readonly weights: NetworkWeights
  /** Hidden units, then what the features say for each class. */
  readonly sums: Float32Array
  readonly odds: Float32Array
  /** Hidden units that say something. */
  readonly live: Int32Array
}

export function classOdds({ weights, sums, odds, live }: Layers): Float32Array {
  const hidden = sums.length - odds.length
  let top = -Infinity
  for (let c = 0; c < odds.length; c += 1) {
    const row = c * hidden
    let sum = float(sums, hidden + c)
    for (let i = 0; i < live.length; i += 1) {
      const j = int(live, i)
      sum += float(sums, j) * float(weights.output, row + j)
    }
    odds[c] = sum
    if (sum > top) top = sum
  }
  let whole = 0
  for (let c = 0; c < odds.length; c += 1) {
    odds[c] = Math.exp(float(odds, c) - top)
    whole += float(odds, c)
  }
  for (let c = 0; c < odds.length; c += 1) odds[c] = float(odds, c) / whole
  return odds
}
