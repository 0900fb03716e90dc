import {
  type Calibration,
  createPhraseIndex,
  fitCalibration,
  float,
  int,
  mixVectors,
  type Nearest,
  type Outcome,
  type PhraseIndex,
  restoreCalibration,
  restoreSoftmax,
  type Softmax,
  type SparseVector,
  trainSoftmax,
} from '../language/index.ts'

export interface Sample {
  readonly text: string
  readonly label: number
  readonly vector: SparseVector
}

/** What training leaves: class weights, and two calibrations (of a whole reading, and of a similarity alone). */
export interface PackModel {
  readonly softmax: Softmax
  readonly whole: Calibration
  readonly near: Calibration
}

export interface Judge {
  readonly softmax: Softmax
  readonly index: PhraseIndex
  readonly samples: readonly Sample[]
}

export interface Reading {
  readonly label: number
  readonly nearest: Nearest | undefined
  readonly evidence: readonly number[]
}

interface Shape {
  readonly features: number
  readonly classes: number
}

const FOLDS = 4
const EPOCHS = 6
/**
 * Of what buyers type about half is in no scenario: statements, answers to others, things of other trades. The scenarios that a
 * fold never heard of stand for them, and count so much that they are the half.
 */
const UNHEARD_WEIGHT = 1

/** The last class is "none of these". Takes some seconds for 200 scenarios; `encodeModel` keeps the outcome. */
export function trainPackModel(samples: readonly Sample[], shape: Shape): PackModel {
  const judgements = Array.from({ length: FOLDS }, (_, fold) => judgeFold(samples, shape, fold)).flat()
  return {
    softmax: trainSoftmax([...samples, ...remarksOn(samples, shape)], { ...shape, epochs: EPOCHS }),
    whole: fitCalibration(judgements.map(({ whole }) => whole)),
    near: fitCalibration(judgements.flatMap(({ near }) => near ?? [])),
  }
}

const REMARK_EVERY = 3
const RARE = 0.75

/** A remark names the matter and lacks what makes it a question: the rare half of a phrasing, beside other words, is none of these. */
function remarksOn(samples: readonly Sample[], { classes }: Shape): Sample[] {
  const none = classes - 1
  const noise = samples.filter(({ label }) => label === none)
  return samples.flatMap((sample, i) =>
    i % REMARK_EVERY === 0 && sample.label !== none && sample.vector.ids.length > 6
      ? [{ ...beside({ ...sample, vector: rareHalf(sample.vector) }, noise, i), label: none }]
      : [],
  )
}

function rareHalf({ ids, weights, unknown }: SparseVector): SparseVector {
  const least = Math.max(...weights) * RARE
  const kept = ids.filter((_, k) => float(weights, k) >= least)
  return { ids: kept, weights: weights.filter((weight) => weight >= least), unknown }
}

interface Judgement {
  readonly whole: Outcome
  readonly near: Outcome | null
}

/**
 * Cross-fitted: every sample is judged by a model that never saw it, and a quarter of the scenarios by one that never heard of
 * them; the confidence is what such judgements were worth.
 */
function judgeFold(samples: readonly Sample[], shape: Shape, fold: number): Judgement[] {
  const none = shape.classes - 1
  const isUnheard = ({ label }: Sample): boolean => label !== none && label % FOLDS === fold
  const taught = samples.filter((sample, i) => i % FOLDS !== fold && !isUnheard(sample))
  const noise = samples.filter(({ label }, i) => label === none && i % FOLDS === fold)
  const softmax = trainSoftmax([...taught, ...remarksOn(taught, shape)], { ...shape, epochs: EPOCHS })
  const judge = { softmax, index: createPhraseIndex(taught, shape.features), samples: taught }
  return samples
    .filter((sample, i) => i % FOLDS === fold || isUnheard(sample))
    .flatMap((sample, i) => (i % 2 === 0 ? [sample, beside(sample, noise, i)] : [sample]))
    .flatMap((sample) =>
      readVector(sample.vector, judge, 3)
        .filter(({ label }) => label !== none)
        .map((reading) => judgementOf(reading, sample, isUnheard(sample) ? UNHEARD_WEIGHT / FOLDS : 1)),
    )
}

/** What is asked often stands beside something that has nothing to do with it. */
function beside(sample: Sample, noise: readonly Sample[], place: number): Sample {
  const other = noise[(place * 7919) % Math.max(1, noise.length)]
  return other && other.label !== sample.label ? { ...sample, vector: mixVectors(sample.vector, other.vector) } : sample
}

function judgementOf({ label, evidence, nearest }: Reading, sample: Sample, weight: number): Judgement {
  const isRight = label === sample.label
  const near = nearest ? { evidence: nearEvidence(nearest.score, sample.vector), isRight, weight } : null
  return { whole: { evidence, isRight, weight }, near }
}

export const nearEvidence = (score: number, vector: SparseVector): number[] => [score, score * score, vector.unknown]

interface Ranked {
  readonly label: number
  readonly odd: number
  readonly nearest: Nearest | undefined
  readonly rank: number
}

