import type { Clock } from '../kernel/clock.ts'
import { appendEvents, type Database, type Tx } from '../storage/index.ts'
import { type ActFacts, checkAct } from './check-act.ts'
import { beginAct, settleAct } from './commerce-action.store.ts'
import type { ActionOutcome, CommerceAction } from './commerce-action.ts'
import type { CommerceBackend } from './commerce-backend.ts'
import { gatherFacts } from './gather-facts.ts'
import { applyToMirror } from './mirror.store.ts'
import type { ShopRef } from './shop.store.ts'

export interface ActTools {
  readonly database: Database
  readonly clock: Clock
  readonly backend: CommerceBackend
  /** Called in the transaction that stores the outcome: nothing privileged is done without its line in the audit log. */
  readonly audit: (tx: Tx, act: AuditedAct) => Promise<void>
}

export interface AuditedAct {
  readonly shop: ShopRef
  readonly actor: string
  readonly action: CommerceAction
  readonly outcome: ActionOutcome
  readonly at: number
}

export interface WantedAct {
  readonly shop: ShopRef
  readonly action: CommerceAction
  /** Who answers for it: `robot`, `staff:<id>`, `key:<id>`. */
  readonly actor: string
}

/**
 * One guarded act, after the buyer confirmed it. Reads the facts freshly, checks every precondition, asks the back end,
 * stores the outcome with its audit line and brings the order's copy up to date. The same key again answers the first
 * outcome with `alreadyDone`; an `unreachable` may be tried again under its key. Throws `idempotency-mismatch` only.
 */
export async function performAct(tools: ActTools, wanted: WantedAct): Promise<ActionOutcome> {
  const { database, clock, backend } = tools
  const { shop, action, actor } = wanted
  const before = await database.within([shop.orgId], (tx) => beginAct(tx, { shop, action, actor, at: clock.now() }))
  if (before !== null) return before.kind === 'done' ? { ...before, alreadyDone: true } : before
  if (!backend.capabilities().has(action.kind)) return settle(tools, wanted, { kind: 'unsupported' })
  const facts = await gatherFacts(tools, shop, action)
  if (!facts.ok) return { kind: 'unreachable', reason: facts.problem.reason }
  const outcome = await attempt(backend, action, facts.value)
  const settled = await settle(tools, wanted, outcome)
  if (outcome.kind === 'done') await refreshOrder(tools, wanted)
  return settled
}

async function attempt(backend: CommerceBackend, action: CommerceAction, facts: ActFacts): Promise<ActionOutcome> {
  const check = checkAct(action, facts)
  return check.kind === 'refused' ? check : backend.act(action)
}

async function settle(tools: ActTools, wanted: WantedAct, outcome: ActionOutcome): Promise<ActionOutcome> {
  const { shop, action } = wanted
  const at = tools.clock.now()
  await tools.database.within([shop.orgId], async (tx) => {
    await settleAct(tx, shop, { key: action.idempotencyKey, outcome })
    await tools.audit(tx, { ...wanted, outcome, at })
    if (outcome.kind !== 'done' || action.kind !== 'coupon-grant') return
    const body = { couponId: action.couponId, customerId: action.customerId, receipt: outcome.receipt }
    const key = `coupon:${action.couponId}`
    await appendEvents(tx, [{ type: 'coupon.granted', orgId: shop.orgId, shopId: shop.shopId, key, at, body }])
  })
  return outcome
}

// The push of the shop will tell the same; the very next answer must not wait for it.
async function refreshOrder({ database, clock, backend }: ActTools, { shop, action }: WantedAct): Promise<void> {
  if (!('orderId' in action)) return
  const order = await backend.order(action.orderId)
  const copy = order.ok ? order.value : null
  if (copy === null) return
  const event = { kind: 'order', at: copy.updatedAt, order: copy } as const
  await database.within([shop.orgId], (tx) => applyToMirror(tx, { shop, events: [event], at: clock.now() }))
}
