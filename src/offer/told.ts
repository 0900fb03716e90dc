import { z } from 'zod'
import type { CompiledLedger } from './compile-ledger.ts'
import type { LedgerRow } from './ledger-row.ts'
import type { CartLine, QuoteBuyer, Quoted } from './quote-shape.ts'
import { quote } from './quote.ts'

const line = z.object({
  lineId: z.string(),
  skuId: z.string(),
  productId: z.string(),
  shopId: z.string(),
  categoryIds: z.array(z.string()),
  quantity: z.int(),
  stock: z.int().optional(),
  entrance: z.string().optional(),
})
const hold = z.object({
  entryId: z.string(),
  seq: z.int().optional(),
  validFrom: z.string().optional(),
  validTo: z.string().optional(),
})
const row = z.object({ offerId: z.string(), seq: z.int() })

/** A figure that a buyer was told: what was asked of the ledger, so that it can be asked again, and what it answered. */
const toldFigure = z.object({
  /** `total`: what a cart comes to. `price`: what its pieces cost before offers. */
  kind: z.enum(['total', 'price']),
  version: z.int(),
  at: z.int(),
  lines: z.array(line).min(1),
  holds: z.array(hold),
  region: z.string().nullable(),
  figure: z.string(),
  fen: z.int(),
  rows: z.array(row),
})
/** An offer that a buyer was told of: the row that said so. */
const toldOffer = z.object({
  kind: z.literal('offer'),
  version: z.int(),
  at: z.int(),
  entrance: z.string().nullable(),
  figure: z.string(),
  rows: z.array(row).length(1),
})
/** The value of a `told` fact: it lies in the buyer's memory until the figure ends by itself. */
export const toldValue = z.discriminatedUnion('kind', [toldFigure, toldOffer])
export type Told = z.infer<typeof toldValue>
export type ToldFigure = z.infer<typeof toldFigure>
type ToldOffer = z.infer<typeof toldOffer>

interface Telling {
  readonly kind: ToldFigure['kind']
  readonly lines: readonly CartLine[]
  readonly buyer: QuoteBuyer
  readonly quote: Quoted
  readonly at: number
}

export function toldOfQuote({ kind, lines, buyer, quote: said, at }: Telling): ToldFigure {
  const steps = kind === 'price' ? said.steps.filter(({ layer }) => layer === 1) : said.steps
  return {
    ...{ kind, version: said.version, at, figure: figureOf(kind, said), fen: fenOf(kind, said) },
    lines: lines.map((one) => line.parse(one)),
    holds: (buyer.holds ?? []).map((one) => hold.parse(one)),
    region: buyer.region ?? null,
    rows: steps.flatMap(({ sourceId, seq }) => (sourceId === null || seq === null ? [] : [{ offerId: sourceId, seq }])),
  }
}

export const toldOfOffer = (offer: LedgerRow, { version, at }: Pick<Told, 'version' | 'at'>): ToldOffer => ({
  ...{ kind: 'offer', version, at, entrance: offer.terms.entrance ?? null, figure: termsOf(offer) },
  rows: [{ offerId: offer.id, seq: offer.seq }],
})

/** What the ledger says now to what was told; `fen` null where there is no figure any more. */
export interface ToldNow {
  readonly isTrue: boolean
  readonly fen: number | null
  /** Until when that holds by itself; null = open. */
  readonly until: number | null
  /** The same telling as it would be made now; null where nothing can be said. */
  readonly now: Told | null
}

const NOTHING: ToldNow = { isTrue: false, fen: null, until: null, now: null }

/** Asks again. What ended by itself is nobody's change: ask only while the figure was to hold. */
export function askAgain(told: Told, ledger: CompiledLedger, at: number): ToldNow {
  return told.kind === 'offer' ? offerNow(told, ledger, at) : figureNow(told, ledger, at)
}

function figureNow(told: ToldFigure, ledger: CompiledLedger, at: number): ToldNow {
  const buyer = { holds: told.holds, region: told.region }
  const answer = quote({ ledger, cart: { lines: told.lines }, buyer, at })
  if (answer.status === 'refused') return NOTHING
  const now = toldOfQuote({ kind: told.kind, lines: told.lines, buyer, quote: answer, at })
  const until = answer.validTo === null ? null : Date.parse(answer.validTo)
  return { isTrue: now.figure === told.figure, fen: now.fen, until, now }
}

function offerNow(told: ToldOffer, ledger: CompiledLedger, at: number): ToldNow {
  const latest = ledger.now.revisions.get(told.rows[0]?.offerId ?? '')?.at(-1)
  if (!latest || latest.isWithdrawn || latest.fault !== null || latest.to <= at) return NOTHING
  const now = toldOfOffer(latest, { version: ledger.now.version, at })
  const until = Number.isFinite(latest.to) ? latest.to : null
  return { isTrue: now.figure === told.figure, fen: latest.terms.tiers?.[0]?.offFen ?? null, until, now }
}

const fenOf = (kind: ToldFigure['kind'], said: Quoted): number =>
  kind === 'price' ? said.goodsFen : (said.payableFen ?? said.goodsPayableFen + said.insuranceFen)

/** Equal texts say equal things: by whose number and under which title is no part of it. */
function figureOf(kind: ToldFigure['kind'], said: Quoted): string {
  if (kind === 'price') return JSON.stringify(said.lines.map(({ goodsFen }) => goodsFen))
  const { goodsFen, reductionFen, shippingFen, insuranceFen, dueNowFen, gifts } = said
  const given = gifts.map(({ skuId, quantity }) => [skuId, quantity])
  return JSON.stringify([fenOf(kind, said), goodsFen, reductionFen, shippingFen, insuranceFen, dueNowFen, given])
}

function termsOf({ kind, terms, scope, to }: LedgerRow): string {
  const { tiers, entrance, audience, daily, priceFen, depositFen, expandFen, balance } = terms
  const early = kind === 'presale' ? [priceFen, depositFen, expandFen, balance] : []
  return JSON.stringify([kind, tiers, entrance, audience, daily, scope, Number.isFinite(to) ? to : null, ...early])
}
