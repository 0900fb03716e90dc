import { z } from 'zod'
import type { LoggedTurn } from '../../conversation/index.ts'
import { toIso } from '../../kernel/clock.ts'
import { instantOut } from '../fields.ts'
import { messageView, showMessage } from './conversation-views.ts'
import { maskNumbersIn } from './mask.ts'

const candidate = z.object({
  entryId: z.string(),
  confidence: z.number(),
  score: z.number(),
  phrasing: z.string().default(''),
})
const thing = z.object({ id: z.string(), origin: z.string(), confidence: z.number(), gapMs: z.number() })

const wanted = z.object({
  text: z.string().transform(maskNumbersIn),
  band: z.string(),
  best: candidate.nullable(),
  rivals: z.array(candidate),
  seqs: z.array(z.int()),
})

const entity = z.object({
  kind: z.string(),
  value: z.string().transform(maskNumbersIn),
  text: z.string().transform(maskNumbersIn),
  confidence: z.number(),
  origin: z.string(),
})

const understood = z.object({
  text: z.string().transform(maskNumbersIn),
  language: z.string(),
  wanted: z.array(wanted),
  entities: z.array(entity).default([]),
  focus: z
    .object({
      product: thing.nullable().default(null),
      skuId: z.string().nullable().default(null),
      order: thing.nullable().default(null),
      productRivals: z.array(z.string()).default([]),
      orderRivals: z.array(z.string()).default([]),
    })
    .prefault({}),
  demandState: z.object({ value: z.string(), origin: z.string() }),
  emotion: z.object({ kind: z.string(), confidence: z.number() }).default({ kind: 'neutral', confidence: 0 }),
})

/** A sentence out of a document, and where it stands. */
const cited = z.object({ text: z.string(), passageId: z.string(), source: z.string() })

/** What a model said to the turn, and which. */
const advice = z.object({
  kind: z.string(),
  by: z.string(),
  entryId: z.string().optional(),
  texts: z.array(z.string().transform(maskNumbersIn)).optional(),
})

const act = z.object({
  kind: z.string(),
  why: z.string(),
  entryId: z.string().nullish(),
  attributeId: z.string().nullish(),
  bound: z
    .object({
      productId: z.string().nullable().default(null),
      skuId: z.string().nullable().default(null),
      orderId: z.string().nullable().default(null),
    })
    .optional(),
  assumed: z.string().nullish(),
  reason: z.string().optional(),
  what: z.string().optional(),
  speech: z.string().optional(),
  again: z.boolean().optional(),
  sentences: z.array(cited).optional(),
})

const words = z.array(z.string())
const choice = z.object({
  entryId: z.string(),
  answerId: z.string().nullable(),
  considered: z.array(
    z.object({ answerId: z.string(), met: words.default([]), failed: words.default([]), missing: words.default([]) }),
  ),
})

/** A figure that was said, the record that it stood in, and until when that record holds. */
const quoted = z.object({
  variable: z.string(),
  value: z.string(),
  sourceId: z.string(),
  version: z.string(),
  validTo: z
    .int()
    .nullable()
    .transform((at) => (at === null ? null : toIso(at))),
})

// The trace as the path wrote it: what a later version adds is left out, what it no longer writes gives no explanation.
const stored = z.object({
  versions: z.object({ knowledge: z.string(), shop: z.number(), code: z.string() }),
  understood,
  decided: z.object({ acts: z.array(act), considered: words.transform(outcomesOf) }),
  chosen: z.array(choice),
  quoted: z.array(quoted),
  memoryUsed: words,
  advice: advice.optional(),
  costUs: z.object({ understand: z.number(), decide: z.number(), compose: z.number() }),
})

// Asked in this order, and the last one was taken.
function outcomesOf(policies: readonly string[]): { policy: string; outcome: string }[] {
  return policies.map((policy, at) => ({ policy, outcome: at === policies.length - 1 ? 'taken' : 'passed' }))
}

export const traceView = outputOf().unwrap()

/** Why, of a turn that was only tried. */
export const showTrace = (trace: unknown): z.output<typeof traceView> | null => stored.safeParse(trace).data ?? null

export const turnView = z.strictObject({
  turnId: z.string(),
  conversationId: z.string(),
  shopId: z.string(),
  state: z.enum(['due', 'settled', 'fenced', 'failed']),
  decision: z.string().nullable(),
  intent: z.string().nullable(),
  scenario: z.string().nullable(),
  confidence: z.number().nullable(),
  receivedAt: instantOut,
  settledAt: instantOut.nullable(),
  heard: z.array(messageView),
  said: z.array(messageView),
  why: outputOf(),
})

export function showTurn(turn: LoggedTurn) {
  const { trace, ...rest } = turn
  return {
    ...rest,
    confidence: turn.confidence === null ? null : Math.round(Math.fround(turn.confidence) * 10_000) / 10_000,
    receivedAt: toIso(turn.receivedAt),
    settledAt: turn.settledAt === null ? null : toIso(turn.settledAt),
    heard: turn.heard.map(showMessage),
    said: turn.said.map(showMessage),
    why: stored.safeParse(trace).data ?? null,
  }
}

/** What `stored` gives out: the same shape after masking, times as text. */
function outputOf() {
  const text = z.string()
  const seen = understood.extend({
    text,
    wanted: z.array(wanted.extend({ text })),
    entities: z.array(entity.extend({ value: text, text })),
  })
  const policies = z.array(z.object({ policy: z.string(), outcome: z.string() }))
  const decided = z.object({ acts: z.array(act), considered: policies })
  const advised = advice.extend({ texts: z.array(text).optional() }).optional()
  const figures = z.array(quoted.extend({ validTo: instantOut.nullable() }))
  return stored.extend({ understood: seen, decided, advice: advised, quoted: figures }).nullable()
}
