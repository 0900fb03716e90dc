import { float } from './at.ts'

/** Turns evidence into a probability that was checked against outcomes: logistic regression on a few named numbers. */
export interface Calibration {
  readonly weights: readonly number[]
  probability(evidence: readonly number[]): number
}

export interface Outcome {
  readonly evidence: readonly number[]
  readonly isRight: boolean
  /** How many times it counts; 1 when absent. */
  readonly weight?: number
}

const STEPS = 12
/** Holds weights of evidence back that never varies. */
const RIDGE = 1e-3

/** Newton's steps (iteratively reweighted least squares): a few thousand rows of ten numbers take some ten milliseconds. */
export function fitCalibration(outcomes: readonly Outcome[]): Calibration {
  const width = (outcomes[0]?.evidence.length ?? 0) + 1
  const weights = new Array<number>(width).fill(0)
  for (let step = 0; step < STEPS; step += 1) {
    const system = newtonSystem(outcomes, weights)
    const change = solve(system, width)
    for (let i = 0; i < width; i += 1) weights[i] = (weights[i] ?? 0) - float(change, i)
  }
  return restoreCalibration(weights)
}

export const restoreCalibration = (weights: readonly number[]): Calibration => ({
  weights,
  probability: (evidence) => probabilityOf(weights, evidence),
})

/** The last weight is that of the constant. */
function probabilityOf(weights: readonly number[], evidence: readonly number[]): number {
  let sum = weights[evidence.length] ?? 0
  for (let i = 0; i < evidence.length; i += 1) sum += (weights[i] ?? 0) * (evidence[i] ?? 0)
  return 1 / (1 + Math.exp(-sum))
}

interface NewtonSystem {
  /** width × width, row by row. */
  readonly curve: Float64Array
  readonly slope: Float64Array
}

function newtonSystem(outcomes: readonly Outcome[], weights: readonly number[]): NewtonSystem {
  const width = weights.length
  const curve = new Float64Array(width * width)
  const slope = new Float64Array(width)
  const row = new Float64Array(width)
  for (const { evidence, isRight, weight = 1 } of outcomes) {
    for (let i = 0; i < width - 1; i += 1) row[i] = evidence[i] ?? 0
    row[width - 1] = 1
    const probability = probabilityOf(weights, evidence)
    addRow({ curve, slope }, row, {
      miss: weight * (probability - (isRight ? 1 : 0)),
      bend: weight * Math.max(1e-4, probability * (1 - probability)),
    })
  }
  for (let i = 0; i < width; i += 1) {
    curve[i * width + i] = (curve[i * width + i] ?? 0) + RIDGE * outcomes.length
    slope[i] = (slope[i] ?? 0) + RIDGE * outcomes.length * (weights[i] ?? 0)
  }
  return { curve, slope }
}

function addRow({ curve, slope }: NewtonSystem, row: Float64Array, how: { miss: number; bend: number }): void {
  const width = row.length
  for (let i = 0; i < width; i += 1) {
    const value = row[i] ?? 0
    slope[i] = (slope[i] ?? 0) + how.miss * value
    for (let j = 0; j < width; j += 1)
      curve[i * width + j] = (curve[i * width + j] ?? 0) + how.bend * value * (row[j] ?? 0)
  }
}

/** Gauss–Jordan; the ridge keeps every pivot above zero. */
function solve({ curve, slope }: NewtonSystem, width: number): Float32Array {
  const right = Float64Array.from(slope)
  for (let pivot = 0; pivot < width; pivot += 1) {
    const scale = 1 / (curve[pivot * width + pivot] ?? 1)
    for (let j = pivot; j < width; j += 1) curve[pivot * width + j] = (curve[pivot * width + j] ?? 0) * scale
    right[pivot] = (right[pivot] ?? 0) * scale
    for (let i = 0; i < width; i += 1) if (i !== pivot) eliminate({ curve, right, width }, i, pivot)
  }
  return Float32Array.from(right)
}

function eliminate(at: { curve: Float64Array; right: Float64Array; width: number }, i: number, pivot: number): void {
  const { curve, right, width } = at
  const factor = curve[i * width + pivot] ?? 0
  for (let j = pivot; j < width; j += 1)
    curve[i * width + j] = (curve[i * width + j] ?? 0) - factor * (curve[pivot * width + j] ?? 0)
  right[i] = (right[i] ?? 0) - factor * (right[pivot] ?? 0)
}
