import { z } from 'zod'
import type { BannedTerms } from './banned-terms.ts'
import { type RenderWordLines, renderWords } from '../message/index.ts'
import { type Entry, entry } from './entry.ts'

const bilingual = z.object({ zh: z.string().min(1), en: z.string().min(1) })
const words = z.array(z.string().min(1))

export const packManifest = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  title: bilingual,
  industry: z.string().optional(),
  extends: z.array(z.string()).default([]),
  sources: z.array(z.object({ fact: z.string(), source: z.string() })).default([]),
})
export type PackManifest = z.infer<typeof packManifest>

/** A scenario as a pack file writes it (packs/README.md); `id` becomes the `entryId` of the entry. */
export const scenario = entry
  .omit({ entryId: true, overrides: true, match: true, off: true })
  .extend({ id: z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+){2,}$/), title: bilingual })
export type Scenario = z.infer<typeof scenario>

/** A property of products: `record` = its names in listings, `asked` = how buyers ask for it. */
export const attribute = z.object({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  title: bilingual,
  record: words.min(1),
  asked: words.min(1),
  kind: z.enum(['text', 'list', 'number', 'boolean', 'date']).default('text'),
  unit: z.string().optional(),
})
export type Attribute = z.infer<typeof attribute>

export const attributesFile = z.union([
  z.array(attribute),
  z.object({ attributes: z.array(attribute) }).transform((file) => file.attributes),
])

export const speech = z.record(z.string(), z.object({ zh: words.min(1), en: words.min(1) }))
/** The robot's own words: variants per key and language. */
export type Speech = Readonly<Record<string, { readonly zh: readonly string[]; readonly en: readonly string[] }>>

const namedWords = z.record(z.string(), words)
const namedNumbers = z.record(z.string(), z.int().min(0))
/** How buyers speak of what they put together: `language/cart-words.ts` says what each is for. */
const cartLexicon = z.object({
  numbers: namedNumbers.default({}),
  alone: namedNumbers.default({}),
  spelled: namedNumbers.default({}),
  between: words.default([]),
  pieces: words.default([]),
  notAfter: words.default([]),
  notBefore: words.default([]),
  joiners: words.default([]),
  each: words.default([]),
  more: words.default([]),
  less: words.default([]),
  filler: words.default([]),
  regions: namedWords.default({}),
})

/** How buyers point at things, take them back, and want to be forgotten: `language/focus-words.ts` says what each is for. */
const focusLexicon = z.object({
  dismissBefore: words.default([]),
  dismissBehind: words.default([]),
  instead: words.default([]),
  turnsTo: words.default([]),
  earlier: words.default([]),
  corrects: words.default([]),
  passing: words.default([]),
  also: words.default([]),
  same: words.default([]),
  asks: words.default([]),
  mine: words.default([]),
  orders: words.default([]),
  pointers: words.default([]),
  ordinals: namedWords.default({}),
  larger: words.default([]),
  smaller: words.default([]),
  cheaper: words.default([]),
  dearer: words.default([]),
  endings: words.default([]),
  pictures: z.record(z.string(), z.string()).default({}),
  options: namedWords.default({}),
  forget: z.object({ verbs: words.default([]), objects: words.default([]), phrases: words.default([]) }).prefault({}),
})

/** Words for understanding. Canonical form → ways of writing it; `homophones` = wrong → right; `synonyms` = groups of equals. */
export const lexicon = z.object({
  segments: words.default([]),
  colours: namedWords.default({}),
  sizes: namedWords.default({}),
  units: words.default([]),
  /** Units that tell a buyer's size: what they measure, and how many of that quantity's own unit they are. */
  measures: z.record(z.string(), z.object({ quantity: z.string(), factor: z.number().positive() })).default({}),
  /** Words that join two questions into one message. */
  joiners: words.default([]),
  homophones: z.record(z.string(), z.string()).default({}),
  synonyms: z.array(words).default([]),
  emotions: namedWords.default({}),
  cart: cartLexicon.prefault({}),
  focus: focusLexicon.prefault({}),
})
export type Lexicon = z.infer<typeof lexicon>

/** Words for showing cards on channels that show none (`render`). */
export const renderFile = z.object({ zh: renderWords, en: renderWords })
export type RenderFile = Readonly<Record<'zh' | 'en', RenderWordLines>>

/** One version of an industry pack, loaded once and shared by all shops. */
export interface Pack extends PackManifest {
  readonly entries: readonly Entry[]
  readonly attributes: readonly Attribute[]
  readonly speech: Speech
  readonly lexicon: Lexicon
  readonly outOfScope: readonly string[]
  readonly render: RenderFile | null
  readonly bannedTerms: BannedTerms
}

export const entryOf = ({ id, ...rest }: Scenario): Entry => ({ ...rest, entryId: id, match: 'semantic' })
