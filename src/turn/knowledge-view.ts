import type { AttributeView, Candidate, KnowledgeView } from '../dialogue/index.ts'
import { type Attribute, type Entry, type Packs, resolveEntries, type ShopKnowledge } from '../knowledge/index.ts'
import {
  createCartWords,
  createFocusWords,
  createMeasurer,
  createSplitter,
  createVocabulary,
  createWordFinder,
  float,
  normalise,
  type Termer,
  trainSoftmax,
} from '../language/index.ts'
import { createDocumentsReader, type ReadDocuments } from './documents-view.ts'
import {
  createOwnMatcher,
  createPackMatcher,
  createPackTermer,
  type ModelCache,
  type PackMatcher,
} from '../understanding/index.ts'

/** Builds what a shop's robot knows. All that comes from packs is made once per set of packs and shared by its shops. */
export interface KnowledgeViews {
  readonly documents: ReadDocuments
  of(knowledge: ShopKnowledge): KnowledgeView
  /** Learns these packs now (some seconds where nothing is kept of them), so that no buyer waits for it. */
  prime(packIds: readonly string[]): void
}

interface PackSet {
  readonly entries: ReadonlyMap<string, Entry>
  readonly matcher: PackMatcher
  readonly attributes: ReadonlyMap<string, AttributeView>
  attributeAsked(text: string): AttributeView | undefined
}

export function createKnowledgeViews(packs: Packs, cache?: ModelCache): KnowledgeViews {
  const termer = createPackTermer(packs)
  const emotionOf = createEmotionReader(packs.lexicon.emotions, termer)
  const focus = createFocusWords(packs.lexicon.focus)
  const optionWords = withForeign({ ...packs.lexicon.colours, ...packs.lexicon.sizes }, focus.options)
  const pieces = createSplitter(packs.lexicon.joiners)
  const measures = createMeasurer(packs.lexicon.measures)
  const cart = createCartWords(packs.lexicon.cart)
  const sets = new Map<string, PackSet>()
  const setOf = (packIds: ShopKnowledge['packIds']): PackSet => {
    const key = packIds.map(({ packId, version }) => `${packId}@${version}`).join(' ')
    const known = sets.get(key) ?? createPackSet(packs, packIds, { termer, ...(cache ? { cache } : {}) })
    sets.set(key, known)
    return known
  }
  const shared = {
    optionWords,
    pieces,
    measures,
    cart,
    focus,
    emotionOf,
    speech: (key: string, language: 'zh' | 'en') => packs.speech[key]?.[language] ?? [],
  }
  return {
    documents: createDocumentsReader(packs, termer),
    of: (knowledge) => ({ ...shared, ...viewOf(knowledge, setOf(knowledge.packIds), packs) }),
    prime(packIds) {
      setOf(packIds.flatMap((packId) => packs.find(packId) ?? []).map(({ id, version }) => ({ packId: id, version })))
    },
  }
}

