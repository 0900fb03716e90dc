import { float } from './at.ts'
import type { Terms } from './terms.ts'

/** A text as rising term numbers and weights of length 1. */
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
  const counts = new Map<string, number>()
  for (const terms of collection) for (const term of terms.keys()) counts.set(term, (counts.get(term) ?? 0) + 1)
  const idOf = new Map<string, number>()
  const idf = new Float32Array(counts.size)
  for (const [term, count] of counts) {
    idf[idOf.size] = rarity(collection.length, count)
    idOf.set(term, idOf.size)
  }
  return over({ idOf, own: new Map(), idf, rarest: rarity(collection.length, 1) })
}

const rarity = (documents: number, count: number): number => Math.log(1 + (documents - count + 0.5) / (count + 0.5))

interface Weights {
  readonly idOf: ReadonlyMap<string, number>
  /** Terms beyond `idOf`: a shop's own. Kept apart so that thousands of shops share the rest. */
  readonly own: ReadonlyMap<string, number>
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
  const known: [number, number][] = []
  let square = 0
  let strange = 0
  for (const [term, weight] of terms) {
    const id = weights.idOf.get(term)
    const ownId = id === undefined ? weights.own.get(term) : undefined
    const isStrange = id === undefined && ownId === undefined
    const rarityOf = id !== undefined ? float(weights.idf, id) : weights.rarest * (isStrange ? 0.5 : 1)
    const value = weight * rarityOf
    square += value * value
    if (isStrange) strange += value * value
    else known.push([id ?? ownId ?? 0, value])
  }
  const norm = square > 0 ? 1 / Math.sqrt(square) : 0
  known.sort((a, b) => a[0] - b[0])
  return {
    ids: Int32Array.from(known, ([id]) => id),
    weights: Float32Array.from(known, ([, value]) => value * norm),
    unknown: square > 0 ? strange / square : 1,
  }
}
