import { aboutOf, askedValue, type Bound, type Context, type Understanding } from '../dialogue/index.ts'
import type { Entry } from '../knowledge/index.ts'

interface Asking {
  readonly bound: Bound
  readonly seen: Pick<Understanding, 'text' | 'cart'>
}

/** How often this very question, about this very thing, was answered lately. */
export function timesAsked(entry: Entry, { bound, seen }: Asking, context: Context): number {
  const fact = context.memory.find(({ kind, key }) => kind === 'asked' && key === entry.entryId)
  const before = fact ? askedValue.safeParse(fact.value).data : undefined
  const about = { ...bound, cart: seen.cart, ledger: context.offers.ledger.now.version }
  return before?.about === aboutOf(entry, about, context.knowledge.measures(seen.text)) ? before.times : 0
}
