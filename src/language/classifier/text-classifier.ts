import { float } from '../at.ts'
import type { SparseVector } from '../vocabulary.ts'
import { createFeatureSpace, type FeatureSpace, type Reading } from './feature-space.ts'
import { readFeatures } from './features.ts'
import { inScope } from './in-scope.ts'
import type { Network } from './network.ts'
import { BATCH, type NetworkOptions, NO_CLASS, trainNetwork } from './train-network.ts'

/** A text, and texts of other columns (what was said before), always the same number of them. */
export interface ClassifierText {
  readonly text: string
  readonly context?: readonly string[]
}

export interface ClassifierExample extends ClassifierText {
  readonly label: string
}

export interface RankedLabel {
  readonly label: string
  /** 0…1, all of them sum up to 1. */
  readonly score: number
}

export interface ClassifiedText {
  /** Best first. */
  readonly ranked: readonly RankedLabel[]
  /** How sure it is that the text belongs to any of the labels, 0…1: rank by it, or take a bound from your own texts. */
  readonly inScope: number
}

export interface TextClassifier {
  readonly labels: readonly string[]
  readonly parts: ClassifierParts
  /** `most`: how many labels are given, best first. */
  classify(text: ClassifierText, most?: number): ClassifiedText
}

/** What a model file holds. */
export interface ClassifierParts {
  readonly labels: readonly string[]
  readonly space: FeatureSpace
  readonly networks: readonly Network[]
}

export interface TrainingOptions
  extends Pick<NetworkOptions, 'epochs' | 'rate' | 'hidden' | 'dropFeatures' | 'dropHidden'> {
  /** Networks whose odds are averaged; each begins by another chance. */
  readonly networks?: number
  readonly contextWeight?: number
  /** Texts of no label: they teach what is out of scope. */
  readonly outside?: readonly ClassifierText[]
  /** 0…1 of the work that is done. */
  readonly onProgress?: (share: number) => void
}

/** Fewer examples than this are seen more often, and the fewest still in so many steps. */
const MANY_EXAMPLES = 12_000
const EPOCHS = 14
const MOST_EPOCHS = 60
const LEAST_STEPS = 200

export function trainTextClassifier(
  examples: readonly ClassifierExample[],
  options: TrainingOptions = {},
): TextClassifier {
  const { networks = 1, contextWeight = 0.5, outside = [], onProgress } = options
  const labels = [...new Set(examples.map(({ label }) => label))].sort()
  const numberOf = new Map(labels.map((label, at) => [label, at]))
  const readings = examples.map(readingOf)
  const width = Math.max(...readings.map(({ fields }) => fields.length))
  const fieldWeights = Array.from({ length: width }, (_, at) => (at === 0 ? 1 : contextWeight))
  const space = createFeatureSpace(readings, { fieldWeights, leastTexts: examples.length < 2000 ? 1 : 2 })
  const taught = [
    ...readings.map((reading, at) => ({
      vector: space.vector(reading),
      label: numberOf.get(examples[at]?.label ?? '') ?? NO_CLASS,
    })),
    ...outside.map((text) => ({ vector: space.vector(readingOf(text)), label: NO_CLASS })),
  ]
  const epochs = options.epochs ?? epochsFor(taught.length)
  const trained = Array.from({ length: networks }, (_, at) =>
    trainNetwork(taught, {
      ...options,
      ...{ features: space.size, classes: labels.length, epochs, seed: at + 1 },
      onEpoch: (done) => onProgress?.((at + done / epochs) / networks),
    }),
  )
  return createTextClassifier({ labels, space, networks: trained })
}

function epochsFor(count: number): number {
  const shared = Math.min(MOST_EPOCHS, Math.round((EPOCHS * MANY_EXAMPLES) / Math.min(MANY_EXAMPLES, count)))
  return Math.max(shared, Math.ceil(LEAST_STEPS / Math.ceil(count / BATCH)))
}

const readingOf = ({ text, context = [] }: ClassifierText): Reading => ({
  fields: [text, ...context].map((field, at) => readFeatures(field, at)),
})

export function createTextClassifier(parts: ClassifierParts): TextClassifier {
  const { labels, space, networks } = parts
  const odds = new Float32Array(labels.length)
  return {
    labels,
    parts,
    classify(text, most = labels.length) {
      const vector = space.vector(readingOf(text))
      averageOdds(networks, vector, odds)
      return { ranked: rank(labels, odds, most), inScope: inScope(odds, vector.unknown) }
    },
  }
}

function averageOdds(networks: readonly Network[], vector: SparseVector, odds: Float32Array): void {
  odds.fill(0)
  for (const network of networks) {
    const own = network.probabilities(vector)
    for (let c = 0; c < odds.length; c += 1) odds[c] = float(odds, c) + float(own, c) / networks.length
  }
}

function rank(labels: readonly string[], odds: Float32Array, most: number): RankedLabel[] {
  const order = Array.from(odds, (score, at) => ({ score, label: labels[at] ?? '' }))
  return order.sort((a, b) => b.score - a.score).slice(0, most)
}
