import type { CompiledLedger } from './compile-ledger.ts'
import type { Budget, TakenTerms } from './grant-terms.store.ts'
import { effectiveTerms } from './grant-terms.ts'

export interface Giving {
  readonly terms: ReadonlyMap<string, TakenTerms>
  readonly budgets: readonly Budget[]
}

/** Coupons of which nobody gets one any more: all are given, or the budget has not enough left for one. */
export function exhaustedOffers({ now }: CompiledLedger, { terms, budgets }: Giving): ReadonlySet<string> {
  const left = new Map(budgets.map(({ budgetId, limitFen, spentFen }) => [budgetId, limitFen - spentFen]))
  const gone = [...terms].filter(([offerId, given]) => {
    const rule = now.revisions.get(offerId)?.at(-1)?.terms
    const { cap, costFen, budgetId } = effectiveTerms(given, { ...rule })
    return (cap !== null && given.taken >= cap) || (budgetId !== null && costFen > (left.get(budgetId) ?? 0))
  })
  return new Set(gone.map(([offerId]) => offerId))
}
