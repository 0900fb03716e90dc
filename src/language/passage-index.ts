import type { Termer, Terms } from './terms.ts'

/** A piece of text that may be quoted, cut into its sentences. */
export interface PassageText {
  readonly sentences: readonly string[]
  /** What stands above it: titles and headings. */
  readonly heading: string
}

export interface PassageHit {
  /** Places in what was given. */
  readonly passage: number
  readonly sentence: number
  /** 0…1: share of the weight of the question's words that the sentence, its heading and its neighbours say. */
  readonly score: number
}

export interface PassageIndex {
  readonly size: number
  /** The best sentence of each passage, best passage first. Pure; some hundred microseconds for thousands of sentences. */
  near(question: string, most: number): readonly PassageHit[]
}

export interface PassageIndexOptions {
  readonly termer: Termer
  /** How much a term of a question says: high for what few questions hold. */
  rarity(term: number): number
}

// A heading speaks for what stands under it, a neighbour lends a little.
const IN_HEADING = 0.75
const IN_PASSAGE = 0.45

/** Which sentence answers a question, by the words that both hold, each weighed by its rarity among questions. */
export function createPassageIndex(passages: readonly PassageText[], options: PassageIndexOptions): PassageIndex {
  const read = readPassages(passages, options.termer)
  return {
    size: passages.length,
    near(question, most) {
      const scores = new Float64Array(read.starts.length === 0 ? 0 : read.count)
      const whole = weighAll(options.termer(question), { read, scores, rarity: options.rarity })
      return whole === 0 ? [] : bestOf(read, scores, whole).slice(0, most)
    },
  }
}

interface Read {
  /** First sentence of each passage, and one past the last of all. */
  readonly starts: Int32Array
  readonly passageOf: Int32Array
  readonly count: number
  readonly inSentence: ReadonlyMap<number, Int32Array>
  readonly inHeading: ReadonlyMap<number, Int32Array>
}

function readPassages(passages: readonly PassageText[], termer: Termer): Read {
  const count = passages.reduce((sum, { sentences }) => sum + sentences.length, 0)
  const starts = new Int32Array(passages.length + 1)
  const passageOf = new Int32Array(count)
  const inSentence = new Map<number, number[]>()
  const inHeading = new Map<number, number[]>()
  let at = 0
  passages.forEach(({ sentences, heading }, passage) => {
    note(inHeading, termer(heading), passage)
    for (const sentence of sentences) {
      passageOf[at] = passage
      note(inSentence, termer(sentence), at)
      at += 1
    }
    starts[passage + 1] = at
  })
  return { starts, passageOf, count, inSentence: packed(inSentence), inHeading: packed(inHeading) }
}

function note(places: Map<number, number[]>, terms: Terms, place: number): void {
  for (const term of terms.keys()) {
    const known = places.get(term)
    if (known) known.push(place)
    else places.set(term, [place])
  }
}

const packed = (places: ReadonlyMap<number, number[]>): Map<number, Int32Array> =>
  new Map([...places].map(([term, list]) => [term, Int32Array.from(list)]))

interface Weighing {
  readonly read: Read
  readonly scores: Float64Array
  rarity(term: number): number
}

const NOWHERE = new Int32Array(0)

/** Adds to every sentence what it says of the question. Answers the weight of the whole question. */
function weighAll(terms: Terms, { read, scores, rarity }: Weighing): number {
  let whole = 0
  for (const [term, weight] of terms) {
    const value = weight * rarity(term)
    whole += value
    const sentences = read.inSentence.get(term) ?? NOWHERE
    const share = new Map<number, number>()
    for (const sentence of sentences) share.set(read.passageOf[sentence] ?? 0, IN_PASSAGE)
    for (const passage of read.inHeading.get(term) ?? NOWHERE) share.set(passage, IN_HEADING)
    for (const [passage, part] of share) {
      const end = read.starts[passage + 1] ?? 0
      for (let at = read.starts[passage] ?? 0; at < end; at += 1) scores[at] = (scores[at] ?? 0) + value * part
    }
    for (const sentence of sentences) {
      const part = share.get(read.passageOf[sentence] ?? 0) ?? 0
      scores[sentence] = (scores[sentence] ?? 0) + value * (1 - part)
    }
  }
  return whole
}

function bestOf(read: Read, scores: Float64Array, whole: number): PassageHit[] {
  const hits: PassageHit[] = []
  for (let passage = 0; passage + 1 < read.starts.length; passage += 1) {
    const start = read.starts[passage] ?? 0
    let best = start
    for (let at = start + 1; at < (read.starts[passage + 1] ?? 0); at += 1)
      if ((scores[at] ?? 0) > (scores[best] ?? 0)) best = at
    const score = (scores[best] ?? 0) / whole
    if (score > 0) hits.push({ passage, sentence: best - start, score: Math.min(1, score) })
  }
  return hits.sort((a, b) => b.score - a.score)
}
