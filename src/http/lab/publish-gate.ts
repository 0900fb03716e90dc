import { XiaoerError } from '../../kernel/errors.ts'
import type { Scope } from '../../knowledge/index.ts'
import { listTestCases, MOST_CASES, type TestCase } from '../../learning/index.ts'
import { effectiveSettings } from '../../shop/index.ts'
import type { Tx } from '../../storage/index.ts'
import type { TrialDeps } from '../../turn/index.ts'
import { countPassed, runTestCases } from './run-test-cases.ts'

export interface Gate {
  readonly shop: { readonly orgId: string; readonly shopId: string }
  /** The share of the cases that must pass. */
  readonly share: number
  readonly cases: readonly TestCase[]
}

/**
 * What stands before a publication; null: nothing. Knowledge of a group or an organisation passes freely: its shops have
 * cases of their own, and one shop must not hold up the others.
 */
export async function readGate(tx: Tx, { scope, scopeId, orgId }: Scope): Promise<Gate | null> {
  if (scope !== 'shop') return null
  const shop = { orgId, shopId: scopeId }
  const { settings } = await effectiveSettings(tx, shop)
  if (settings.publishGate === 0) return null
  const cases = await listTestCases(tx, shop, { limit: MOST_CASES })
  return cases.length === 0 ? null : { shop, share: settings.publishGate, cases }
}

interface Publication {
  /** Absent: every draft of the shop. */
  readonly entryIds: readonly string[] | undefined
  readonly at: number
  readonly signal: AbortSignal
}

/** Plays the cases on what would be published. 409 `precondition-failed` when too few pass. */
export async function passGate(
  { shop, share, cases }: Gate,
  { entryIds, at, signal }: Publication,
  deps: TrialDeps,
): Promise<void> {
  const chosen = entryIds && new Set(entryIds)
  const hasDrafts = (draft: { scopeId: string; entryId: string }) =>
    draft.scopeId === shop.shopId && (chosen?.has(draft.entryId) ?? true)
  const results = await runTestCases({ ground: { shop, hasDrafts }, cases, at, signal }, deps)
  const passed = countPassed(results)
  if (passed >= share * cases.length) return
  const message = `${passed} of ${cases.length} test cases pass; this shop publishes at ${Math.round(share * 100)} %.`
  throw new XiaoerError({ code: 'precondition-failed', field: 'publishGate', message })
}
