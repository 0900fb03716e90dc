import { z } from 'zod'
import { toIso } from '../kernel/clock.ts'

/** Which shop's ledger is meant. */
export interface LedgerRef {
  readonly orgId: string
  readonly shopId: string
}

/** A row of the ledger as it is stored: never changed; a later `seq` of the same id replaces it for all valid times. */
export interface OfferRevision {
  readonly offerId: string
  readonly seq: number
  readonly recordedAt: number
  /** The row of offers.md without `id`, `seq` and `recordedAt`, unknown fields included; null = withdrawn. */
  readonly rule: Readonly<Record<string, unknown>> | null
  /** Who wrote it down: `hand`, `api`, `file`, or `backend:<platform>`. */
  readonly source: string
  readonly changedBy: string
  readonly reason: string
}

export const ruleOf = z.record(z.string(), z.unknown())

/** As `quote` reads it. */
export const entryOf = ({ offerId, seq, recordedAt, rule }: OfferRevision): Readonly<Record<string, unknown>> => ({
  ...(rule ?? { withdrawn: true }),
  id: offerId,
  seq,
  recordedAt: toIso(recordedAt),
})

/** The window of a row in epoch ms; a bound that cannot be read counts as open, so that the row is seen and named as bad. */
export function windowOf(rule: Readonly<Record<string, unknown>>): {
  readonly from: number | null
  readonly to: number | null
} {
  return { from: instantOf(rule.validFrom), to: instantOf(rule.validTo) }
}

function instantOf(value: unknown): number | null {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(at) ? null : at
}

/** Half-open, as everywhere in the ledger. */
export function isInEffect(revision: OfferRevision, at: number): boolean {
  if (revision.rule === null) return false
  const { from, to } = windowOf(revision.rule)
  return (from === null || from <= at) && (to === null || at < to)
}
