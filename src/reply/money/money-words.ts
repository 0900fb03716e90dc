import type { Resolved } from '../resolved.ts'
import type { Scene } from '../scene.ts'
import { couponListText, couponVariable, stackVariable, usableClaims } from './say-coupons.ts'
import { freightVariable, insuranceVariable } from './say-freight.ts'
import { giftVariable } from './say-gifts.ts'
import { laterVariable } from './say-later.ts'
import { depositVariable } from './say-presale.ts'
import { protectionVariable } from './say-protection.ts'
import { quoteVariable } from './say-quote.ts'
import { topUpVariable } from './say-top-up.ts'

/** Variables whose figures come from the ledger, each with the rows and the version; undefined: not known, so not said. */
export function moneyVariable(thing: string, field: string, scene: Scene): Resolved | undefined {
  switch (thing) {
    case 'quote':
      return quoteVariable(field, scene)
    case 'coupon':
      return field === 'list' ? couponListText(usableClaims(scene), scene) : couponVariable(field, scene)
    case 'stack':
      return stackVariable(field, scene)
    case 'topup':
      return topUpVariable(field, scene)
    case 'deposit':
      return depositVariable(field, scene)
    case 'gift':
      return giftVariable(field, scene)
    case 'later':
      return laterVariable('cheaper', field, scene)
    case 'dearer':
      return laterVariable('dearer', field, scene)
    case 'freight':
      return freightVariable(field, scene)
    case 'insurance':
      return insuranceVariable(field, scene)
    case 'protection':
      return protectionVariable(field, scene)
    default:
      return undefined
  }
}
