import { type Context, regionBefore } from '../../dialogue/index.ts'
import type { QuoteBuyer } from '../../offer/index.ts'
import type { Scene } from '../scene.ts'

/** What the ledger may know of the buyer. What nobody vouches for stays unknown: an offer that needs it is not counted on. */
export function buyerFacts(scene: Scene): QuoteBuyer {
  const region = regionOf(scene)
  return { holds: scene.context.buyer.holds, region: region === null ? null : inLedger(region, scene.context) }
}

/** Where it goes: what he says now, said before, or where his last order went. In the word of the packs. */
export function regionOf({ context, cart }: Scene): string | null {
  const said = cart?.region ?? regionBefore(context)
  const province = context.orders[0]?.order.address.province
  return said ?? (province ? context.knowledge.cart.region(province.toLowerCase()) : null)
}

/** Rows of fees write regions as their shop does: the way of writing that stands there. */
function inLedger(region: string, { knowledge, offers }: Context): string {
  const ways = new Set(knowledge.cart.waysOf(region))
  for (const { kind, terms } of offers.ledger.now.latest) {
    if (kind !== 'shipping-fee' && kind !== 'free-shipping') continue
    const found = [...(terms.regions ?? []), ...(terms.exceptRegions ?? [])].find((one) => ways.has(one))
    if (found !== undefined) return found
  }
  return region
}
