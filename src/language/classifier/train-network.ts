import { float, int } from '../at.ts'
import type { Labelled } from '../softmax.ts'
import type { SparseVector } from '../vocabulary.ts'
import { type Adam, correctedRate, createAdam, stepRows } from './adam.ts'
import { createChance } from './chance.ts'
import { classOdds, type Network, type NetworkWeights, restoreNetwork } from './network.ts'

export interface NetworkOptions {
  readonly features: number
  readonly classes: number
  readonly hidden?: number
  readonly epochs?: number
  readonly rate?: number
  /** Examples a step. */
  readonly batch?: number
  /** Shares of features and of hidden units that are left out, anew for each example (Srivastava et al. 2014). */
  readonly dropFeatures?: number
  readonly dropHidden?: number
  /** What the right class gives to all (label smoothing). */
  readonly smoothing?: number
  readonly seed?: number
  readonly onEpoch?: (done: number, loss: number) => void
}

/** The label of examples that belong to no class: they teach even odds (outlier exposure, Hendrycks et al. 2019). */
export const NO_CLASS = -1

/** Examples a step, where nothing else is said. */
export const BATCH = 32

/** Classes that are right already cost most of the time and teach nothing. */
const SMALL_SLOPE = 1e-4

/**
 * Adam in small batches, the rate going down to nothing. The same examples and seed give the same network.
 * Memory while training: features × (hidden + classes) × 12 bytes.
 */
export function trainNetwork(examples: readonly Labelled[], options: NetworkOptions): Network {
  const training = createTraining(options)
  const { epochs = 15, rate = 0.003, batch = BATCH } = options
  const order = Int32Array.from(examples, (_, at) => at)
  const steps = epochs * Math.ceil(order.length / batch)
  let step = 0
  for (let epoch = 1; epoch <= epochs; epoch += 1) {
    training.chance.shuffle(order)
    let loss = 0
    for (let at = 0; at < order.length; at += batch) {
      const chosen = [...order.subarray(at, at + batch)].flatMap((index) => examples[index] ?? [])
      loss += learn(chosen, training)
      descend(training, { rate: correctedRate(rate * (1 - step / steps), step + 1) })
      step += 1
    }
    options.onEpoch?.(epoch, loss / Math.max(1, examples.length))
  }
  return restoreNetwork(training.weights, options.classes)
}

interface Training {
  readonly weights: NetworkWeights
  readonly chance: ReturnType<typeof createChance>
  readonly adams: { readonly features: Adam; readonly bias: Adam; readonly output: Adam }
  readonly sums: Float32Array
  readonly odds: Float32Array
  /** Hidden units kept this time, and those of them that are above zero. */
  readonly kept: Int32Array
  readonly live: Int32Array
  readonly slopes: Slopes
  readonly dropFeatures: number
  readonly dropHidden: number
  readonly smoothing: number
}

/** Of one batch. */
interface Slopes {
  readonly rowOf: Map<number, number>
  features: Float32Array
  readonly bias: Float32Array
  readonly output: Float32Array
}

function createTraining(options: NetworkOptions): Training {
  const { features, classes, hidden = 192, dropFeatures = 0.5, dropHidden = 0.6, smoothing = 0.02, seed = 1 } = options
  const chance = createChance(seed)
  const width = hidden + classes
  const weights = {
    features: new Float32Array(features * width),
    bias: new Float32Array(width),
    output: new Float32Array(classes * hidden),
  }
  for (let at = 0; at < weights.features.length; at += 1) {
    if (at % width < hidden) weights.features[at] = bell(chance.next) * 0.05
  }
  const reach = 1 / Math.sqrt(hidden)
  for (let at = 0; at < weights.output.length; at += 1) weights.output[at] = (chance.next() * 2 - 1) * reach
  return {
    ...{ weights, chance, dropFeatures, dropHidden, smoothing },
    adams: {
      features: createAdam(weights.features, width),
      bias: createAdam(weights.bias, width),
      output: createAdam(weights.output, hidden * classes),
    },
    sums: new Float32Array(width),
    odds: new Float32Array(classes),
    kept: new Int32Array(hidden),
    live: new Int32Array(hidden),
    slopes: {
      rowOf: new Map(),
      features: new Float32Array(2048 * width),
      bias: new Float32Array(width),
      output: new Float32Array(classes * hidden),
    },
  }
}

/** Nearly normal, variance 1: three uniform draws. */
const bell = (draw: () => number): number => (draw() + draw() + draw() - 1.5) * 2

/** Adds the slopes of the examples and gives their loss before the step. */
function learn(examples: readonly Labelled[], training: Training): number {
  let loss = 0
  for (const { vector, label } of examples) {
    const thinned = thin(vector, training)
    const live = rouse(thinned, training)
    const odds = classOdds({ ...training, live })
    loss -= label === NO_CLASS ? 0 : Math.log(Math.max(1e-9, float(odds, label)))
    slopeOfClasses(label, training)
    slopeOfHidden(training, live)
    slopeOfFeatures(thinned, training, live)
  }
  return loss
}

type Thinned = Pick<SparseVector, 'ids' | 'weights'>

