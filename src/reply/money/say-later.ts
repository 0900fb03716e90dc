import { firstCheaper, laterPrices, type PriceSpan } from '../../offer/index.ts'
import type { Resolved } from '../resolved.ts'
import { sayTime } from '../say-time.ts'
import type { Scene } from '../scene.ts'
import { moneyCase } from './money-case.ts'
import { yuan } from './naming.ts'
import { totalOf } from './say-quote.ts'
import { sourcesOfQuote } from './sources.ts'

/** Whoever asks "tonight" or "in the next days" is told what the ledger knows of so long. */
const AHEAD_MS = 7 * 86_400_000

export interface Outlook {
  /** The first span in which it costs less. */
  readonly cheaper: PriceSpan | null
  /** The first span in which it costs more. */
  readonly dearer: PriceSpan | null
}

const known = new WeakMap<Scene, Outlook | null>()

/** How the price of what is talked of goes on, as the ledger knows it now. Null: there is no sure price. */
export function outlook(scene: Scene): Outlook | null {
  const before = known.get(scene)
  if (before !== undefined) return before
  const found = moneyCase(scene)
  const now = found?.quote
  let seen: Outlook | null = null
  if (found && now?.status === 'quoted') {
    const spans = laterPrices(found.question, scene.context.now + AHEAD_MS)
    const dearer = spans.find(({ quote }) => quote.status === 'quoted' && totalOf(quote) > totalOf(now)) ?? null
    seen = { cheaper: firstCheaper(spans), dearer }
  }
  known.set(scene, seen)
  return seen
}

/** `{later.from}`, `{later.total}` of the first cheaper time; `{dearer.*}` of the first dearer one. */
export function laterVariable(which: keyof Outlook, field: string, scene: Scene): Resolved | undefined {
  const span = outlook(scene)?.[which]
  if (span?.quote.status !== 'quoted') return undefined
  const sources = sourcesOfQuote(span.quote)
  if (field === 'total') return { value: yuan(totalOf(span.quote)), sources }
  if (field === 'from') return { value: sayTime(Date.parse(span.from), scene), sources }
  return field === 'to' && span.to !== null ? { value: sayTime(Date.parse(span.to), scene), sources } : undefined
}
