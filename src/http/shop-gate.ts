import { notFound } from '../kernel/errors.ts'
import { type Actor, reachesShop } from '../staff/index.ts'
import type { Parsed } from './parse-request.ts'

/** The organisation of a shop; null when there is no such shop. */
export type FindShopOwner = (shopId: string) => Promise<string | null>
/** Nothing to wait for when every shop is known. */
export type ShopGate = (actor: Actor, parsed: Parsed) => Promise<unknown> | undefined

const MOST_KNOWN = 100_000

/**
 * Every shop that a request names, wherever it names it, must be one of the actor's: else it is the 404 of a shop that
 * does not exist. One gate for all routes, so that no handler can forget it.
 */
export function createShopGate(findOwner: FindShopOwner): ShopGate {
  // A shop never changes hands, so what was read once holds.
  const known = new Map<string, string>()
  const checkUnknown = async (actor: Actor, shopId: string): Promise<void> => {
    const owner = await findOwner(shopId)
    if (owner !== null && known.size < MOST_KNOWN) known.set(shopId, owner)
    if (owner !== actor.orgId) throw notFound()
  }
  return (actor, { params, query, body }) => {
    const unknown: string[] = []
    for (const shopId of [...shopsIn(params), ...shopsIn(query), ...shopsIn(body)]) {
      if (!reachesShop(actor, shopId)) throw notFound()
      const owner = known.get(shopId)
      if (owner === undefined) unknown.push(shopId)
      else if (owner !== actor.orgId) throw notFound()
    }
    if (unknown.length === 0) return undefined
    return Promise.all(unknown.map((shopId) => checkUnknown(actor, shopId)))
  }
}

/** `shopId` and `shopIds` of one part of a request, as its schema left them. */
function shopsIn(part: unknown): readonly string[] {
  if (typeof part !== 'object' || part === null) return []
  const one = 'shopId' in part && typeof part.shopId === 'string' ? [part.shopId] : []
  if (!('shopIds' in part) || !Array.isArray(part.shopIds)) return one
  return [...one, ...part.shopIds.filter((shopId) => typeof shopId === 'string')]
}
