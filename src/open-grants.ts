import type { Clock } from './kernel/clock.ts'
import type { Giving, Grant, GrantTools } from './offer/index.ts'
import { type ActionOutcome, type CommerceBackend, readShop, type Shop } from './shop/index.ts'
import type { Database } from './storage/index.ts'

export interface GrantGround {
  readonly database: Database
  readonly clock: Clock
  /** Null for a shop without a back end of its own, or one whose settings cannot be read. */
  readonly systemOf: (shop: Shop) => CommerceBackend | null
}

/** Coupons of a shop system are given by that system, under the grant's own id: asked again it answers the first outcome. */
export function openGrants({ database, clock, systemOf }: GrantGround): GrantTools {
  const give = async (grant: Grant): Promise<Giving> => {
    const shop = await database.within([grant.orgId], (tx) => readShop(tx, grant))
    const backend = systemOf(shop)
    if (!backend?.capabilities().has('coupon-grant')) return { kind: 'refused', reason: 'unsupported' }
    if (grant.customerId === null) return { kind: 'refused', reason: 'no-customer' }
    const { grantId, offerId: couponId, customerId, actor } = grant
    const idempotencyKey = `grant:${grantId}`
    return toGiving(await backend.act({ kind: 'coupon-grant', idempotencyKey, couponId, customerId, reason: actor }))
  }
  return { database, clock, give }
}

function toGiving(outcome: ActionOutcome): Giving {
  switch (outcome.kind) {
    case 'done':
      return { kind: 'done', receipt: outcome.receipt }
    case 'refused':
      return { kind: 'refused', reason: outcome.precondition }
    case 'unsupported':
      return { kind: 'refused', reason: 'unsupported' }
    case 'unreachable':
      return outcome
  }
}