/** Readings of a text, best first: log-probability of the class plus the similarity of its nearest phrasing. */
export function readVector(vector: SparseVector, judge: Judge, most: number): Reading[] {
  const odds = judge.softmax.probabilities(vector)
  const near = judge.index.nearest(vector, NEAREST)
  const ranked = rankAll(odds, near)
  const first = ranked[0]?.rank ?? 0
  const second = ranked[1]?.rank ?? first - 5
  const length = Math.min(1, vector.ids.length / 12)
  const none = float(odds, odds.length - 1)
  const marked = findIn(vector)
  const readings: Reading[] = []
  for (let place = 0; place < ranked.length && place < most; place += 1) {
    const one = ranked[place]
    if (!one) break
    const margin = clamp(place === 0 ? first - second : one.rank - first)
    const score = one.nearest?.score ?? 0
    const cover = one.nearest ? shareFound(judge.samples[one.nearest.phrase]?.vector, marked) : 0
    const rival = near[0]?.label === one.label ? (near[1]?.score ?? 0) : (near[0]?.score ?? 0)
    readings.push({
      label: one.label,
      nearest: one.nearest,
      evidence: [
        one.odd,
        Math.log(one.odd + 1e-4),
        margin,
        score,
        score * score,
        score - rival,
        place === 0 ? 1 : 0,
        none,
        vector.unknown,
        length,
        score * length,
        cover,
        cover * score,
        cover * one.odd,
      ],
    })
  }
  return readings
}

/** Which terms the text at hand has; one array for all readings, a new mark for each text. */
interface Found {
  marks: Int32Array
  mark: number
}

const found: Found = { marks: new Int32Array(0), mark: 0 }

function findIn({ ids }: SparseVector): Found {
  found.mark += 1
  for (let k = 0; k < ids.length; k += 1) {
    const id = int(ids, k)
    if (id >= found.marks.length) found.marks = grown(found.marks, id)
    found.marks[id] = found.mark
  }
  return found
}

function grown(marks: Int32Array, id: number): Int32Array {
  const larger = new Int32Array(Math.max(id + 1, marks.length * 2))
  larger.set(marks)
  return larger
}

/** How much of a phrasing the text has: a long message may hold a short question whole. */
function shareFound(phrase: SparseVector | undefined, { marks, mark }: Found): number {
  if (!phrase) return 0
  let share = 0
  for (let k = 0; k < phrase.ids.length; k += 1) {
    if (int(marks, int(phrase.ids, k)) !== mark) continue
    const weight = float(phrase.weights, k)
    share += weight * weight
  }
  return share
}

const NEAREST = 12
const LEAST_ODDS = 0.01

function rankAll(odds: Float32Array, near: readonly Nearest[]): Ranked[] {
  const ranked: Ranked[] = []
  for (const nearest of near) ranked.push(rankOf(nearest.label, float(odds, nearest.label), nearest))
  for (let label = 0; label < odds.length; label += 1) {
    const odd = float(odds, label)
    if (odd > LEAST_ODDS && !hasLabel(near, label)) ranked.push(rankOf(label, odd, undefined))
  }
  return ranked.sort(byRank)
}

function hasLabel(near: readonly Nearest[], label: number): boolean {
  for (const one of near) if (one.label === label) return true
  return false
}

const byRank = (a: Ranked, b: Ranked): number => b.rank - a.rank

const rankOf = (label: number, odd: number, nearest: Nearest | undefined): Ranked => ({
  label,
  odd,
  nearest,
  rank: Math.log(odd + 1e-6) + (nearest?.score ?? 0),
})

const clamp = (margin: number): number => Math.max(-3, Math.min(3, margin)) / 3

/** Bytes: length of the head (uint32 LE), head as JSON, class weights as float32 LE. */
export function encodeModel(model: PackModel): Buffer {
  const head = Buffer.from(JSON.stringify({ whole: model.whole.weights, near: model.near.weights }))
  const length = Buffer.alloc(4)
  length.writeUInt32LE(head.length)
  const { buffer, byteOffset, byteLength } = model.softmax.weights
  return Buffer.concat([length, head, Buffer.from(buffer, byteOffset, byteLength)])
}

/** null when the bytes do not fit the shape: train anew. */
export function decodeModel(bytes: Buffer, shape: Shape): PackModel | null {
  const wanted = (shape.features + 1) * shape.classes * 4
  const headLength = bytes.length > 4 ? bytes.readUInt32LE(0) : 0
  if (bytes.length !== 4 + headLength + wanted) return null
  const head: unknown = JSON.parse(bytes.toString('utf8', 4, 4 + headLength))
  const whole = numbersUnder(head, 'whole')
  const near = numbersUnder(head, 'near')
  if (!whole || !near) return null
  const weights = new Float32Array(
    bytes.buffer.slice(bytes.byteOffset + 4 + headLength, bytes.byteOffset + bytes.length),
  )
  return {
    softmax: restoreSoftmax(weights, shape.classes),
    whole: restoreCalibration(whole),
    near: restoreCalibration(near),
  }
}

function numbersUnder(head: unknown, key: string): number[] | null {
  const value: unknown = typeof head === 'object' && head !== null ? Reflect.get(head, key) : null
  return Array.isArray(value) && value.every((item) => typeof item === 'number') ? value : null
}
