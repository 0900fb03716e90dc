import { createHash } from 'node:crypto'
import type { Candidate } from '../dialogue/index.ts'
import type { Entry } from '../knowledge/index.ts'
import {
  type Calibration,
  createPhraseIndex,
  createVocabulary,
  normalise,
  type Termer,
  type Vocabulary,
} from '../language/index.ts'
import {
  decodeModel,
  encodeModel,
  type PackModel,
  readVector,
  type Reading,
  type Sample,
  trainPackModel,
} from './pack-model.ts'

/** Recognises the scenarios of a set of packs. Trained once per set, shared by every shop that subscribed to it. */
export interface PackMatcher {
  readonly vocabulary: Vocabulary
  readonly termer: Termer
  /** Turns a similarity alone into a confidence: for phrasings that came after the training. */
  readonly nearCalibration: Calibration
  /** Best readings first. `skip` leaves scenarios out that the shop switched off. */
  match(text: string, most: number, skip?: ReadonlySet<string>): Candidate[]
}

/** Keeps what training cost, by the digest of what it learned from. */
export interface ModelCache {
  read(digest: string): Buffer | null
  write(digest: string, bytes: Buffer): void
}

export interface PackTeaching {
  readonly entries: readonly Entry[]
  /** Sentences that no scenario may claim: a class of their own, and they calibrate the confidence. */
  readonly outOfScope: readonly string[]
  readonly termer: Termer
  readonly cache?: ModelCache
}

const CODE = 'pack-model-4'
const EXACT_CONFIDENCE = 0.99

export function createPackMatcher({ entries, outOfScope, termer, cache }: PackTeaching): PackMatcher {
  const none = entries.length
  const { samples, vocabulary, digest } = prepare({ entries, outOfScope, termer })
  const shape = { features: vocabulary.size, classes: none + 1 }
  const kept = cache?.read(digest)
  const model = (kept ? decodeModel(kept, shape) : null) ?? trainPackModel(samples, shape)
  if (!kept) cache?.write(digest, encodeModel(model))
  const judge = { softmax: model.softmax, index: createPhraseIndex(samples, vocabulary.size), samples }
  const exact = new Map(
    samples.filter(({ label }) => label !== none).map(({ text, label }) => [normalise(text).text, label]),
  )
  const barred = barredOf(entries)
  const idOf = (label: number) => entries[label]?.entryId ?? ''
  return {
    vocabulary,
    termer,
    nearCalibration: model.near,
    match(text, most, skip) {
      const plain = normalise(text).text
      const sure = exact.get(plain)
      const not = barred.get(plain)
      return readVector(vocabulary.vector(termer(text)), judge, most + (skip?.size ?? 0) + (not?.size ?? 0) + 1)
        .filter(({ label }) => label !== none && !not?.has(label) && !skip?.has(idOf(label)))
        .map((reading) =>
          candidateOf(reading, { id: idOf(reading.label), samples, model, isExact: reading.label === sure }),
        )
        .sort((a, b) => b.confidence - a.confidence)
        .slice(0, most)
    },
  }
}

/** Near misses: whoever writes just that does not mean the scenario. */
function barredOf(entries: readonly Entry[]): ReadonlyMap<string, ReadonlySet<number>> {
  const barred = new Map<string, Set<number>>()
  for (const [label, { negatives }] of entries.entries())
    for (const text of negatives) {
      const plain = normalise(text).text
      barred.set(plain, (barred.get(plain) ?? new Set()).add(label))
    }
  return barred
}

function prepare({ entries, outOfScope, termer }: PackTeaching) {
  const texts = [
    ...entries.flatMap((entry, label) => taughtBy(entry).map((text) => ({ text, label }))),
    ...outOfScope.map((text) => ({ text, label: entries.length })),
  ]
  const terms = texts.map(({ text }) => termer(text))
  const vocabulary = createVocabulary(terms)
  const samples: Sample[] = texts.map((sample, i) => ({ ...sample, vector: vocabulary.vector(terms[i] ?? new Map()) }))
  const taught = JSON.stringify([
    CODE,
    entries.map(({ entryId }) => entryId),
    terms.map((one, i) => [texts[i]?.label, ...one]),
  ])
  return { samples, vocabulary, digest: createHash('sha256').update(taught).digest('hex') }
}

const taughtBy = (entry: Entry): string[] =>
  [...entry.phrasings, ...entry.english, entry.title.zh ?? '', entry.title.en ?? ''].filter((text) => text.length > 0)

interface Judged {
  readonly id: string
  readonly samples: readonly Sample[]
  readonly model: PackModel
  readonly isExact: boolean
}

function candidateOf({ evidence, nearest }: Reading, { id, samples, model, isExact }: Judged): Candidate {
  return {
    entryId: id,
    confidence: round(isExact ? EXACT_CONFIDENCE : model.whole.probability(evidence)),
    score: round(nearest?.score ?? 0),
    phrasing: nearest ? (samples[nearest.phrase]?.text ?? '') : '',
  }
}

export const round = (value: number): number => Math.round(value * 1000) / 1000
