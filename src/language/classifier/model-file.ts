import { z } from 'zod'
import { restoreFeatureSpace } from './feature-space.ts'
import { restoreNetwork } from './network.ts'
import { type ClassifierParts, createTextClassifier, type TextClassifier } from './text-classifier.ts'

/**
 * A model as bytes: "XNLU", version and length of the head (each 4 bytes, little end first), a head of JSON, then the arrays,
 * each at a multiple of 4. Weights of networks are kept as the upper halves of their floats (bfloat16): half the size, and
 * scores differ in the third digit at most.
 */
const MAGIC = 0x554c_4e58
const VERSION = 1
const FRONT = 12

const headShape = z.object({
  labels: z.array(z.string()).min(1),
  fieldWeights: z.array(z.number()).min(1),
  networks: z.number().int().min(1),
  sizes: z.array(z.number().int().min(0)),
})

export function writeModel({ labels, space, networks }: ClassifierParts): Uint8Array {
  const { keys, idf, fieldWeights } = space.table
  const arrays = [
    bytesOf(keys),
    bytesOf(idf),
    ...networks.flatMap(({ weights }) => [weights.features, weights.bias, weights.output].map(halved)),
  ]
  const sizes = arrays.map(({ length }) => length)
  const head = { labels, fieldWeights, networks: networks.length, sizes }
  const text = new TextEncoder().encode(JSON.stringify(head))
  const bytes = new Uint8Array(sizes.reduce((sum, size) => sum + padded(size), padded(FRONT + text.length)))
  const view = new DataView(bytes.buffer)
  for (const [at, word] of [MAGIC, VERSION, text.length].entries()) view.setUint32(at * 4, word, true)
  bytes.set(text, FRONT)
  let from = padded(FRONT + text.length)
  for (const array of arrays) {
    bytes.set(array, from)
    from += padded(array.length)
  }
  return bytes
}

/** Throws a RangeError that says what is wrong: not such a file, of another version, cut off. */
export function readModel(bytes: Uint8Array): TextClassifier {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < FRONT || view.getUint32(0, true) !== MAGIC) throw new RangeError('no model file')
  if (view.getUint32(4, true) !== VERSION) throw new RangeError(`a model of version ${view.getUint32(4, true)}`)
  const length = view.getUint32(8, true)
  const head = headShape.parse(JSON.parse(new TextDecoder().decode(bytes.subarray(FRONT, FRONT + length))))
  const arrays = cut(bytes, head.sizes, padded(FRONT + length))
  const [keys = arrays[0], idf, ...rest] = arrays
  if (!keys || !idf || rest.length !== head.networks * 3) throw new RangeError('a model file without its arrays')
  const space = restoreFeatureSpace({
    keys: new Int32Array(keys.buffer),
    idf: new Float32Array(idf.buffer),
    fieldWeights: head.fieldWeights,
  })
  const networks = Array.from({ length: head.networks }, (_, at) => {
    const [features, bias, output] = rest.slice(at * 3, at * 3 + 3).map(whole)
    if (!features || !bias || !output) throw new RangeError('a model file without its arrays')
    return restoreNetwork({ features, bias, output }, head.labels.length)
  })
  return createTextClassifier({ labels: head.labels, space, networks })
}

const padded = (size: number): number => Math.ceil(size / 4) * 4

const bytesOf = (array: Int32Array | Float32Array): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength)

function cut(bytes: Uint8Array, sizes: readonly number[], start: number): Uint8Array[] {
  let from = start
  return sizes.map((size) => {
    if (from + size > bytes.length) throw new RangeError('a model file that was cut off')
    // Copied: the bytes of a file lie somewhere in a larger buffer.
    const array = Uint8Array.from(bytes.subarray(from, from + size))
    from += padded(size)
    return array
  })
}

/** Rounded to the nearest. */
function halved(array: Float32Array): Uint8Array {
  const bits = new Uint32Array(array.buffer, array.byteOffset, array.length)
  const halves = new Uint16Array(array.length)
  for (let at = 0; at < bits.length; at += 1) halves[at] = ((bits[at] ?? 0) + 0x8000) >>> 16
  return new Uint8Array(halves.buffer)
}

function whole(bytes: Uint8Array): Float32Array {
  const halves = new Uint16Array(bytes.buffer)
  const bits = new Uint32Array(halves.length)
  for (let at = 0; at < halves.length; at += 1) bits[at] = (halves[at] ?? 0) << 16
  return new Float32Array(bits.buffer)
}
