import { askAgain, type CompiledLedger, type LedgerRef, type Told, type ToldNow } from '../offer/index.ts'

/** A figure that a buyer was told, while it was to hold. */
export interface ToldFact {
  readonly buyerId: string
  readonly key: string
  readonly conversationId: string
  readonly channelId: string
  readonly turnId: string | null
  readonly toldAt: number
  readonly told: Told
}

/** Told something that no longer holds, and what holds instead. */
export interface ToldOtherwise extends ToldFact {
  readonly now: ToldNow
}

export interface ToldWanted {
  readonly shop: LedgerRef
  readonly ledger: CompiledLedger
  readonly at: number
}

/** Asks the ledger once for everybody who was told the same. */
export function createJudge({ ledger, at }: Pick<ToldWanted, 'ledger' | 'at'>): (told: Told) => ToldNow {
  const known = new Map<string, ToldNow>()
  return (told) => {
    const question = questionOf(told)
    const before = known.get(question)
    if (before) return before
    const now = askAgain(told, ledger, at)
    known.set(question, now)
    return now
  }
}

const questionOf = (told: Told): string =>
  told.kind === 'offer'
    ? JSON.stringify([told.rows[0]?.offerId, told.entrance, told.figure])
    : JSON.stringify([told.kind, told.lines, told.holds, told.region, told.figure])
