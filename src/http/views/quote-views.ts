import { z } from 'zod'

import { type CompiledLedger, explainQuote, type Quote } from '../../offer/index.ts'
import { externalId, instantOut } from '../fields.ts'

const MOST_LINES = 100
const MOST_FACTS = 200
const fen = z.int().min(0)
const fenOrUnknown = fen.nullable()
const count = z.int().min(0).max(1_000_000_000)
const instantIn = z.iso.datetime({ offset: true })
const factsOf = <Value extends z.ZodType>(value: Value) => z.record(externalId, value)

const lineBody = z.strictObject({
  /** Absent: l1, l2… by place. */
  lineId: externalId.optional(),
  skuId: externalId,
  quantity: z.int().min(1).max(9999),
  /** What the shop's goods say of the SKU; needed only for one that they do not know. */
  productId: externalId.optional(),
  categoryIds: z.array(z.string().min(1).max(200)).max(50).optional(),
  weightGram: count.optional(),
  stock: count.optional(),
  /** Where this line was put into the cart (live:<room>). */
  entrance: externalId.optional(),
})

const buyerBody = z.strictObject({
  region: z.string().max(100).nullish(),
  newBuyer: factsOf(z.boolean().nullable()).optional(),
  member: factsOf(z.string().max(100).nullable()).optional(),
  segments: z.array(externalId).max(MOST_FACTS).nullish(),
  used: factsOf(count).optional(),
  points: count.optional(),
  holds: z
    .array(
      z.strictObject({
        entryId: externalId,
        seq: z.int().min(1).optional(),
        validFrom: instantIn.optional(),
        validTo: instantIn.optional(),
      }),
    )
    .max(MOST_FACTS)
    .optional(),
  deposits: z
    .array(z.strictObject({ entryId: externalId, seq: z.int().min(1), skuId: externalId, quantity: z.int().min(1) }))
    .max(MOST_FACTS)
    .optional(),
})

export const quoteBody = z.strictObject({
  cart: z.strictObject({
    lines: z.array(lineBody).min(1).max(MOST_LINES),
    usePoints: z.boolean().optional(),
    insurance: z.boolean().optional(),
  }),
  /** A fact that is not given is unknown: an offer that needs it is not used, and `why` says so. */
  buyer: buyerBody.default({}),
  /** Of every line that names none itself. */
  entrance: externalId.optional(),
  /** The moment of buying; absent: now. */
  at: instantIn.optional(),
  /** As the ledger was known then; absent: all of it. */
  knownAt: instantIn.optional(),
})
export type QuoteBody = z.output<typeof quoteBody>

const note = z.strictObject({ code: z.string(), ref: z.string().nullable() })
const step = z.strictObject({
  layer: z.int(),
  kind: z.string(),
  sourceId: z.string().nullable(),
  seq: z.int().nullable(),
  lineId: z.string().optional(),
  quantity: z.int().optional(),
  unitFen: fen.optional(),
  amountFen: fen.optional(),
  baseFen: fen.optional(),
  baseQty: z.int().optional(),
  openFen: fen.optional(),
  nominalFen: fen.optional(),
  reductionFen: fen.optional(),
  split: z.record(z.string(), fen).optional(),
  afterFen: fen.optional(),
  pointsUsed: z.int().optional(),
  skuId: z.string().optional(),
  shopId: z.string().optional(),
  freeBy: z.array(z.string()).optional(),
  weightGram: z.int().nullable().optional(),
  feeFen: fenOrUnknown.optional(),
  phase: z.enum(['deposit', 'waiting', 'balance']).optional(),
  depositFen: fen.optional(),
  gainFen: fen.optional(),
  balanceFrom: instantOut.optional(),
  balanceTo: instantOut.optional(),
})

const quoted = z.strictObject({
  status: z.literal('quoted'),
  version: z.int(),
  phase: z.enum(['normal', 'deposit', 'waiting', 'balance']),
  pricedAt: instantOut,
  validTo: instantOut.nullable(),
  lines: z.array(
    z.strictObject({
      lineId: z.string(),
      listFen: fenOrUnknown,
      skuFen: fen,
      goodsFen: fen,
      reductionFen: fen,
      payableFen: fen,
    }),
  ),
  shops: z.array(
    z.strictObject({
      shopId: z.string(),
      goodsFen: fen,
      reductionFen: fen,
      shippingFen: fenOrUnknown,
      insuranceFen: fen,
      payableFen: fenOrUnknown,
    }),
  ),
  chosen: z.array(z.string()),
  steps: z.array(step),
  gifts: z.array(z.strictObject({ sourceId: z.string(), skuId: z.string(), quantity: z.int() })),
  goodsFen: fen,
  reductionFen: fen,
  goodsPayableFen: fen,
  shippingFen: fenOrUnknown,
  insuranceFen: fen,
  payableFen: fenOrUnknown,
  dueNowFen: fenOrUnknown,
  dueLaterFen: fenOrUnknown,
  pointsUsed: z.int(),
  why: z.array(z.strictObject({ sourceId: z.string(), reason: z.string() })),
  advice: z.array(
    z.strictObject({
      kind: z.enum(['claim', 'next-tier']),
      sourceId: z.string(),
      gainFen: fenOrUnknown,
      missingFen: fen.optional(),
      missingQty: z.int().optional(),
    }),
  ),
  problems: z.array(note),
})
const refused = z.strictObject({
  status: z.literal('refused'),
  version: z.int().nullable(),
  errors: z.array(note),
})

export const quoteView = z.strictObject({
  /** `refused`: there is no figure, and `errors` says why. */
  quote: z.discriminatedUnion('status', [quoted, refused]),
  /** What the shop calls the offers that the quote names. */
  sources: z.array(z.strictObject({ sourceId: z.string(), kind: z.string(), title: z.string().nullable() })),
})

type Shown = z.input<typeof quoteView>

/** The quote as it stands, with the names of its rows. */
export function showQuote(quote: Quote, ledger: CompiledLedger, knownAt: number | undefined): Shown {
  if (quote.status === 'refused')
    return { quote: { ...quote, errors: quote.errors.map((one) => ({ ...one })) }, sources: [] }
  return { quote: copyOf(quote), sources: namesIn(quote, ledger, knownAt) }
}

/** Readonly lists of ours as the lists that a reply has. */
const copyOf = (quote: Extract<Quote, { status: 'quoted' }>): Shown['quote'] => ({
  ...quote,
  lines: [...quote.lines],
  shops: [...quote.shops],
  chosen: [...quote.chosen],
  steps: quote.steps.map(({ freeBy, split, ...rest }) => ({
    ...rest,
    ...(freeBy && { freeBy: [...freeBy] }),
    ...(split && { split: { ...split } }),
  })),
  gifts: [...quote.gifts],
  why: [...quote.why],
  advice: [...quote.advice],
  problems: [...quote.problems],
})

function namesIn(quote: Quote, ledger: CompiledLedger, knownAt: number | undefined): Shown['sources'] {
  const explained = explainQuote(quote, ledger, knownAt)
  if (explained.kind === 'unknown') return []
  const { prices, reductions, unused, advice, gifts } = explained
  const named = [
    ...[...prices, ...reductions, ...unused],
    ...advice.map(({ sourceId, offerKind, title }) => ({ sourceId, kind: offerKind, title })),
    ...gifts.map(({ sourceId, title }) => ({ sourceId, kind: 'gift', title })),
  ]
  const byId = new Map(named.map(({ sourceId, kind, title }) => [sourceId, { sourceId, kind, title }]))
  return [...byId.values()].sort((one, other) => (one.sourceId < other.sourceId ? -1 : 1))
}
