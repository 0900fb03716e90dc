import { XiaoerError } from '../kernel/errors.ts'
import { newId, type RowId } from '../kernel/ids.ts'
import { done, failed, type Result } from '../kernel/result.ts'
import { appendEvents, type Tx } from '../storage/index.ts'
import { countHeld, findGrantByKey, insertGrant } from './grant.store.ts'
import { type ClaimRefusal, type Grant, type Holder, holderKey } from './grant.ts'
import { countTaken, readBudgets, spend, takeTerms } from './grant-terms.store.ts'
import { type EffectiveTerms, effectiveTerms, GRANTABLE_KINDS } from './grant-terms.ts'
import { type LedgerRef, type OfferRevision, windowOf } from './offer-revision.ts'
import { readBook, readLatest } from './read-offers.store.ts'
import { bumpGoods } from './write-offers.store.ts'

export interface ClaimOrder {
  readonly shop: LedgerRef
  readonly offerId: string
  readonly holder: Holder
  /** The same key is the same grant, however often it is asked. */
  readonly key: string
  /** Who answers for it: `buyer`, `robot`, `staff:<id>`, `key:<id>`. */
  readonly actor: string
  readonly at: number
}

export type Reserved = Result<Grant, ClaimRefusal>

/** When the sweeper asks the shop if the one who reserved did not come back: its process may have died. */
const ASK_AFTER_MS = 5000
const DAY_MS = 86_400_000

/**
 * Takes a place under cap, budget and the buyer's own limit, or says which of them is against it. All who want the same offer
 * queue at its row of `grant_terms`, so what is counted there is exact. A coupon of a shop system is `pending` until that
 * system has said yes (`settleGrant`); one of our own ledger is claimed at once, with its event.
 */
export async function reserveGrant(tx: Tx, order: ClaimOrder): Promise<Reserved> {
  const { shop, offerId, at } = order
  const [offer] = await readLatest(tx, shop, { offerIds: [offerId] })
  if (!offer) return failed('unknown-offer')
  const terms = await takeTerms(tx, shop, { offerId, at })
  const before = await findGrantByKey(tx, shop, order.key)
  if (before) return sameGrant(before, order)
  const obstacle = (await readBook(tx, shop)).stop ? 'stopped' : whyNot(offer, order)
  if (obstacle !== null || offer.rule === null) return failed(obstacle ?? 'ended')
  const effective = effectiveTerms(terms, offer.rule)
  if (effective.cap !== null && terms.taken >= effective.cap) return failed('exhausted')
  const held = await countHeld(tx, shop, { holder: holderKey(order.holder), offerId })
  if (held >= effective.perBuyer) return failed('limit-reached')
  const { budgetId, costFen } = effective
  if (budgetId !== null && !(await spend(tx, shop, { budgetId, fen: costFen }))) return failed('budget-spent')
  await countTaken(tx, shop, { offerId, count: 1 })
  // The last one that there was: from the next turn on it is offered to nobody.
  if (await isLast(tx, shop, { taken: terms.taken + 1, effective })) await bumpGoods(tx, shop)
  const grant = await insertGrant(tx, newGrant(order, offer, effective))
  if (grant.state === 'claimed') await tellGranted(tx, grant, at)
  return done(grant)
}

interface Taking {
  readonly taken: number
  readonly effective: EffectiveTerms
}

async function isLast(tx: Tx, shop: LedgerRef, { taken, effective }: Taking): Promise<boolean> {
  const { cap, budgetId, costFen } = effective
  if (cap !== null && taken >= cap) return true
  if (budgetId === null) return false
  const budget = (await readBudgets(tx, shop)).find((one) => one.budgetId === budgetId)
  return budget !== undefined && budget.limitFen - budget.spentFen < costFen
}

function sameGrant(before: Grant, { offerId, holder }: ClaimOrder): Reserved {
  if (before.offerId !== offerId || holderKey(before) !== holderKey(holder))
    throw new XiaoerError({ code: 'idempotency-mismatch' })
  return done(before)
}

export const isOfBackend = ({ source }: Pick<OfferRevision, 'source'>): boolean => source.startsWith('backend:')

function whyNot(offer: OfferRevision, { holder, at }: ClaimOrder): ClaimRefusal | null {
  if (offer.rule === null) return 'ended'
  const isGrantable = typeof offer.rule.kind === 'string' && GRANTABLE_KINDS.has(offer.rule.kind)
  if (!isGrantable || offer.rule.claimable !== true) return 'not-claimable'
  const { from, to } = windowOf(offer.rule)
  if (from !== null && at < from) return 'not-started'
  if (to !== null && at >= to) return 'ended'
  return isOfBackend(offer) && holder.customerId === null ? 'needs-customer' : null
}

function newGrant(order: ClaimOrder, offer: OfferRevision, terms: EffectiveTerms) {
  const { shop, offerId, holder, key, actor, at } = order
  const end = windowOf(offer.rule ?? {}).to
  const ownEnd = terms.holdDays === null ? null : at + terms.holdDays * DAY_MS
  const waits = isOfBackend(offer)
  return {
    ...{ orgId: shop.orgId, shopId: shop.shopId, grantId: newId<RowId>(at), offerId, seq: offer.seq, ...holder },
    ...{ costFen: terms.costFen, budgetId: terms.budgetId, validFrom: at, key, actor, createdAt: at },
    validTo: end === null || ownEnd === null ? (end ?? ownEnd) : Math.min(end, ownEnd),
    state: waits ? ('pending' as const) : ('claimed' as const),
    nextAt: waits ? at + ASK_AFTER_MS : null,
  }
}

/** In the transaction that makes it true. */
export async function tellGranted(tx: Tx, grant: Grant, at: number): Promise<void> {
  const { orgId, shopId, grantId, offerId, seq, customerId, buyerId, costFen, validTo } = grant
  const body = { grantId, couponId: offerId, seq, customerId, buyerId, costFen, validTo }
  await appendEvents(tx, [{ type: 'coupon.granted', orgId, shopId, key: `coupon:${offerId}`, at, body }])
}
