import { z } from 'zod'
import { toIso } from '../../kernel/clock.ts'
import {
  type Budget,
  CLAIM_REFUSALS,
  type EffectiveTerms,
  type Grant,
  isInEffect,
  type OfferBook,
  type OfferConflict,
  type OfferRevision,
  stateAt,
  type TakenTerms,
} from '../../offer/index.ts'
import { externalId, instantOut } from '../fields.ts'
import { shopParams } from './shop-views.ts'

export const offerParams = shopParams.extend({ offerId: externalId })

export const offerView = z.strictObject({
  offerId: z.string(),
  version: z.int(),
  recordedAt: instantOut,
  isInEffect: z.boolean(),
  isWithdrawn: z.boolean(),
  /** The row as offers.md has it: kind, owner, validFrom, validTo, scope and the terms of its kind. Null = withdrawn. */
  rule: z.record(z.string(), z.unknown()).nullable(),
  source: z.string(),
  changedBy: z.string(),
  reason: z.string(),
})

export const showOffer = (row: OfferRevision, at: number) => ({
  offerId: row.offerId,
  version: row.seq,
  recordedAt: toIso(row.recordedAt),
  isInEffect: isInEffect(row, at),
  isWithdrawn: row.rule === null,
  rule: row.rule && { ...row.rule },
  source: row.source,
  changedBy: row.changedBy,
  reason: row.reason,
})

export const conflictView = z.strictObject({
  kind: z.enum(['contradiction', 'overlap', 'room-daily']),
  ids: z.array(z.string()),
  reason: z.string(),
  winner: z.string().nullable(),
  comparedAtFen: z.int().nullable(),
  from: instantOut.nullable(),
  to: instantOut.nullable(),
  skuIds: z.array(z.string()),
  skuCount: z.int(),
})

export const showConflict = (conflict: OfferConflict) => ({
  ...conflict,
  ids: [...conflict.ids],
  skuIds: [...conflict.skuIds],
  from: isoOrNull(conflict.from),
  to: isoOrNull(conflict.to),
})

export const isoOrNull = (at: number | null): string | null => (at === null ? null : toIso(at))

export const stopView = z.strictObject({
  version: z.int(),
  stop: z.strictObject({ at: instantOut, by: z.string(), reason: z.string() }).nullable(),
})

export const showBook = ({ version, stop }: OfferBook) => ({
  version,
  stop: stop && { at: toIso(stop.at), by: stop.by, reason: stop.reason },
})

export const grantState = z.enum(['pending', 'claimed', 'used', 'refused', 'expired'])
export const grantView = z.strictObject({
  grantId: z.string(),
  offerId: z.string(),
  version: z.int(),
  state: grantState,
  customerId: z.string().nullable(),
  buyerId: z.string().nullable(),
  costFen: z.int(),
  budgetId: z.string().nullable(),
  validFrom: instantOut,
  validTo: instantOut.nullable(),
  receipt: z.string().nullable(),
  /** Why the shop refused, or why it has not answered yet. */
  reason: z.string().nullable(),
  orderId: z.string().nullable(),
  attempts: z.int(),
  createdAt: instantOut,
  settledAt: instantOut.nullable(),
})

export const showGrant = (grant: Grant, at: number) => ({
  grantId: grant.grantId,
  offerId: grant.offerId,
  version: grant.seq,
  state: stateAt(grant, at),
  customerId: grant.customerId,
  buyerId: grant.buyerId,
  costFen: grant.costFen,
  budgetId: grant.budgetId,
  validFrom: toIso(grant.validFrom),
  validTo: isoOrNull(grant.validTo),
  receipt: grant.receipt,
  reason: grant.reason,
  orderId: grant.orderId,
  attempts: grant.attempts,
  createdAt: toIso(grant.createdAt),
  settledAt: isoOrNull(grant.settledAt),
})

export const claimRefusal = z.enum(CLAIM_REFUSALS)

const amount = z.int().min(0).max(1_000_000_000)
/** Null: as the offer's own row says (`limits.stock`, `limits.perBuyer`, what its tier takes off). */
export const termsBody = z.strictObject({
  cap: amount.nullable().default(null),
  perBuyer: z.int().min(1).max(10_000).nullable().default(null),
  costFen: amount.nullable().default(null),
  budgetId: z.uuid().nullable().default(null),
  holdDays: z.int().min(1).max(3660).nullable().default(null),
})
export const termsView = z.strictObject({
  offerId: z.string(),
  cap: z.int().nullable(),
  perBuyer: z.int(),
  costFen: z.int(),
  budgetId: z.string().nullable(),
  holdDays: z.int().nullable(),
  taken: z.int(),
  left: z.int().nullable(),
})

export const showTerms = (offerId: string, terms: EffectiveTerms, { taken }: Pick<TakenTerms, 'taken'>) => ({
  offerId,
  ...terms,
  taken,
  left: terms.cap === null ? null : Math.max(0, terms.cap - taken),
})

/** What may be given of an offer, what was set by hand about it, and what became of what was given. */
export const grantOverviewView = z.strictObject({
  offer: offerView,
  terms: termsView,
  /** Null = as the offer's own row says; what `PUT …/terms` takes. */
  set: z.strictObject({
    cap: z.int().nullable(),
    perBuyer: z.int().nullable(),
    costFen: z.int().nullable(),
    budgetId: z.string().nullable(),
    holdDays: z.int().nullable(),
  }),
  pending: z.int(),
  claimed: z.int(),
  used: z.int(),
  expired: z.int(),
  refused: z.int(),
  spentFen: z.int(),
})

export const budgetBody = z.strictObject({
  name: z.string().trim().min(1).max(100),
  limitFen: z.int().min(0).max(1e12),
})
export const budgetView = z.strictObject({
  budgetId: z.string(),
  name: z.string(),
  limitFen: z.int(),
  spentFen: z.int(),
  leftFen: z.int(),
  changedAt: instantOut,
})

export const showBudget = (budget: Budget) => ({
  ...budget,
  leftFen: Math.max(0, budget.limitFen - budget.spentFen),
  changedAt: toIso(budget.changedAt),
})
