import { isInEffect } from './conditions.ts'
import type { CompiledLedger } from './compile-ledger.ts'
import type { LedgerRow } from './ledger-row.ts'
import { type PricedPiece, priceOfPiece } from './price-of-piece.ts'
import type { QuoteBuyer } from './quote-shape.ts'
import { type Article, touches } from './scope-of-row.ts'

export interface FigureGround {
  readonly ledger: CompiledLedger
  readonly at: number
  /** Where the buyer comes from; null: the shop's own pages. Undefined: wherever. */
  readonly entrance?: string | null | undefined
  /** What is spoken of; null: nothing in particular, so every row of the shop may be meant. */
  readonly articles: readonly Article[] | null
  readonly buyer: QuoteBuyer
}

/** The record that a figure of offers stands in. */
export interface FigureRecord {
  readonly sourceId: string
  readonly version: string
  readonly validTo: number | null
}

/** What the ledger says now, to check a written figure against. Meanings of `says` as in knowledge/offer-figures. */
export interface FiguresInForce {
  /** Undefined: no row says so. */
  find(says: string, value: number): FigureRecord | undefined
  /** Whether it has any word on the matter: where it has none, a written figure cannot differ from it. */
  knows(says: string): boolean
}

export function figuresInForce(ground: FigureGround): FiguresInForce {
  const { ledger } = ground
  const found = new Map<string, FigureRecord>()
  const matters = new Set<string>()
  const put = (says: Says, values: readonly (number | undefined)[], record: FigureRecord): void => {
    for (const value of values) {
      if (value === undefined) continue
      matters.add(says)
      const key = `${says} ${value}`
      if (!found.has(key)) found.set(key, record)
    }
  }
  for (const piece of piecesOf(ground)) putPiece(piece, put)
  for (const row of ledger.now.latest)
    if (counts(row, ground)) putRow(row, { put, hasPieces: ground.articles !== null, version: ledger.now.version })
  // An offer that is over has left the ledger's present: that it says nothing of it is its word on it.
  const isKept = ledger.now.latest.length > 0
  return {
    find: (says, value) => {
      for (const one of ALSO[says] ?? [says]) {
        const record = found.get(`${one} ${value}`)
        if (record) return record
      }
      return undefined
    },
    knows: (says) => (OF_OFFERS.has(says) ? isKept : (ALSO[says] ?? [says]).some((one) => matters.has(one))),
  }
}

type Says = 'price' | 'was' | 'threshold' | 'off' | 'rate' | 'freight' | 'days'
type Put = (says: Says, values: readonly (number | undefined)[], record: FigureRecord) => void

const OF_OFFERS = new Set(['threshold', 'off', 'rate', 'sum'])
/** Under which readings a figure may stand. */
const ALSO: Readonly<Record<string, readonly Says[]>> = {
  was: ['was', 'price'],
  sum: ['off', 'threshold', 'price'],
  threshold: ['threshold', 'freight'],
}

function piecesOf({ ledger, at, entrance, articles, buyer }: FigureGround): PricedPiece[] {
  const asked = { ledger, at, buyer }
  return (articles ?? []).flatMap((article) => {
    const piece = priceOfPiece(asked, { ...article, ...(typeof entrance === 'string' && { entrance }) })
    return piece.status === 'priced' ? [piece] : []
  })
}

/** What a buyer pays for it now is its price; the row that a lower one displaced says only what it was. */
function putPiece({ unitFen, listFen, sourceId, version, validTo }: PricedPiece, put: Put): void {
  const record = { sourceId, version: String(version), validTo: validTo === null ? null : Date.parse(validTo) }
  put('price', [unitFen], record)
  put('was', [listFen ?? undefined], record)
}

const counts = (row: LedgerRow, { at, entrance, articles }: FigureGround): boolean =>
  row.fault === null &&
  isInEffect(row, at) &&
  (entrance === undefined || row.terms.entrance === undefined || row.terms.entrance === entrance) &&
  (articles === null || touches(row, articles))

interface Putting {
  readonly put: Put
  readonly hasPieces: boolean
  readonly version: number
}

function putRow({ id, kind, terms, isPrice, to }: LedgerRow, { put, hasPieces, version }: Putting): void {
  const record = { sourceId: id, version: String(version), validTo: Number.isFinite(to) ? to : null }
  if (kind === 'shipping-fee' || kind === 'free-shipping' || kind === 'freight-insurance') {
    const { flatFen, firstFen, stepFen } = terms.fee ?? {}
    put('freight', [flatFen, firstFen, stepFen, terms.minFen, terms.feeFen, terms.coverFen], record)
    return
  }
  if (kind === 'price-protection') return put('days', [terms.days], record)
  const isOwnPrice = kind === 'sku-price' || kind === 'list-price'
  put(hasPieces && (isOwnPrice || isPrice) ? 'was' : 'price', [terms.priceFen], record)
  put('price', [terms.depositFen, terms.expandFen], record)
  put('rate', [terms.payBp, ...(terms.pieces ?? []).map(({ payBp }) => payBp)], record)
  put('off', [terms.offFen, terms.every?.offFen, terms.every?.maxFen], record)
  put('threshold', [terms.every?.stepFen], record)
  for (const tier of terms.tiers ?? []) {
    put('threshold', [tier.minFen], record)
    put('off', [tier.offFen, tier.maxFen], record)
    put('rate', [tier.payBp], record)
  }
}
