import type { Asking } from '../dialogue/index.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Result } from '../kernel/result.ts'
import type { Database } from '../storage/index.ts'
import type { CallProblem, Said } from './call-endpoint.ts'
import { bookTokens, returnTokens, spendDay } from './spend.store.ts'

const FREE: ReadonlySet<CallProblem> = new Set(['unreachable', 'refused'])

/** Calls within the shop's budget of the day: booked before, put right after, no transaction open in between. */
export async function budgeted<Value>(
  call: () => Promise<Result<Said<Value>, CallProblem>>,
  most: number,
  { asking, database, clock }: { readonly asking: Asking; readonly database: Database; readonly clock: Clock },
): Promise<Result<Said<Value>, CallProblem | 'spent'>> {
  const { orgId, shopId, dailyTokens, utcOffsetMinutes } = asking
  const day = { orgId, shopId, day: spendDay(clock.now(), utcOffsetMinutes) }
  const isBooked = await database.within([orgId], (tx) => bookTokens(tx, day, { most, limit: dailyTokens }))
  if (!isBooked) return { ok: false, problem: 'spent' }
  const outcome = await call()
  const unused = most - usedOf(outcome, most)
  if (unused > 0) await database.within([orgId], (tx) => returnTokens(tx, day, unused))
  return outcome
}

/** Whoever does not say what it took, or says more than can be, is taken at the most; what may have been charged counts. */
function usedOf(outcome: Result<Said<unknown>, CallProblem>, most: number): number {
  if (outcome.ok) return Math.min(outcome.value.tokens ?? most, most)
  return FREE.has(outcome.problem) ? 0 : most
}
