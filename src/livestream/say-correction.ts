import { chooseVariant } from '../knowledge/index.ts'
import { formatMoney } from '../kernel/money.ts'
import type { Content } from '../message/index.ts'
import { type CompiledLedger, type LedgerRow, nameKeyOf, type ToldFigure } from '../offer/index.ts'
import { fill } from '../reply/index.ts'
import type { ToldOtherwise } from './told-otherwise.ts'

/** What a correction is said with: the shop's language and words, what its things are called, its ledger. */
export interface CorrectionWords {
  readonly speech: (key: string) => readonly string[]
  readonly titleOf: (productId: string, skuId: string) => string
  readonly ledger: CompiledLedger
}

/** The message that takes back what was said, with the records of what holds instead. */
export function sayCorrection({ told, now }: Pick<ToldOtherwise, 'told' | 'now'>, words: CorrectionWords): Content {
  const terms = told.kind === 'offer' ? termsOf(told.rows[0]?.offerId ?? '', words) : null
  const key = now.now === null ? 'correction.gone' : terms === null ? `correction.${told.kind}` : 'correction.terms'
  const variables = new Map([['lines', thingsOf(told, words)]])
  if (terms !== null) variables.set('terms', terms)
  if (told.kind !== 'offer') variables.set('before', yuan(told.fen))
  if (now.fen !== null) variables.set('now', yuan(now.fen))
  const text = fill(wordsOf(key, words), variables)
  const rows = now.now?.rows ?? []
  const sources = rows.map(({ offerId, seq }) => ({ sourceId: offerId, version: String(seq), validTo: now.until }))
  return { kind: 'text', text, ...(sources.length > 0 && { sources: sources.slice(0, MOST_SOURCES) }) }
}

const MOST_SOURCES = 100
const yuan = (fen: number): string => formatMoney({ amount: fen, currency: 'CNY' })

const wordsOf = (key: string, { speech }: CorrectionWords): string =>
  chooseVariant(speech(key), { alreadyUsed: [], seed: 0 }) ?? key

function thingsOf(told: ToldOtherwise['told'], words: CorrectionWords): string {
  if (told.kind === 'offer') return nameOf(told.rows[0]?.offerId ?? '', words)
  return told.lines.map((line) => pieceOf(line, words)).join(wordsOf('list.separator', words))
}

function pieceOf({ productId, skuId, quantity }: ToldFigure['lines'][number], { titleOf }: CorrectionWords): string {
  const title = titleOf(productId, skuId)
  return quantity === 1 ? title : `${title} ×${quantity}`
}

const rowOf = (offerId: string, { ledger }: CorrectionWords): LedgerRow | undefined =>
  ledger.now.revisions.get(offerId)?.findLast(({ isWithdrawn }) => !isWithdrawn)

function nameOf(offerId: string, words: CorrectionWords): string {
  const row = rowOf(offerId, words)
  return row?.terms.title ?? wordsOf(nameKeyOf(row), words)
}

/** What it takes off now and from where, where that is one amount; null: its page tells. */
function termsOf(offerId: string, words: CorrectionWords): string | null {
  const [tier, ...more] = rowOf(offerId, words)?.terms.tiers ?? []
  if (tier?.offFen === undefined || more.length > 0 || tier.minQty !== undefined) return null
  const isBare = (tier.minFen ?? 0) === 0
  const variables = new Map([
    ['threshold', yuan(tier.minFen ?? 0)],
    ['value', yuan(tier.offFen)],
  ])
  return fill(wordsOf(isBare ? 'render.noThreshold' : 'render.threshold', words), variables)
}
