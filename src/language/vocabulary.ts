import { float } from './at.ts'
import type { Terms } from './terms.ts'

/** A text as term numbers and weights of length 1. */
export interface SparseVector {
  readonly ids: Int32Array
  readonly weights: Float32Array
  /** Share of the weight that lies on terms nobody taught us, 0…1. */
  readonly unknown: number
}

export interface Vocabulary {
  readonly size: number
  vector(terms: Terms): SparseVector
  /** The same numbers and weights, and new numbers for terms that only these texts have (a shop's own words). */
  extended(collection: readonly Terms[]): Vocabulary
}

/** Numbers the terms of a collection and weighs them by rarity: idf = ln(1 + (N − n + 0.5) / (n + 0.5)), as in BM25. */
export function createVocabulary(collection: readonly Terms[]): Vocabulary {
  const counts = new Map<number, number>()
  for (const terms of collection) for (const term of terms.keys()) counts.set(term, (counts.get(term) ?? 0) + 1)
  const idOf = new Map<number, number>()
  const idf = new Float32Array(counts.size)
  for (const [term, count] of counts) {
    idf[idOf.size] = rarity(collection.length, count)
    idOf.set(term, idOf.size)
  }
  return over({ idOf, own: new Map(), idf, rarest: rarity(collection.length, 1) })
}

const rarity = (documents: number, count: number): number => Math.log(1 + (documents - count + 0.5) / (count + 0.5))

interface Weights {
  readonly idOf: ReadonlyMap<number, number>
  /** Terms beyond `idOf`: a shop's own. Kept apart so that thousands of shops share the rest. */
  readonly own: ReadonlyMap<number, number>
  readonly idf: Float32Array
  readonly rarest: number
}

function over(weights: Weights): Vocabulary {
  const size = weights.idOf.size + weights.own.size
  return {
    size,
    vector: (terms) => weigh(terms, weights),
    extended(collection) {
      const own = new Map(weights.own)
      for (const terms of collection) {
        for (const term of terms.keys()) {
          if (!weights.idOf.has(term) && !own.has(term)) own.set(term, weights.idOf.size + own.size)
        }
      }
      return over({ ...weights, own })
    },
  }
}

function weigh(terms: Terms, weights: Weights): SparseVector {
  const ids = new Int32Array(terms.size)
  const values = new Float32Array(terms.size)
  let known = 0
  let square = 0
  let strange = 0
  for (const [term, weight] of terms) {
    const id = weights.idOf.get(term) ?? weights.own.get(term)
    if (id === undefined) {
      const value = weight * weights.rarest * 0.5
      strange += value * value
      continue
    }
    const value = weight * (id < weights.idf.length ? float(weights.idf, id) : weights.rarest)
    square += value * value
    ids[known] = id
    values[known] = value
    known += 1
  }
  const whole = square + strange
  const norm = whole > 0 ? 1 / Math.sqrt(whole) : 0
  for (let i = 0; i < known; i += 1) values[i] = float(values, i) * norm
  return { ids: ids.subarray(0, known), weights: values.subarray(0, known), unknown: whole > 0 ? strange / whole : 1 }
}

/** Two texts said in one message. */
export function mixVectors(one: SparseVector, other: SparseVector): SparseVector {
  const sum = new Map<number, number>()
  one.ids.forEach((id, k) => sum.set(id, float(one.weights, k)))
  other.ids.forEach((id, k) => sum.set(id, Math.max(sum.get(id) ?? 0, float(other.weights, k))))
  const ids = Int32Array.from(sum.keys())
  const weights = Float32Array.from(sum.values())
  const unknown = (one.unknown + other.unknown) / 2
  let square = 0
  for (const value of weights) square += value * value
  const norm = square > 0 ? Math.sqrt((1 - unknown) / square) : 0
  for (let k = 0; k < weights.length; k += 1) weights[k] = float(weights, k) * norm
  return { ids, weights, unknown }
}
