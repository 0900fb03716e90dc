import type { LedgerRef } from './offer-revision.ts'

/** Whose coupon it is: a customer of the shop where he is vouched for, else the buyer as this channel knows him. */
export interface Holder {
  readonly customerId: string | null
  readonly buyerId: string | null
}

/** A coupon or red packet given to one buyer. */
export interface Grant extends LedgerRef {
  readonly grantId: string
  readonly offerId: string
  /** The row of the ledger that held when it was given: its terms are kept, whatever the ledger says later. */
  readonly seq: number
  readonly customerId: string | null
  readonly buyerId: string | null
  /** `pending`: its place is taken and the shop's system has not said yes yet. */
  readonly state: 'pending' | 'claimed' | 'used' | 'refused'
  readonly costFen: number
  readonly budgetId: string | null
  readonly validFrom: number
  readonly validTo: number | null
  readonly actor: string
  readonly reason: string | null
  readonly receipt: string | null
  readonly orderId: string | null
  readonly attempts: number
  readonly createdAt: number
  readonly settledAt: number | null
}

export type GrantState = Grant['state'] | 'expired'

/** A claimed one ends by itself: nothing has to ring for it. */
export const stateAt = (grant: Grant, at: number): GrantState =>
  grant.state === 'claimed' && grant.validTo !== null && at >= grant.validTo ? 'expired' : grant.state

/** Why nothing was given. Closed: part of the API, and each has its words on the card. */
export const CLAIM_REFUSALS = [
  'stopped',
  'unknown-offer',
  'not-claimable',
  'not-started',
  'ended',
  'needs-customer',
  'limit-reached',
  'exhausted',
  'budget-spent',
  'refused-by-shop',
] as const
export type ClaimRefusal = (typeof CLAIM_REFUSALS)[number]

export const holderKey = ({ customerId, buyerId }: Holder): string =>
  customerId === null ? `buyer:${buyerId ?? ''}` : `customer:${customerId}`
