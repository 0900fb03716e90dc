import { toIso } from '../kernel/clock.ts'
import { done, failed, type Result } from '../kernel/result.ts'
import { offerEntry } from './entry.ts'
import { readLedgerRow } from './ledger-row.ts'

export interface RuleProblem {
  readonly field: string
  readonly message: string
}

type Rule = Readonly<Record<string, unknown>>

/** What the store writes itself: a rule that names it is somebody else's row. */
const OURS = ['id', 'seq', 'recordedAt', 'withdrawn']

/**
 * A rule that a person or a program hands in, with what it leaves open filled in: whose it is, and from when. A rule that we
 * do not know is kept and told by every quote that it touches; one that is known and wrong is not taken.
 */
export function checkRule(
  given: Rule,
  of: { readonly shopId: string; readonly at: number },
): Result<Rule, RuleProblem> {
  const own = OURS.find((name) => given[name] !== undefined)
  if (own !== undefined) return failed({ field: own, message: 'The ledger writes this itself.' })
  const rule = { owner: of.shopId, validFrom: toIso(of.at), validTo: null, ...given }
  const entry = { ...rule, id: 'x', seq: 1, recordedAt: toIso(of.at) }
  if (readLedgerRow(entry)?.fault !== 'bad-entry') return done(rule)
  const [issue] = offerEntry.safeParse(entry).error?.issues ?? []
  return failed({ field: issue?.path.map(String).join('.') || 'rule', message: issue?.message ?? 'This is no offer.' })
}
