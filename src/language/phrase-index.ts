import { float, int } from './at.ts'
import type { SparseVector } from './vocabulary.ts'

/** Which phrasing of which class is nearest, by cosine, over typed postings. */
export interface PhraseIndex {
  readonly size: number
  /** Best phrasing per class, classes best first. `skip` leaves one phrasing out (for judging ourselves). */
  nearest(query: SparseVector, most: number, skip?: number): Nearest[]
}

export interface Nearest {
  readonly label: number
  readonly phrase: number
  readonly score: number
}

export interface Phrase {
  readonly vector: SparseVector
  readonly label: number
}

export function createPhraseIndex(phrases: readonly Phrase[], terms: number): PhraseIndex {
  const postings = layOut(phrases, terms)
  const labels = Int32Array.from(phrases, (phrase) => phrase.label)
  const scores = new Float32Array(phrases.length)
  const touched = new Int32Array(phrases.length)
  return {
    size: phrases.length,
    nearest(query, most, skip = -1) {
      const count = score(query, { postings, scores, touched })
      const best = new Map<number, Nearest>()
      for (let i = 0; i < count; i += 1) {
        const phrase = int(touched, i)
        const value = float(scores, phrase)
        scores[phrase] = 0
        if (phrase === skip) continue
        const label = int(labels, phrase)
        const before = best.get(label)
        if (before === undefined || value > before.score) best.set(label, { label, phrase, score: value })
      }
      return [...best.values()].sort((a, b) => b.score - a.score).slice(0, most)
    },
  }
}

interface Postings {
  readonly starts: Int32Array
  readonly phrases: Int32Array
  readonly weights: Float32Array
}

function layOut(phrases: readonly Phrase[], terms: number): Postings {
  const starts = new Int32Array(terms + 2)
  for (const { vector } of phrases) for (const id of vector.ids) starts[id + 2] = int(starts, id + 2) + 1
  for (let id = 2; id < starts.length; id += 1) starts[id] = int(starts, id) + int(starts, id - 1)
  const total = int(starts, terms + 1)
  const postings = { starts, phrases: new Int32Array(total), weights: new Float32Array(total) }
  phrases.forEach(({ vector }, phrase) => {
    vector.ids.forEach((id, k) => {
      const slot = int(starts, id + 1)
      postings.phrases[slot] = phrase
      postings.weights[slot] = float(vector.weights, k)
      starts[id + 1] = slot + 1
    })
  })
  return postings
}

interface Scratch {
  readonly postings: Postings
  readonly scores: Float32Array
  readonly touched: Int32Array
}

/** Adds up products into `scores` and lists whom it touched. The scratch is shared: nothing here awaits. */
function score(query: SparseVector, { postings, scores, touched }: Scratch): number {
  let count = 0
  for (let k = 0; k < query.ids.length; k += 1) {
    const id = int(query.ids, k)
    const weight = float(query.weights, k)
    const end = int(postings.starts, id + 1)
    for (let slot = int(postings.starts, id); slot < end; slot += 1) {
      const phrase = int(postings.phrases, slot)
      if (float(scores, phrase) === 0) {
        touched[count] = phrase
        count += 1
      }
      scores[phrase] = float(scores, phrase) + weight * float(postings.weights, slot)
    }
  }
  return count
}
