import type { LedgerRow } from './ledger-row.ts'
import type { Hold, QuoteBuyer } from './quote-shape.ts'
import { readInstant } from './read-instant.ts'

const DAY_MS = 86_400_000
/** Hours of the ledger are those of Asia/Shanghai, which knows no summer time. */
const SHANGHAI_MS = 8 * 3_600_000

export const isInEffect = (row: LedgerRow, at: number): boolean => !row.isWithdrawn && row.from <= at && at < row.to

export function isInHours(row: LedgerRow, at: number): boolean {
  if (row.dailyFromMs < 0) return true
  const time = (((at + SHANGHAI_MS) % DAY_MS) + DAY_MS) % DAY_MS
  const { dailyFromMs: from, dailyToMs: to } = row
  return from < to ? from <= time && time < to : time >= from || time < to
}

/** The next moment after `at` at which the hours of a row open or close. */
export function nextHour(row: LedgerRow, at: number): number {
  const day = Math.floor((at + SHANGHAI_MS) / DAY_MS) * DAY_MS - SHANGHAI_MS
  return Math.min(after(day + row.dailyFromMs, at), after(day + row.dailyToMs, at))
}

const after = (edge: number, at: number): number => (edge > at ? edge : edge + DAY_MS)

/** May this buyer have it? A fact that we do not know is neither yes nor no, and `fails` wins over it. */
export function audienceOf(row: LedgerRow, buyer: QuoteBuyer): 'fits' | 'audience' | 'audience-unknown' {
  const { audience } = row.terms
  if (audience === undefined) return 'fits'
  const owner = row.owner ?? ''
  const answers = [
    audience.newBuyer === undefined ? true : known(buyer.newBuyer?.[owner]),
    audience.members === undefined ? true : has(audience.members, oneOrUnknown(buyer.member?.[owner])),
    audience.segments === undefined ? true : has(audience.segments, buyer.segments ?? null),
    audience.notSegments === undefined ? true : not(has(audience.notSegments, buyer.segments ?? null)),
  ]
  if (answers.includes(false)) return 'audience'
  return answers.includes(null) ? 'audience-unknown' : 'fits'
}

const known = (fact: boolean | null | undefined): boolean | null => fact ?? null
const oneOrUnknown = (fact: string | null | undefined): readonly string[] | null =>
  fact === null || fact === undefined ? null : [fact]
const has = (wanted: readonly string[], facts: readonly string[] | null): boolean | null =>
  facts === null ? null : facts.some((fact) => wanted.includes(fact))
const not = (answer: boolean | null): boolean | null => (answer === null ? null : !answer)

export function isHeldAt(hold: Hold, at: number): boolean {
  const from = hold.validFrom === undefined ? Number.NEGATIVE_INFINITY : readInstant(hold.validFrom)
  const to = hold.validTo === undefined ? Number.POSITIVE_INFINITY : readInstant(hold.validTo)
  return from <= at && at < to
}

interface Counts {
  readonly buyer: QuoteBuyer
  readonly taken?: Readonly<Record<string, number>> | undefined
}

/** Units or uses of a limited row that this buyer has left, and everyone together; not limited is without end. */
export function buyerLeft({ id, terms }: LedgerRow, { buyer }: Counts): number {
  const most = terms.limits?.perBuyer
  return most === undefined ? Number.POSITIVE_INFINITY : most - (buyer.used?.[id] ?? 0)
}

export function stockLeft({ id, terms }: LedgerRow, { taken }: Counts): number {
  const most = terms.limits?.stock
  return most === undefined ? Number.POSITIVE_INFINITY : most - (taken?.[id] ?? 0)
}