/** Words that listings and buyers have for the same values. What is taught to the recogniser stays as it is. */
function withForeign(
  own: Readonly<Record<string, readonly string[]>>,
  foreign: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, readonly string[]> {
  const values = new Set([...Object.keys(own), ...foreign.keys()])
  return new Map([...values].map((value) => [value, [...(own[value] ?? []), ...(foreign.get(value) ?? [])]]))
}

function createPackSet(
  packs: Packs,
  packIds: ShopKnowledge['packIds'],
  teaching: { termer: Termer; cache?: ModelCache },
): PackSet {
  const entries = packIds.flatMap(({ packId, version }) => packs.find(packId, version)?.entries ?? [])
  const all = new Map<string, Attribute>()
  for (const { packId } of packIds)
    for (const one of packs.attributesOf(packId)) if (!all.has(one.id)) all.set(one.id, one)
  const attributes = new Map(
    [...all.values()].map((one) => [one.id, { id: one.id, title: one.title.zh, record: one.record }]),
  )
  const asked = createWordFinder(
    [...all.values()].flatMap((one) => one.asked.map((word) => [normalise(word).text, one.id] as const)),
  )
  return {
    entries: new Map(entries.map((entry) => [entry.entryId, entry])),
    matcher: createPackMatcher({ entries, outOfScope: packs.outOfScope, ...teaching }),
    attributes,
    // The longest word names the property best.
    attributeAsked: (text) =>
      attributes.get(asked.find(text).toSorted((a, b) => b.word.length - a.word.length)[0]?.value ?? ''),
  }
}

function viewOf(
  knowledge: ShopKnowledge,
  set: PackSet,
  packs: Packs,
): Omit<KnowledgeView, 'optionWords' | 'emotionOf' | 'speech' | 'pieces' | 'measures' | 'cart' | 'focus'> {
  const shared = {
    version: knowledge.version,
    attribute: (id: string) => set.attributes.get(id),
    attributeAsked: set.attributeAsked,
  }
  if (knowledge.own.length === 0) {
    const isOn = (entryId: string) => !knowledge.disabled.has(entryId)
    return {
      ...shared,
      entry: (entryId) => (isOn(entryId) ? set.entries.get(entryId) : undefined),
      match: (text, most) => set.matcher.match(text, most, knowledge.disabled),
    }
  }
  const entries = new Map(resolveEntries(packs, knowledge).map(({ entry }) => [entry.entryId, entry]))
  // What overrides a scenario speaks for it: its phrasings point to the scenario.
  const own = createOwnMatcher(
    knowledge.own.map(({ entry }) => ({ ...entry, entryId: standingFor(entry, entries) })),
    set.matcher,
    (entryId) => isLent(set.entries.get(entryId)),
  )
  return {
    ...shared,
    entry: (entryId) => entries.get(entryId),
    match: (text, most) =>
      merge(own.match(text, most), own.adopt(set.matcher.match(text, most, knowledge.disabled), text)).slice(0, most),
  }
}

/** What an order answers, and what is done rather than said, stays with the packs. */
const isLent = (entry: Entry | undefined): boolean =>
  entry !== undefined && entry.kind !== 'act' && (entry.needs === 'none' || entry.needs === 'product')

const standingFor = (entry: Entry, entries: ReadonlyMap<string, Entry>): string =>
  entry.overrides && entries.has(entry.overrides) ? entry.overrides : entry.entryId

/** The better reading of each entry. At equal confidence the merchant's own knowledge stands first. */
function merge(own: readonly Candidate[], packs: readonly Candidate[]): Candidate[] {
  const best = new Map<string, Candidate>()
  for (const one of [...own, ...packs]) {
    const before = best.get(one.entryId)
    if (!before || one.confidence > before.confidence) best.set(one.entryId, one)
  }
  return [...best.values()].sort((a, b) => b.confidence - a.confidence)
}

type EmotionReader = KnowledgeView['emotionOf']

/** A small classifier trained on the packs' example utterances. */
function createEmotionReader(examples: Readonly<Record<string, readonly string[]>>, termer: Termer): EmotionReader {
  const kinds = Object.keys(examples)
  const rows = kinds.flatMap((kind, label) => (examples[kind] ?? []).map((text) => ({ terms: termer(text), label })))
  if (rows.length === 0) return () => ({ kind: 'neutral', confidence: 0 })
  const vocabulary = createVocabulary(rows.map(({ terms }) => terms))
  const samples = rows.map(({ terms, label }) => ({ vector: vocabulary.vector(terms), label }))
  const model = trainSoftmax(samples, { features: vocabulary.size, classes: kinds.length, epochs: 10 })
  return (text) => {
    const vector = vocabulary.vector(termer(text))
    // Nothing in it that we were taught: no mood is read into it.
    if (vector.ids.length === 0) return { kind: 'neutral', confidence: 0 }
    const odds = model.probabilities(vector)
    let best = 0
    for (let label = 1; label < kinds.length; label += 1) if (float(odds, label) > float(odds, best)) best = label
    return { kind: kinds[best] ?? 'neutral', confidence: Math.round(float(odds, best) * 1000) / 1000 }
  }
}
