import { float } from '../at.ts'
import type { SparseVector } from '../vocabulary.ts'
import type { FeatureCounts, TextFeatures } from './features.ts'

/** A text and what else is known of it, each field with its own features and its own say. */
export interface Reading {
  readonly fields: readonly TextFeatures[]
}

export interface FeatureSpace {
  readonly size: number
  vector(reading: Reading): SparseVector
  /** What a file must hold. */
  readonly table: FeatureTable
}

export interface FeatureTable {
  readonly keys: Int32Array
  readonly idf: Float32Array
  /** The weight of each field's bags; the first is the text. */
  readonly fieldWeights: readonly number[]
}

export interface SpaceOptions {
  /** Features of fewer texts are left out. */
  readonly leastTexts?: number
  readonly fieldWeights?: readonly number[]
}

/** tf-idf as scikit-learn's with sublinear tf: (1 + ln n) × (ln((1 + N) / (1 + df)) + 1), each bag made of length 1 by itself. */
export function createFeatureSpace(readings: readonly Reading[], options: SpaceOptions = {}): FeatureSpace {
  const { leastTexts = 2, fieldWeights = [1] } = options
  const texts = new Map<number, number>()
  for (const { fields } of readings) {
    for (const bag of fields.flatMap(({ units, pieces }) => [units, pieces]))
      for (const key of bag.keys()) texts.set(key, (texts.get(key) ?? 0) + 1)
  }
  const kept = [...texts].filter(([, count]) => count >= leastTexts)
  const keys = Int32Array.from(kept, ([key]) => key)
  const idf = Float32Array.from(kept, ([, count]) => Math.log((1 + readings.length) / (1 + count)) + 1)
  return restoreFeatureSpace({ keys, idf, fieldWeights })
}

export function restoreFeatureSpace(table: FeatureTable): FeatureSpace {
  const ids = new Map<number, number>()
  table.keys.forEach((key, id) => ids.set(key, id))
  return { size: table.keys.length, table, vector: (reading) => weigh(reading, { ...table, ids }) }
}

type Space = FeatureTable & { readonly ids: ReadonlyMap<number, number> }

function weigh(reading: Reading, space: Space): SparseVector {
  const most = reading.fields.reduce((sum, { units, pieces }) => sum + units.size + pieces.size, 0)
  const vector = { ids: new Int32Array(most), weights: new Float32Array(most), length: 0 }
  reading.fields.forEach(({ units, pieces }, at) => {
    const weight = space.fieldWeights[at] ?? 1
    addBag(vector, units, { space, weight })
    addBag(vector, pieces, { space, weight })
  })
  const { ids, weights, length } = vector
  return { ids: ids.subarray(0, length), weights: weights.subarray(0, length), unknown: unknownShare(reading, space) }
}

interface Filling {
  readonly ids: Int32Array
  readonly weights: Float32Array
  length: number
}

function addBag(vector: Filling, bag: FeatureCounts, { space, weight }: { space: Space; weight: number }): void {
  const from = vector.length
  let square = 0
  for (const [key, count] of bag) {
    const id = space.ids.get(key)
    if (id === undefined) continue
    const value = (1 + Math.log(count)) * float(space.idf, id)
    square += value * value
    vector.ids[vector.length] = id
    vector.weights[vector.length] = value
    vector.length += 1
  }
  const norm = square > 0 ? weight / Math.sqrt(square) : 0
  for (let k = from; k < vector.length; k += 1) vector.weights[k] = float(vector.weights, k) * norm
}

function unknownShare({ fields }: Reading, { ids }: Space): number {
  const words = fields[0]?.words ?? []
  if (words.length === 0) return 1
  return words.filter((key) => !ids.has(key)).length / words.length
}
