import type { Candidate } from '../dialogue/index.ts'
import { type Entry, PATTERN_TEXT_LENGTH } from '../knowledge/index.ts'
import { clauses, createPhraseIndex, normalise, type SparseVector, type Terms } from '../language/index.ts'
import type { PackMatcher } from './pack-matcher.ts'
import { round } from './pack-matcher.ts'
import { nearEvidence } from './pack-model.ts'

/** Recognises what a merchant wrote himself: by pattern first, then by likeness to his phrasings. Holds only what the shop adds. */
export interface OwnMatcher {
  match(text: string, most: number): Candidate[]
  /** Readings of the packs: what the merchant wrote of the same matter takes the place of the scenario. */
  adopt(readings: readonly Candidate[], text: string): readonly Candidate[]
}

// Precedence between modes: a whole text is surer than a pattern, a pattern surer than a part.
const EXACT = 0.995
const REGEX = 0.97
const CONTAINS = 0.93
/** A shop's own phrasing, typed as it stands, is meant. */
const SAME_PHRASING = 0.99

/** `isLent`: scenarios that an entry of the merchant may take over without naming them. */
export function createOwnMatcher(
  entries: readonly Entry[],
  packs: PackMatcher,
  isLent: (entryId: string) => boolean,
): OwnMatcher {
  const semantic = entries.filter(({ match }) => match === 'semantic')
  const near = createNearMatcher(semantic, packs)
  const patterns = entries.filter(({ match }) => match !== 'semantic').map(patternOf)
  return {
    match(text, most) {
      const plain = normalise(text).text
      const found = patterns.flatMap((pattern) => pattern(plain, text) ?? [])
      return [...found, ...near(text, most)].sort((a, b) => b.confidence - a.confidence).slice(0, most)
    },
    adopt: createAdopter(semantic, { packs, isLent, near }),
  }
}

type Pattern = (plain: string, raw: string) => Candidate | null

function patternOf(entry: Entry): Pattern {
  const negatives = entry.negatives.map((negative) => normalise(negative).text)
  const test = testOf(entry)
  return (plain, raw) => {
    if (negatives.some((negative) => negative.length > 0 && plain.includes(negative))) return null
    const hit = test(plain, raw)
    return hit === null
      ? null
      : { entryId: entry.entryId, confidence: hit.confidence, score: 1, phrasing: hit.phrasing }
  }
}

function testOf(entry: Entry): (plain: string, raw: string) => { confidence: number; phrasing: string } | null {
  if (entry.match === 'regex') {
    const patterns = entry.phrasings.map((source) => new RegExp(source, 'iu'))
    return (_plain, raw) => {
      const index = patterns.findIndex((pattern) => pattern.test(raw.slice(0, PATTERN_TEXT_LENGTH)))
      return index < 0 ? null : { confidence: REGEX, phrasing: entry.phrasings[index] ?? '' }
    }
  }
  const words = entry.phrasings.map((phrasing) => normalise(phrasing).text)
  const isExact = entry.match === 'exact'
  return (plain) => {
    const index = words.findIndex((word) => word.length > 0 && (isExact ? plain === word : plain.includes(word)))
    return index < 0 ? null : { confidence: isExact ? EXACT : CONTAINS, phrasing: entry.phrasings[index] ?? '' }
  }
}

type Near = (text: string, most: number) => Candidate[]

interface Lender {
  readonly packs: PackMatcher
  readonly isLent: (entryId: string) => boolean
  readonly near: Near
}

/** So sure must a pack be that a phrasing of the merchant's asks for its scenario. */
const SAME_MATTER = 0.75

/**
 * A merchant writes one question where buyers ask it in a hundred ways, which the packs know: an entry whose phrasing a pack
 * recognises is meant by all that the pack recognises so. Where several entries are of one scenario, the nearest is meant.
 */
function createAdopter(entries: readonly Entry[], { packs, isLent, near }: Lender): OwnMatcher['adopt'] {
  const heirs = new Map<string, Set<string>>()
  for (const entry of entries.filter(standsAlone)) {
    for (const part of phrasingsOf(entry).flatMap((text) => [text, ...clauses(text)])) {
      const [best] = packs.match(part, 1)
      if (best && best.confidence >= SAME_MATTER && isLent(best.entryId))
        heirs.set(best.entryId, (heirs.get(best.entryId) ?? new Set()).add(entry.entryId))
    }
  }
  if (heirs.size === 0) return (readings) => readings
  return (readings, text) =>
    readings.map((reading) => {
      const own = heirs.get(reading.entryId)
      if (!own) return reading
      const nearest = own.size === 1 ? undefined : near(text, NEAREST).find(({ entryId }) => own.has(entryId))
      const [first = reading.entryId] = own
      return { ...reading, entryId: nearest?.entryId ?? first }
    })
}

const NEAREST = 8

/** Answers whoever asks: nothing but the question decides. */
const standsAlone = ({ overrides, answers, negatives }: Entry): boolean =>
  !overrides && negatives.length === 0 && answers.some(({ when }) => Object.keys(when ?? {}).length === 0)

interface OwnPhrase {
  readonly text: string
  readonly label: number
  readonly isNegative: boolean
}

function createNearMatcher(entries: readonly Entry[], packs: PackMatcher): Near {
  const phrases: OwnPhrase[] = entries.flatMap((entry, label) => [
    ...phrasingsOf(entry).map((text) => ({ text, label, isNegative: false })),
    ...entry.negatives.map((text) => ({ text, label, isNegative: true })),
  ])
  if (phrases.length === 0) return () => []
  const terms: Terms[] = phrases.map(({ text }) => packs.termer(text))
  const vocabulary = packs.vocabulary.extended(terms)
  // Positive and negative phrasings are classes of their own, so that each keeps its nearest.
  const index = createPhraseIndex(
    phrases.map(({ label, isNegative }, i) => ({
      vector: vocabulary.vector(terms[i] ?? new Map()),
      label: label * 2 + (isNegative ? 1 : 0),
    })),
    vocabulary.size,
  )
  return (text, most) => {
    const vector = vocabulary.vector(packs.termer(text))
    const hits = index.nearest(vector, most * 2 + 4)
    const negatives = new Map(
      hits.filter(({ label }) => label % 2 === 1).map((hit) => [(hit.label - 1) / 2, hit.score]),
    )
    return hits
      .filter(({ label, score }) => label % 2 === 0 && score > (negatives.get(label / 2) ?? 0))
      .map(({ label, phrase, score }) => ({
        entryId: entries[label / 2]?.entryId ?? '',
        confidence: round(confidenceOf(score, vector, packs)),
        score: round(score),
        phrasing: phrases[phrase]?.text ?? '',
      }))
  }
}

function confidenceOf(score: number, vector: SparseVector, packs: PackMatcher): number {
  return score > 0.999 ? SAME_PHRASING : packs.nearCalibration.probability(nearEvidence(score, vector))
}

const phrasingsOf = (entry: Entry): string[] =>
  [...entry.phrasings, ...entry.english, entry.title.zh ?? ''].filter((text) => text.length > 0)
