import { float, int } from '../at.ts'

/** Adam (Kingma and Ba 2015) over an array of weights, where most steps touch few rows: rows that are not touched rest. */
export interface Adam {
  readonly weights: Float32Array
  readonly width: number
  readonly first: Float32Array
  readonly second: Float32Array
}

export const createAdam = (weights: Float32Array, width: number): Adam => ({
  weights,
  width,
  first: new Float32Array(weights.length),
  second: new Float32Array(weights.length),
})

/** The gradient of some rows: `rows[k]` of the weights is row k of `slopes`. */
export interface RowSlopes {
  readonly rows: Int32Array
  readonly slopes: Float32Array
}

const FIRST = 0.9
const SECOND = 0.999
const LEAST = 1e-8

/** `rate` as corrected for the moments' beginning at zero (see `correctedRate`). */
export function stepRows(adam: Adam, { rows, slopes }: RowSlopes, rate: number): void {
  for (let k = 0; k < rows.length; k += 1) stepRow(adam, { row: int(rows, k), slopes, from: k * adam.width, rate })
}

function stepRow(adam: Adam, step: { row: number; slopes: Float32Array; from: number; rate: number }): void {
  const { weights, first, second, width } = adam
  const { slopes, from, rate } = step
  const at = step.row * width
  for (let j = 0; j < width; j += 1) {
    const slope = float(slopes, from + j)
    const mean = FIRST * float(first, at + j) + (1 - FIRST) * slope
    const square = SECOND * float(second, at + j) + (1 - SECOND) * slope * slope
    first[at + j] = mean
    second[at + j] = square
    weights[at + j] = float(weights, at + j) - (rate * mean) / (Math.sqrt(square) + LEAST)
  }
}

/** `steps` from 1. */
export const correctedRate = (rate: number, steps: number): number =>
  (rate * Math.sqrt(1 - SECOND ** steps)) / (1 - FIRST ** steps)
