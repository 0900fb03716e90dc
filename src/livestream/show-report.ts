import { entranceOf, type OfferRevision } from '../offer/index.ts'
import type { LiveRoom } from './live-room.ts'

/** What became of an offer by its id. Missing = nothing. */
export interface ShowFigures {
  /** Conversations in which the robot named it. */
  readonly told: ReadonlyMap<string, number>
  /** Conversations that were told of it and then corrected. */
  readonly corrected: ReadonlyMap<string, number>
  /** Conversations that were told of it, and it holds no more, and nobody said so. */
  readonly uncorrected: ReadonlyMap<string, number>
  readonly granted: ReadonlyMap<string, { readonly claimed: number; readonly used: number; readonly pending: number }>
  /** Pieces sold during the show by article and price. */
  readonly pieces: readonly SoldPieces[]
}

export interface SoldPieces {
  readonly productId: string
  readonly skuId: string
  readonly fen: number
  readonly pieces: number
}

export type Difference = 'told-not-corrected' | 'granted-over-stock' | 'sold-over-stock' | 'grants-unsettled'

export interface OfferReport {
  readonly offerId: string
  readonly kind: string
  readonly title: string | null
  /** The last terms that held during the show, and how many rows it had. */
  readonly priceFen: number | null
  readonly stock: number | null
  readonly revisions: number
  readonly told: number
  readonly corrected: number
  readonly uncorrected: number
  readonly claimed: number
  readonly used: number
  readonly pending: number
  /** Pieces sold at a price of it; null: it is no price, or its articles are not named. */
  readonly sold: number | null
  readonly differences: readonly Difference[]
}

/** Promised against told, granted and sold: an offer a line, by id. Pure. */
export function reportShow(room: LiveRoom, rows: readonly OfferRevision[], figures: ShowFigures): OfferReport[] {
  const own = rows.filter(({ rule }) => rule?.entrance === entranceOf(room.roomId))
  const ids = [...new Set(own.map(({ offerId }) => offerId))].sort()
  return ids.map((offerId) =>
    reportOffer(
      offerId,
      own.filter((row) => row.offerId === offerId),
      figures,
    ),
  )
}

const NOTHING = { claimed: 0, used: 0, pending: 0 }

function reportOffer(offerId: string, rows: readonly OfferRevision[], figures: ShowFigures): OfferReport {
  const rule = rows.at(-1)?.rule ?? {}
  const { claimed, used, pending } = figures.granted.get(offerId) ?? NOTHING
  const uncorrected = figures.uncorrected.get(offerId) ?? 0
  const [stock, sold] = [stockOf(rule), soldAt(rows, figures.pieces)]
  const differences: (Difference | null)[] = [
    uncorrected > 0 ? 'told-not-corrected' : null,
    stock !== null && claimed + used > stock ? 'granted-over-stock' : null,
    stock !== null && sold !== null && sold > stock ? 'sold-over-stock' : null,
    pending > 0 ? 'grants-unsettled' : null,
  ]
  return {
    ...{ offerId, kind: String(rule.kind ?? ''), title: typeof rule.title === 'string' ? rule.title : null },
    ...{ priceFen: typeof rule.priceFen === 'number' ? rule.priceFen : null, stock, revisions: rows.length },
    ...{ told: figures.told.get(offerId) ?? 0, corrected: figures.corrected.get(offerId) ?? 0, uncorrected },
    ...{ claimed, used, pending, sold, differences: differences.filter((one) => one !== null) },
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

function stockOf({ limits }: Readonly<Record<string, unknown>>): number | null {
  return isObject(limits) && typeof limits.stock === 'number' ? limits.stock : null
}

function soldAt(rows: readonly OfferRevision[], pieces: readonly SoldPieces[]): number | null {
  const prices = new Set(rows.map(({ rule }) => rule?.priceFen).filter((fen) => typeof fen === 'number'))
  const scope = rows.at(-1)?.rule?.scope
  const named = isObject(scope) ? [scope.skus, scope.products].flat() : []
  if (prices.size === 0 || named.every((id) => id === undefined)) return null
  const matching = pieces.filter(
    ({ skuId, productId, fen }) => prices.has(fen) && (named.includes(skuId) || named.includes(productId)),
  )
  return matching.reduce((sum, one) => sum + one.pieces, 0)
}
