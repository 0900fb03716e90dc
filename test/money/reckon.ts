import { reckonPlainly } from '../offer/independent-calculation.ts'
import type { PlainAnswer, PlainCase, PlainRow } from '../offer/plain-case.ts'

/*
 * What buyers ask about money, reckoned from shared/reference/offers.md on top of the plain calculation of test/offer: nothing of
 * src/offer or src/reply is imported, so that a figure that the product says stands against one that shares no code with it.
 */

interface Hold {
  readonly entryId: string
  readonly seq?: number | undefined
  readonly validFrom?: string | undefined
  readonly validTo?: string | undefined
}
export interface MoneyRow extends PlainRow {
  readonly withdrawn?: boolean
}
export interface MoneyCase extends Omit<PlainCase, 'ledger' | 'buyer'> {
  readonly ledger: { entries: MoneyRow[]; taken?: Record<string, number> }
  readonly buyer: Omit<PlainCase['buyer'], 'holds'> & { holds?: Hold[] }
  readonly knownAt?: string | undefined
}

/** §2: what was known then, the latest of each id unless a hold keeps older terms, and only holds that are valid. */
export function reckon(it: MoneyCase): PlainAnswer {
  const known = it.knownAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(it.knownAt)
  const seen = it.ledger.entries.filter(({ recordedAt }) => !(Date.parse(recordedAt) > known))
  const now = Date.parse(it.at)
  const holds = (it.buyer.holds ?? []).filter((hold) => opens(hold) <= now && now < ends(hold))
  const entries = [...new Set(seen.map(({ id }) => id))].flatMap((id) => {
    const kept = holds.find((hold) => hold.entryId === id && hold.seq !== undefined)?.seq
    const ofId = seen.filter((row) => row.id === id)
    const row = ofId.find(({ seq }) => seq === kept) ?? ofId.toSorted((one, other) => other.seq - one.seq)[0]
    return row === undefined || row.withdrawn === true ? [] : [row]
  })
  return reckonPlainly({ ...it, ledger: { ...it.ledger, entries }, buyer: { ...it.buyer, holds } })
}

const opens = ({ validFrom }: Hold): number =>
  validFrom === undefined ? Number.NEGATIVE_INFINITY : Date.parse(validFrom)
const ends = ({ validTo }: Hold): number => (validTo === undefined ? Number.POSITIVE_INFINITY : Date.parse(validTo))
