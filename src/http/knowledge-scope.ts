import { notFound } from '../kernel/errors.ts'
import type { Scope } from '../knowledge/index.ts'
import { listGroups, readShop } from '../shop/index.ts'
import { type Actor, reachesShop } from '../staff/index.ts'
import type { Tx } from '../storage/index.ts'

interface Asked {
  readonly scopeId: string
  readonly orgId: string
  readonly actor: Actor
}

/**
 * The place that an id names: the organisation, one of its groups or one of its shops. Whoever is limited to shops
 * reaches those and nothing above them. Throws `not-found`.
 */
export async function findScope(tx: Tx, { scopeId, orgId, actor }: Asked): Promise<Scope> {
  if (actor.shopIds !== null && !reachesShop(actor, scopeId)) throw notFound()
  if (scopeId === orgId) return { orgId, scope: 'organisation', scopeId }
  const groups = await listGroups(tx, orgId)
  if (groups.some((group) => group.groupId === scopeId)) return { orgId, scope: 'group', scopeId }
  await readShop(tx, { orgId, shopId: scopeId })
  return { orgId, scope: 'shop', scopeId }
}
