import type { FiguresInForce } from '../offer/index.ts'
import type { Policies } from '../shop/index.ts'

interface Ruled {
  readonly shopId: string
  readonly version: number
  readonly policies: Policies
}

/** The ledger's figures, and those of the shop's settings in matters that the ledger has no rows of. */
export function withPolicies(force: FiguresInForce, { shopId, version, policies }: Ruled): FiguresInForce {
  const { freeShippingFen, freightFen, priceProtectionDays } = policies
  const rules = [
    { matter: 'freight', says: 'freight', key: 'freeShippingFen', value: freeShippingFen },
    { matter: 'freight', says: 'threshold', key: 'freeShippingFen', value: freeShippingFen },
    { matter: 'freight', says: 'freight', key: 'freightFen', value: freightFen },
    { matter: 'days', says: 'days', key: 'priceProtectionDays', value: priceProtectionDays },
  ].filter(({ matter, value }) => value !== undefined && !force.knows(matter))
  return {
    find(says, value) {
      const record = force.find(says, value)
      const rule = rules.find((one) => one.says === says && one.value === value)
      if (record || !rule) return record
      return { sourceId: `shop:${shopId}:policy:${rule.key}`, version: String(version), validTo: null }
    },
    knows: (says) => force.knows(says) || rules.some((one) => one.says === says),
  }
}
