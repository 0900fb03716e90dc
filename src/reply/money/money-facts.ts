import type { Policies } from '../../shop/index.ts'
import type { Scene } from '../scene.ts'
import { regionOf } from './buyer-facts.ts'
import { moneyCase } from './money-case.ts'
import { usableClaims } from './say-coupons.ts'
import { freightRows, insuranceRow } from './say-freight.ts'
import { isGiftRuled } from './say-gifts.ts'
import { outlook } from './say-later.ts'
import { protectionOf } from './say-protection.ts'
import { nextStep } from './say-top-up.ts'

/** Facts that answers about money may hang on (packs/README.md), for what is talked of. */
export function moneyFacts(scene: Scene): Set<string> {
  const facts = new Set<string>()
  const hold = (name: string, holds: boolean) => holds && facts.add(name)
  hold('coupon.some', usableClaims(scene).length > 0)
  hold('freight.ruled', freightRows(scene, 'shipping-fee').length > 0)
  hold('freight.region', regionOf(scene) !== null)
  const insurance = insuranceRow(scene)
  hold('insurance.seller', insurance?.terms.paidBy === 'seller')
  hold('insurance.buyer', insurance?.terms.paidBy === 'buyer')
  hold('protection.ruled', freightRows(scene, 'price-protection').length > 0)
  hold('gift.ruled', isGiftRuled(scene))
  addQuote(scene, hold)
  return facts
}

type Hold = (name: string, holds: boolean) => void

function addQuote(scene: Scene, hold: Hold): void {
  const found = moneyCase(scene)
  if (!found) return
  const { quote, lines, claims } = found
  hold('quote.several', lines.length > 1 || lines.some(({ quantity }) => quantity > 1))
  hold(
    'quote.optionOpen',
    lines.some(({ isOptionOpen }) => isOptionOpen),
  )
  if (quote.status === 'refused')
    return addRefusal(
      quote.errors.map(({ code }) => code),
      hold,
    )
  hold('quote.known', true)
  hold('quote.claim', claims.length > 0)
  hold('quote.reduced', quote.reductionFen > 0)
  hold('quote.until', quote.validTo !== null)
  hold('freight.open', quote.shippingFen === null)
  hold(
    'freight.regionOpen',
    quote.problems.some(({ code }) => code === 'region-unknown'),
  )
  hold('freight.charged', quote.shippingFen !== null && quote.shippingFen > 0)
  hold('freight.free', quote.shippingFen === 0)
  hold('topup.known', nextStep(found) !== null)
  hold('gift.got', quote.gifts.length > 0)
  hold('deposit.open', quote.phase === 'deposit')
  hold(
    'deposit.known',
    quote.steps.some(({ layer }) => layer === 10),
  )
}

function addRefusal(codes: readonly string[], hold: Hold): void {
  hold('quote.soldOut', codes.includes('out-of-stock'))
  hold('quote.limited', codes.includes('over-purchase-limit'))
  hold('freight.refused', codes.includes('region-not-served'))
  hold('quote.unknown', !codes.some((code) => SAID.has(code)))
}

const SAID = new Set(['out-of-stock', 'over-purchase-limit', 'region-not-served'])

/** Facts that cost several quotes: only for entries that ask for them. */
export function costlyFacts(names: ReadonlySet<string>, scene: Scene): string[] {
  const found: string[] = []
  if (names.has('later.cheaper') && outlook(scene)?.cheaper) found.push('later.cheaper')
  if (names.has('later.dearer') && outlook(scene)?.dearer) found.push('later.dearer')
  if (![...names].some((name) => name.startsWith('protection.'))) return found
  const protection = protectionOf(scene)
  if (protection.kind !== 'compared') return [...found, `protection.${protection.kind}`]
  return [...found, 'protection.compared', ...(protection.compared.differenceFen > 0 ? ['protection.difference'] : [])]
}

/** Where the ledger has rows of a matter, it is heard and not what the settings say: two truths are none. */
export function policiesBeside(scene: Scene): Policies {
  const { policies } = scene.context.shop
  const isRuled = (...kinds: string[]) => kinds.some((kind) => freightRows(scene, kind).length > 0)
  const { freeShippingFen, freightFen, freightInsurance, priceProtectionDays, ...rest } = policies
  const left: Policies = { ...rest }
  if (!isRuled('shipping-fee', 'free-shipping')) Object.assign(left, defined({ freeShippingFen, freightFen }))
  if (!isRuled('freight-insurance')) Object.assign(left, defined({ freightInsurance }))
  if (!isRuled('price-protection')) Object.assign(left, defined({ priceProtectionDays }))
  return left
}

const defined = (values: Readonly<Record<string, unknown>>): object =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
