import { z } from 'zod'

const bilingual = z.object({ zh: z.string(), en: z.string() }).partial()
const stage = z.enum(['pre-sale', 'ordered-unpaid', 'paid-unshipped', 'in-transit', 'received', 'refunding', 'closed'])

/** Conditions of an answer: every one given must hold (packs/README.md). */
export const answerWhen = z.strictObject({
  stages: z.array(stage).min(1).optional(),
  policy: z
    .record(z.string(), z.union([z.literal('set'), z.literal('unset'), z.boolean(), z.string(), z.number()]))
    .optional(),
  facts: z.array(z.string()).optional(),
  notFacts: z.array(z.string()).optional(),
  products: z.array(z.string()).min(1).optional(),
  categories: z.array(z.string()).min(1).optional(),
  attribute: z.object({ key: z.string(), value: z.string() }).optional(),
  channels: z.array(z.string()).min(1).optional(),
  buyerGroups: z.array(z.string()).min(1).optional(),
  hours: z.object({ from: z.string().regex(/^\d\d:\d\d$/), to: z.string().regex(/^\d\d:\d\d$/) }).optional(),
  validity: z.string().optional(),
  /** Own knowledge: a period of its own, epoch ms, half open. */
  from: z.int().optional(),
  to: z.int().optional(),
})
export type AnswerWhen = z.infer<typeof answerWhen>

export const answer = z.strictObject({
  id: z.string().min(1).max(100),
  when: answerWhen.optional(),
  texts: z.array(z.string().min(1).max(2000)).min(1).max(20),
  textsEn: z.array(z.string().min(1).max(2000)).max(20).default([]),
  cards: z.array(z.enum(['product', 'order', 'parcel', 'coupon'])).default([]),
  picture: z.url({ protocol: /^https?$/ }).optional(),
  link: z.object({ url: z.url({ protocol: /^https?$/ }), title: z.string().max(200) }).optional(),
  after: z
    .string()
    .regex(/^(none|offer-human|transfer|flow:[a-z-]+)$/)
    .default('none'),
})
export type Answer = z.infer<typeof answer>

/** One thing the robot can recognise and answer: a scenario of a pack or a question of the merchant. */
export const entry = z.strictObject({
  entryId: z.string().min(1).max(200),
  /** A pack scenario whose answers this one replaces; its phrasings are added to the scenario's. */
  overrides: z.string().max(200).optional(),
  topic: z.string().max(100).default(''),
  kind: z.enum(['question', 'request', 'complaint', 'talk', 'act']).default('question'),
  title: bilingual,
  definition: z.string().max(1000).default(''),
  boundaries: z.array(z.string()).default([]),
  stages: z.array(stage).default([]),
  needs: z.enum(['none', 'product', 'cart', 'order', 'parcel', 'refund']).default('none'),
  attribute: z.string().optional(),
  /** How phrasings match: by meaning, the whole text, a part of it, or a pattern (RE2-safe subset, checked on save). */
  match: z.enum(['semantic', 'exact', 'contains', 'regex']).default('semantic'),
  phrasings: z.array(z.string().min(1).max(300)).min(1).max(500),
  english: z.array(z.string().min(1).max(300)).default([]),
  negatives: z.array(z.string().min(1).max(300)).max(200).default([]),
  answers: z.array(answer).max(100),
  followUp: bilingual.optional(),
  handoff: z.enum(['never', 'insist', 'always']).default('never'),
  /**
   * Not known in this scope and below: what a wider scope says under this id, and the pack scenario that it overrides.
   * Without `overrides` a scenario that was replaced stands again as the pack has it. Absent: on.
   */
  off: z.literal(true).optional(),
})
export type Entry = z.infer<typeof entry>

export type EntryOrigin =
  | { readonly kind: 'pack'; readonly packId: string; readonly version: string }
  | {
      readonly kind: 'own'
      readonly scope: 'organisation' | 'group' | 'shop'
      readonly scopeId: string
      readonly release: number
    }
