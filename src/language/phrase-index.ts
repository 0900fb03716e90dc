import { float, int } from './at.ts'
import type { SparseVector } from './vocabulary.ts'

/** Which phrasing of which class is nearest, by cosine, over typed postings. */
export interface PhraseIndex {
  readonly size: number
  /** Best phrasing per class, classes best first. */
  nearest(query: SparseVector, most: number): Nearest[]
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

/** Terms in more phrasings than this share say little and cost most: they count only where a query has nothing else. */
const FREQUENT_SHARE = 0.04

export function createPhraseIndex(phrases: readonly Phrase[], terms: number): PhraseIndex {
  const postings = layOut(phrases, terms)
  const classes = phrases.reduce((highest, { label }) => Math.max(highest, label), -1) + 1
  const scratch: Scratch = {
    postings,
    labels: Int32Array.from(phrases, ({ label }) => label),
    scores: new Float32Array(phrases.length),
    touched: new Int32Array(phrases.length),
    bestOf: new Int32Array(classes).fill(-1),
    classes: new Int32Array(classes),
    frequent: Math.max(20, phrases.length * FREQUENT_SHARE),
  }
  return {
    size: phrases.length,
    nearest(query, most) {
      const count = score(query, scratch)
      const found = bestPerClass(count, scratch)
      const hits = bestOfAll(found, most, scratch)
      for (let i = 0; i < found; i += 1) scratch.bestOf[int(scratch.classes, i)] = -1
      for (let i = 0; i < count; i += 1) scratch.scores[int(scratch.touched, i)] = 0
      return hits
    },
  }
}

/** The best classes only: most messages touch a hundred, and a dozen is looked at. */
function bestOfAll(found: number, most: number, { classes, bestOf, scores }: Scratch): Nearest[] {
  const hits: Nearest[] = []
  for (let i = 0; i < found; i += 1) {
    const label = int(classes, i)
    const phrase = int(bestOf, label)
    const score = float(scores, phrase)
    const last = hits[most - 1]
    if (last !== undefined && last.score >= score) continue
    let place = Math.min(hits.length, most - 1)
    while (place > 0 && (hits[place - 1]?.score ?? 0) < score) {
      const moved = hits[place - 1]
      if (moved) hits[place] = moved
      place -= 1
    }
    hits[place] = { label, phrase, score }
  }
  return hits
}

interface Postings {
  readonly starts: Int32Array
  readonly phrases: Int32Array
  readonly weights: Float32Array
}

/** Kept between calls so that a look-up allocates almost nothing; shared, so nothing here awaits. */
interface Scratch {
  readonly postings: Postings
  readonly labels: Int32Array
  readonly scores: Float32Array
  readonly touched: Int32Array
  readonly bestOf: Int32Array
  readonly classes: Int32Array
  readonly frequent: number
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

function score(query: SparseVector, scratch: Scratch): number {
  let count = 0
  for (let k = 0; k < query.ids.length; k += 1) {
    if (lengthOf(int(query.ids, k), scratch) <= scratch.frequent) count = addUp(query, k, { scratch, count })
  }
  if (count > 0) return count
  for (let k = 0; k < query.ids.length; k += 1) count = addUp(query, k, { scratch, count })
  return count
}

const lengthOf = (id: number, { postings }: Scratch): number => int(postings.starts, id + 1) - int(postings.starts, id)

function addUp(query: SparseVector, k: number, { scratch, count }: { scratch: Scratch; count: number }): number {
  const { postings, scores, touched } = scratch
  const id = int(query.ids, k)
  const weight = float(query.weights, k)
  const end = int(postings.starts, id + 1)
  let reached = count
  for (let slot = int(postings.starts, id); slot < end; slot += 1) {
    const phrase = int(postings.phrases, slot)
    const before = float(scores, phrase)
    if (before === 0) {
      touched[reached] = phrase
      reached += 1
    }
    scores[phrase] = before + weight * float(postings.weights, slot)
  }
  return reached
}

function bestPerClass(count: number, { labels, scores, touched, bestOf, classes }: Scratch): number {
  let found = 0
  for (let i = 0; i < count; i += 1) {
    const phrase = int(touched, i)
    const label = int(labels, phrase)
    const best = int(bestOf, label)
    if (best < 0) {
      classes[found] = label
      found += 1
    }
    if (best < 0 || float(scores, phrase) > float(scores, best)) bestOf[label] = phrase
  }
  return found
}
