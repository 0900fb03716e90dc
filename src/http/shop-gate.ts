import { z } from 'zod'
import { notFound } from '../kernel/errors.ts'
import { type Actor, reachesShop } from '../staff/index.ts'
import type { Parsed } from './parse-request.ts'

/** The organisation of a shop; null when there is no such shop. */
export type FindShopOwner = (shopId: string) => Promise<string | null>
export type ShopGate = (actor: Actor, parsed: Parsed) => Promise<void>

const named = z.object({ shopId: z.string().nullish(), shopIds: z.array(z.string()).nullish() })
const MOST_KNOWN = 100_000

/**
 * Every shop that a request names, wherever it names it, must be one of the actor's: else it is the 404 of a shop that
 * does not exist. One gate for all routes, so that no handler can forget it.
 */
export function createShopGate(findOwner: FindShopOwner): ShopGate {
  // A shop never changes hands, so what was read once holds.
  const known = new Map<string, string>()
  const ownerOf = async (shopId: string): Promise<string | null> => {
    const owner = known.get(shopId) ?? (await findOwner(shopId))
    if (owner !== null && known.size < MOST_KNOWN) known.set(shopId, owner)
    return owner
  }
  return async (actor, parsed) => {
    for (const shopId of shopsNamed(parsed)) {
      if (!reachesShop(actor, shopId)) throw notFound()
      if ((await ownerOf(shopId)) !== actor.orgId) throw notFound()
    }
  }
}

const shopsNamed = (parsed: Parsed): string[] =>
  [parsed.params, parsed.query, parsed.body].flatMap((part) => {
    const read = named.safeParse(part)
    if (!read.success) return []
    return [...(read.data.shopId ? [read.data.shopId] : []), ...(read.data.shopIds ?? [])]
  })
