import type { Scope } from '../../knowledge/index.ts'
import { UsageProblem } from '../usage-problem.ts'
import type { FoundShop } from './find-shop.store.ts'

/** Where own knowledge lies, as `--scope` says it of a shop. */
export function scopeOf(shop: FoundShop, wanted: string | boolean | undefined): Scope {
  const { orgId, shopId, groupId } = shop
  if (wanted === undefined || wanted === 'shop') return { orgId, scope: 'shop', scopeId: shopId }
  if (wanted === 'organisation') return { orgId, scope: 'organisation', scopeId: orgId }
  if (wanted === 'group' && groupId !== null) return { orgId, scope: 'group', scopeId: groupId }
  throw new UsageProblem(wanted === 'group' ? 'this shop is in no group' : '--scope is shop, group or organisation')
}
