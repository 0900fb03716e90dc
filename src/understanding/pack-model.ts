import {
  type Calibration,
  createPhraseIndex,
  fitCalibration,
  float,
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

const FOLDS = 3
const EPOCHS = 5

/** The last class is "none of these". Takes about a second for 200 scenarios; `encodeModel` keeps the outcome. */
export function trainPackModel(samples: readonly Sample[], shape: Shape): PackModel {
  const judgements = Array.from({ length: FOLDS }, (_, fold) => judgeFold(samples, shape, fold)).flat()
  return {
    softmax: trainSoftmax(samples, { ...shape, epochs: EPOCHS }),
    whole: fitCalibration(judgements.map(({ whole }) => whole)),
    near: fitCalibration(judgements.flatMap(({ near }) => near ?? [])),
  }
}

interface Judgement {
  readonly whole: Outcome
  readonly near: Outcome | null
}

/** Cross-fitted: every sample is judged by a model that never saw it; the confidence is what such judgements were worth. */
function judgeFold(samples: readonly Sample[], shape: Shape, fold: number): Judgement[] {
  const taught = samples.filter((_, i) => i % FOLDS !== fold)
  const softmax = trainSoftmax(taught, { ...shape, epochs: EPOCHS })
  const judge = { softmax, index: createPhraseIndex(taught, shape.features) }
  return samples
    .filter((_, i) => i % FOLDS === fold)
    .flatMap((sample) =>
      readVector(sample.vector, judge, 3)
        .filter(({ label }) => label !== shape.classes - 1)
        .map((reading) => judgementOf(reading, sample)),
    )
}

function judgementOf({ label, evidence, nearest }: Reading, sample: Sample): Judgement {
  const isRight = label === sample.label
  const near = nearest ? { evidence: nearEvidence(nearest.score, sample.vector), isRight } : null
  return { whole: { evidence, isRight }, near }
}

export const nearEvidence = (score: number, vector: SparseVector): number[] => [score, score * score, vector.unknown]

/** Readings of a text, best first: log-probability of the class plus the similarity of its nearest phrasing. */
export function readVector(vector: SparseVector, judge: Judge, most: number): Reading[] {
  const odds = judge.softmax.probabilities(vector)
  const near = judge.index.nearest(vector, NEAREST)
  const ranked = near.map((nearest) => rankOf(nearest.label, float(odds, nearest.label), nearest))
  for (let label = 0; label < odds.length; label += 1) {
    const odd = float(odds, label)
    if (odd > LEAST_ODDS && !near.some((hit) => hit.label === label)) ranked.push(rankOf(label, odd, undefined))
  }
  ranked.sort((a, b) => b.rank - a.rank)
  const first = ranked[0]?.rank ?? 0
  const second = ranked[1]?.rank ?? first - 5
  const length = Math.min(1, vector.ids.length / 12)
  return ranked.slice(0, most).map(({ label, nearest, odd, rank }, place) => {
    const margin = clamp(place === 0 ? first - second : rank - first)
    return { label, nearest, evidence: [odd, margin, nearest?.score ?? 0, place === 0 ? 1 : 0, vector.unknown, length] }
  })
}

const NEAREST = 12
const LEAST_ODDS = 0.01

const rankOf = (label: number, odd: number, nearest: Nearest | undefined) => ({
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
