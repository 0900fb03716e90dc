import { chooseVariant } from '../knowledge/index.ts'
import { formatMoney } from '../kernel/money.ts'
import type { Content } from '../message/index.ts'
import type { CompiledLedger, ToldFigure } from '../offer/index.ts'
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
  const key = now.now === null ? 'correction.gone' : (`correction.${told.kind}` as const)
  const variables = new Map([['lines', thingsOf(told, words)]])
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

function nameOf(offerId: string, words: CorrectionWords): string {
  const row = words.ledger.now.revisions.get(offerId)?.findLast(({ isWithdrawn }) => !isWithdrawn)
  return row?.terms.title ?? wordsOf(`offer.kind.${row?.kind ?? ''}`, words)
}