function thin(vector: SparseVector, { dropFeatures, chance }: Training): Thinned {
  const ids = new Int32Array(vector.ids.length)
  const weights = new Float32Array(vector.ids.length)
  let length = 0
  for (let k = 0; k < vector.ids.length; k += 1) {
    if (chance.next() < dropFeatures) continue
    ids[length] = int(vector.ids, k)
    weights[length] = float(vector.weights, k) / (1 - dropFeatures)
    length += 1
  }
  return { ids: ids.subarray(0, length), weights: weights.subarray(0, length) }
}

/** Fills `sums` for the hidden units that are kept this time and for all classes; gives the units above zero. */
function rouse({ ids, weights: values }: Thinned, training: Training): Int32Array {
  const { weights, sums, odds, kept, live, dropHidden, chance } = training
  const hidden = sums.length - odds.length
  sums.set(weights.bias)
  let count = 0
  for (let j = 0; j < hidden; j += 1) if (chance.next() >= dropHidden) kept[count++] = j
  const units = kept.subarray(0, count)
  for (let k = 0; k < ids.length; k += 1) addChosen(training, units, { row: int(ids, k), value: float(values, k) })
  let awake = 0
  for (let i = 0; i < count; i += 1) {
    const j = int(kept, i)
    if (float(sums, j) <= 0) continue
    sums[j] = float(sums, j) / (1 - dropHidden)
    live[awake++] = j
  }
  return live.subarray(0, awake)
}

function addChosen(
  { weights, sums, odds }: Training,
  units: Int32Array,
  feature: { row: number; value: number },
): void {
  const { row, value } = feature
  const from = row * sums.length
  for (let i = 0; i < units.length; i += 1) {
    const j = int(units, i)
    sums[j] = float(sums, j) + value * float(weights.features, from + j)
  }
  for (let j = sums.length - odds.length; j < sums.length; j += 1)
    sums[j] = float(sums, j) + value * float(weights.features, from + j)
}

/** From here on `odds` holds slopes. */
function slopeOfClasses(label: number, { odds, smoothing }: Training): void {
  const shared = label === NO_CLASS ? 1 : smoothing
  for (let c = 0; c < odds.length; c += 1) odds[c] = float(odds, c) - shared / odds.length
  if (label !== NO_CLASS) odds[label] = float(odds, label) - (1 - shared)
}

/** From here on the live units of `sums` hold slopes too. */
function slopeOfHidden(training: Training, live: Int32Array): void {
  const { weights, slopes, sums, odds, dropHidden } = training
  const hidden = sums.length - odds.length
  const back = new Float32Array(live.length)
  for (let c = 0; c < odds.length; c += 1) {
    const slope = float(odds, c)
    slopes.bias[hidden + c] = float(slopes.bias, hidden + c) + slope
    if (slope < SMALL_SLOPE && slope > -SMALL_SLOPE) continue
    for (let i = 0; i < live.length; i += 1) {
      const at = c * hidden + int(live, i)
      back[i] = float(back, i) + slope * float(weights.output, at)
      slopes.output[at] = float(slopes.output, at) + slope * float(sums, int(live, i))
    }
  }
  for (let i = 0; i < live.length; i += 1) {
    const j = int(live, i)
    sums[j] = float(back, i) / (1 - dropHidden)
    slopes.bias[j] = float(slopes.bias, j) + float(sums, j)
  }
}

function slopeOfFeatures({ ids, weights: values }: Thinned, training: Training, live: Int32Array): void {
  const { sums, odds } = training
  const hidden = sums.length - odds.length
  for (let k = 0; k < ids.length; k += 1) {
    const value = float(values, k)
    const from = rowOf(int(ids, k), training) * sums.length
    const { features } = training.slopes
    for (let i = 0; i < live.length; i += 1) {
      const j = int(live, i)
      features[from + j] = float(features, from + j) + value * float(sums, j)
    }
    for (let c = 0; c < odds.length; c += 1)
      features[from + hidden + c] = float(features, from + hidden + c) + value * float(odds, c)
  }
}

/** The place of a feature's slopes in this batch. */
function rowOf(feature: number, { slopes, sums }: Training): number {
  const known = slopes.rowOf.get(feature)
  if (known !== undefined) return known
  const row = slopes.rowOf.size
  slopes.rowOf.set(feature, row)
  if ((row + 1) * sums.length > slopes.features.length) {
    const larger = new Float32Array(slopes.features.length * 2)
    larger.set(slopes.features)
    slopes.features = larger
  }
  return row
}

function descend({ adams, slopes, sums }: Training, { rate }: { readonly rate: number }): void {
  const rows = Int32Array.from(slopes.rowOf.keys())
  stepRows(adams.features, { rows, slopes: slopes.features }, rate)
  stepRows(adams.bias, { rows: new Int32Array(1), slopes: slopes.bias }, rate)
  stepRows(adams.output, { rows: new Int32Array(1), slopes: slopes.output }, rate)
  slopes.features.fill(0, 0, rows.length * sums.length)
  slopes.bias.fill(0)
  slopes.output.fill(0)
  slopes.rowOf.clear()
}
