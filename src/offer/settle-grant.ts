import type { Clock } from '../kernel/clock.ts'
import { appendEvents, type Database } from '../storage/index.ts'
import { claimPending, dueGrants, endGrant, postponeGrant } from './grant.store.ts'
import type { Grant } from './grant.ts'
import { countTaken, spend, takeTerms } from './grant-terms.store.ts'
import { tellGranted } from './reserve-grant.ts'
import { bumpGoods } from './write-offers.store.ts'

/** What the shop's system said. `unreachable` is no answer: it may have given the coupon all the same. */
export type Giving =
  | { readonly kind: 'done'; readonly receipt: string }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'unreachable'; readonly reason: string }

export interface GrantTools {
  readonly database: Database
  readonly clock: Clock
  /** Asks the shop's system for one coupon. Must be idempotent by `grantId`: the same id again answers what the first one got. */
  readonly give: (grant: Grant) => Promise<Giving>
}

const LEASE_MS = 30_000
/** Seconds before the shop is asked again, by the number of times so far; then every ten minutes. */
const BACK_OFF_S = [1, 2, 5, 15, 60, 300]
const RARELY_S = 600
const ALERT_AFTER = 6
const MOST = 50

/**
 * Brings one pending grant to its end. A lost answer is settled by asking again under the grant's own id; until the shop has
 * spoken the place stays taken, for the coupon may be in the buyer's hands already. A no gives cap and budget back.
 */
export async function settleGrant(tools: GrantTools, of: { orgId: string; grantId: string }): Promise<void> {
  const { database, clock, give } = tools
  const at = clock.now()
  const grant = await database.within([of.orgId], (tx) => claimPending(tx, { ...of, at, until: at + LEASE_MS }))
  if (!grant) return
  const giving = await give(grant)
  if (giving.kind === 'done') return confirm(tools, grant, giving.receipt)
  if (giving.kind === 'refused') return release(tools, grant, giving.reason)
  return postpone(tools, grant, giving.reason)
}

/** Asks for everything that waits and is due: what a process left behind that died, and what was unreachable. */
export async function settleDueGrants(tools: GrantTools): Promise<boolean> {
  const due = await dueGrants(tools.database, tools.clock.now(), MOST)
  await Promise.all(due.map((grant) => settleGrant(tools, grant)))
  return due.length > 0
}

async function confirm({ database, clock }: GrantTools, grant: Grant, receipt: string): Promise<void> {
  const at = clock.now()
  await database.within([grant.orgId], async (tx) => {
    if (await endGrant(tx, grant, { state: 'claimed', receipt, at })) await tellGranted(tx, grant, at)
  })
}

async function release({ database, clock }: GrantTools, grant: Grant, reason: string): Promise<void> {
  const at = clock.now()
  await database.within([grant.orgId], async (tx) => {
    // The same order as the one who reserves: terms, budget, grant.
    await takeTerms(tx, grant, { offerId: grant.offerId, at })
    if (!(await endGrant(tx, grant, { state: 'refused', reason: reason.slice(0, 500), at }))) return
    await countTaken(tx, grant, { offerId: grant.offerId, count: -1 })
    if (grant.budgetId !== null) await spend(tx, grant, { budgetId: grant.budgetId, fen: -grant.costFen })
    // It may have been the last one.
    await bumpGoods(tx, grant)
  })
}

async function postpone({ database, clock }: GrantTools, grant: Grant, reason: string): Promise<void> {
  const at = clock.now()
  const { orgId, shopId, grantId, offerId } = grant
  await database.within([orgId], async (tx) => {
    await postponeGrant(tx, grant, { at: at + (BACK_OFF_S[grant.attempts - 1] ?? RARELY_S) * 1000, reason })
    if (grant.attempts !== ALERT_AFTER) return
    const body = { alert: 'grant-unsettled', grantId, offerId, reason: reason.slice(0, 500) }
    await appendEvents(tx, [{ type: 'alert.raised', orgId, shopId, key: `grant:${grantId}`, at, body }])
  })
}
