import type { z } from 'zod'
import { offerEntry } from './entry.ts'
import { type Audience, type Gift, readScope, type Scope, type Tier } from './entry-parts.ts'
import { isPriceKind, rankOf } from './kinds.ts'
import { readInstant } from './read-instant.ts'

/** The terms of every kind side by side: the arithmetic asks for the fields that a kind has. */
export interface Terms {
  readonly title?: string | undefined
  readonly priceFen?: number | undefined
  readonly payBp?: number | undefined
  readonly offFen?: number | undefined
  readonly depositFen?: number | undefined
  readonly expandFen?: number | undefined
  readonly balance?: { readonly from: string; readonly to: string } | undefined
  readonly maxPerBuyer?: number | undefined
  readonly audience?: Audience | undefined
  readonly entrance?: string | undefined
  readonly daily?: { readonly from: string; readonly to: string } | undefined
  readonly limits?: { readonly perBuyer?: number | undefined; readonly stock?: number | undefined } | undefined
  readonly exclusive?: readonly string[] | undefined
  readonly notWith?: readonly string[] | undefined
  readonly pieces?: readonly { readonly n: number; readonly payBp: number }[] | undefined
  readonly repeat?: boolean | undefined
  readonly tiers?: readonly (Partial<Tier> & { readonly gift?: Gift })[] | undefined
  readonly every?:
    | {
        readonly stepFen?: number | undefined
        readonly stepQty?: number | undefined
        readonly offFen?: number
        readonly maxFen?: number | undefined
        readonly gift?: Gift
        readonly maxTimes?: number | undefined
      }
    | undefined
  readonly thresholdOn?: 'price' | 'remaining' | undefined
  readonly claimable?: boolean | undefined
  readonly pointsPerFen?: number | undefined
  readonly maxBp?: number | undefined
  readonly regions?: readonly string[] | undefined
  readonly exceptRegions?: readonly string[] | undefined
  readonly refuse?: true | undefined
  readonly fee?:
    | {
        readonly flatFen?: number | undefined
        readonly firstGram?: number | undefined
        readonly firstFen?: number | undefined
        readonly stepGram?: number | undefined
        readonly stepFen?: number | undefined
      }
    | undefined
  readonly minFen?: number | undefined
  readonly minQty?: number | undefined
  readonly maxGram?: number | undefined
  readonly feeFen?: number | undefined
  readonly paidBy?: 'seller' | 'buyer' | undefined
  readonly coverFen?: number | undefined
  readonly days?: number | undefined
}

/** A row as a quote reads it: instants in ms, what is wrong with it found once. */
export interface LedgerRow {
  /** Its place among the rows of its ledger. */
  readonly slot: number
  readonly id: string
  readonly seq: number
  readonly kind: string
  /** Among the kinds of layers 2 to 8 in the order of use; -1: none of these. */
  readonly rank: number
  readonly isPrice: boolean
  /** Null: cannot be read. */
  readonly owner: string | null
  /** Null: not an object of known lists. */
  readonly scope: Scope | null
  readonly recordedAt: number
  readonly from: number
  readonly to: number
  readonly isWithdrawn: boolean
  readonly fault: 'unknown-rule' | 'bad-entry' | null
  readonly terms: Terms
  readonly dailyFromMs: number
  readonly dailyToMs: number
  readonly balanceFrom: number
  readonly balanceTo: number
}

const MINUTE_MS = 60_000
const NO_TERMS: Terms = {}

/** Reads one row of a ledger; what cannot be read stays in it, with its fault. Null: it has no id, so nothing can name it. */
export function readLedgerRow(raw: unknown, slot = 0): LedgerRow | null {
  if (!isRecord(raw) || typeof raw.id !== 'string') return null
  const isWithdrawn = raw.withdrawn === true
  const parsed = isWithdrawn ? null : offerEntry.safeParse(raw)
  const terms: Terms = parsed?.data ?? NO_TERMS
  const from = readInstant(raw.validFrom)
  const to = raw.validTo === null ? Number.POSITIVE_INFINITY : readInstant(raw.validTo)
  const isReadable = !Number.isNaN(from) && !Number.isNaN(to)
  const recordedAt = readInstant(raw.recordedAt)
  const kind = typeof raw.kind === 'string' ? raw.kind : ''
  return {
    slot,
    id: raw.id,
    seq: typeof raw.seq === 'number' ? raw.seq : 0,
    kind,
    rank: rankOf(kind) ?? -1,
    isPrice: isPriceKind(kind),
    owner: typeof raw.owner === 'string' && raw.owner !== '' ? raw.owner : null,
    scope: raw.scope === undefined ? {} : readScope(raw.scope),
    recordedAt: Number.isNaN(recordedAt) ? Number.NEGATIVE_INFINITY : recordedAt,
    from: isReadable ? from : Number.NEGATIVE_INFINITY,
    to: isReadable ? to : Number.POSITIVE_INFINITY,
    isWithdrawn,
    fault: parsed?.error ? faultOf(raw, parsed.error) : null,
    terms,
    ...hours(terms),
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function hours(terms: Terms) {
  const { daily, balance } = terms
  return {
    dailyFromMs: daily ? minutesOf(daily.from) : -1,
    dailyToMs: daily ? minutesOf(daily.to) : -1,
    balanceFrom: balance ? readInstant(balance.from) : Number.NaN,
    balanceTo: balance ? readInstant(balance.to) : Number.NaN,
  }
}

const minutesOf = (text: string): number => (Number(text.slice(0, 2)) * 60 + Number(text.slice(3))) * MINUTE_MS

/** A field, kind or word that is not listed is a rule that we do not know, whatever else is wrong with the row. */
function faultOf(raw: Readonly<Record<string, unknown>>, error: z.ZodError): 'unknown-rule' | 'bad-entry' {
  const isUnknown = error.issues.some((issue) => {
    if (issue.code === 'unrecognized_keys') return true
    const isName = issue.code === 'invalid_value' && issue.values.every((word) => typeof word === 'string')
    return (isName || issue.code === 'invalid_union') && typeof valueAt(raw, issue.path) === 'string'
  })
  return isUnknown ? 'unknown-rule' : 'bad-entry'
}

const valueAt = (raw: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    raw,
  )
