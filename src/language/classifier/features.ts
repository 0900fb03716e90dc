import { normalise } from '../normalise.ts'

/** How often each feature occurs, by its number (32 bits, made of its characters). */
export type FeatureCounts = ReadonlyMap<number, number>

/** A text as two bags: `units` are words (a Han character is one) alone and in pairs, `pieces` are runs of letters within and over them. */
export interface TextFeatures {
  readonly units: FeatureCounts
  readonly pieces: FeatureCounts
  /** The units alone: what tells known words from words nobody taught. */
  readonly words: readonly number[]
}

const LONGEST_PIECE = 5
const LONGEST_HAN_PIECE = 4
const UNIT = 0x2545f491
const PAIR = 0x1b873593
const PIECE = 0x165667b1
const EDGE = 1
const RUNS = /[\u3400-\ufaff]+|[^\s\u3400-\ufaff]+/gu

/** `field` keeps the words of other columns (what was said before) apart from those of the text. */
export function readFeatures(raw: string, field = 0): TextFeatures {
  const units = new Map<number, number>()
  const pieces = new Map<number, number>()
  const words: number[] = []
  const seed = Math.imul(field + 1, 0x9e3779b1)
  let before = EDGE
  for (const run of runsOf(normalise(raw).text)) {
    const isHan = isHanAt(run, 0)
    for (const word of isHan ? run : [run]) {
      const key = hash(word, UNIT ^ seed)
      words.push(key)
      count(units, key)
      if (before !== EDGE) count(units, Math.imul(before ^ PAIR, 0x85ebca6b) ^ key)
      before = key
    }
    addPieces(pieces, run, { seed: PIECE ^ seed, longest: isHan ? LONGEST_HAN_PIECE : LONGEST_PIECE })
  }
  return { units, pieces, words }
}

/** Runs of one script. */
const runsOf = (text: string): string[] => text.match(RUNS) ?? []

const isHanAt = (text: string, at: number): boolean => {
  const unit = text.charCodeAt(at)
  return unit >= 0x3400 && unit < 0xfb00
}

function addPieces(
  pieces: Map<number, number>,
  run: string,
  { seed, longest }: { seed: number; longest: number },
): void {
  // The ends of a run are felt: what begins or ends a word is another piece than what lies within it.
  const text = ` ${run} `
  for (let from = 0; from < text.length; from += 1) {
    let key = seed
    const most = Math.min(longest, text.length - from)
    for (let length = 1; length <= most; length += 1) {
      key = Math.imul(key ^ text.charCodeAt(from + length - 1), 0x01000193)
      if (length > 1) count(pieces, key ^ (key >>> 15) ^ length)
    }
  }
}

function hash(word: string, seed: number): number {
  let key = seed
  for (let i = 0; i < word.length; i += 1) key = Math.imul(key ^ word.charCodeAt(i), 0x01000193)
  return key ^ (key >>> 15)
}

const count = (counts: Map<number, number>, key: number): void => {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}
