import { CHOICE_KINDS } from './entry-parts.ts'
import type { LedgerRow } from './ledger-row.ts'

export type ConflictReason =
  | 'unknown-rule'
  | 'bad-entry'
  | 'two-prices'
  | 'two-presales'
  | 'two-fees'
  | 'lowest-price'
  | 'price-excludes-offer'
  | 'one-per-kind'
  | 'exclusive-group'
  | 'not-combined'

export interface Clash {
  readonly reason: ConflictReason
  readonly winner: string | null
  /** The goods value at which the two were compared, where the winner hangs on it. */
  readonly comparedAtFen: number | null
}

const PRICES: ReadonlySet<string> = new Set(['time-price', 'member-price', 'drop', 'discount'])
const CHOICES: ReadonlySet<string> = new Set(CHOICE_KINDS)

/** Why two rows that hold together on one article cannot both count (offers.md §5, §6), and which of them does; null = they can. */
export function clashOf(one: LedgerRow, other: LedgerRow): Clash | null {
  if (one.kind === other.kind && (one.kind === 'sku-price' || one.kind === 'list-price')) return nobody('two-prices')
  if (one.kind === 'presale' && other.kind === 'presale') return nobody('two-presales')
  if (one.kind === 'shipping-fee' && other.kind === 'shipping-fee') return nobody('two-fees')
  if (PRICES.has(one.kind) && PRICES.has(other.kind)) return lowest(one, other)
  if (PRICES.has(one.kind) && CHOICES.has(other.kind)) return blocked(one, other)
  if (CHOICES.has(one.kind) && PRICES.has(other.kind)) return blocked(other, one)
  return CHOICES.has(one.kind) && CHOICES.has(other.kind) ? choice(one, other) : null
}

const nobody = (reason: ConflictReason): Clash => ({ reason, winner: null, comparedAtFen: null })

// Drops and rates compute from the price of the SKU, which is not at hand here: between those it hangs on the article.
function lowest(one: LedgerRow, other: LedgerRow): Clash {
  const [a, b] = [one.terms, other.terms]
  const byPrice = difference(a.priceFen, b.priceFen) ?? difference(a.payBp, b.payBp) ?? difference(b.offFen, a.offFen)
  if (byPrice === null) return nobody('lowest-price')
  const isFirst =
    byPrice < 0 || (byPrice === 0 && (one.kind === other.kind ? one.id < other.id : one.kind < other.kind))
  return { reason: 'lowest-price', winner: isFirst ? one.id : other.id, comparedAtFen: null }
}

const difference = (a: number | undefined, b: number | undefined): number | null =>
  a === undefined || b === undefined ? null : a - b

// The price of a piece is a fact, offers are choices: what the price excludes is not chosen.
const blocked = (price: LedgerRow, offer: LedgerRow): Clash | null =>
  price.terms.notWith?.includes(offer.kind)
    ? { reason: 'price-excludes-offer', winner: price.id, comparedAtFen: null }
    : null

function choice(one: LedgerRow, other: LedgerRow): Clash | null {
  const reason = choiceReason(one, other)
  if (reason === null) return null
  const comparedAtFen = Math.max(firstStep(one), firstStep(other))
  const [a, b] = [offAt(one, comparedAtFen), offAt(other, comparedAtFen)]
  if (a === null || b === null) return nobody(reason)
  const isFirst = a > b || (a === b && one.id < other.id)
  return { reason, winner: isFirst ? one.id : other.id, comparedAtFen }
}

function choiceReason(one: LedgerRow, other: LedgerRow): ConflictReason | null {
  if (one.kind === other.kind) return 'one-per-kind'
  if ((one.terms.exclusive ?? []).some((group) => other.terms.exclusive?.includes(group))) return 'exclusive-group'
  const excludes = one.terms.notWith?.includes(other.kind) || other.terms.notWith?.includes(one.kind)
  return excludes ? 'not-combined' : null
}

const firstStep = ({ terms }: LedgerRow): number => terms.tiers?.[0]?.minFen ?? terms.every?.stepFen ?? 0

/** What it takes off goods of this value; null where pieces, gifts or points decide. */
function offAt({ terms }: LedgerRow, comparedAtFen: number): number | null {
  const { tiers, every } = terms
  if (every?.offFen !== undefined && every.stepFen !== undefined)
    return Math.min(Math.floor(comparedAtFen / every.stepFen) * every.offFen, every.maxFen ?? Number.POSITIVE_INFINITY)
  const tier = tiers?.filter((it) => it.minQty === undefined && (it.minFen ?? 0) <= comparedAtFen).at(-1)
  if (tier?.offFen !== undefined) return tier.offFen
  if (tier?.payBp === undefined) return null
  const off = comparedAtFen - Math.floor((comparedAtFen * tier.payBp + 5000) / 10_000)
  return Math.min(off, tier.maxFen ?? Number.POSITIVE_INFINITY)
}
