import { aboutOf, askedValue, type Bound, type Context } from '../dialogue/index.ts'
import type { Entry } from '../knowledge/index.ts'

interface Asking {
  readonly bound: Bound
  /** The turn's words, normalised. */
  readonly text: string
}

/** How often this very question, about this very thing, was answered lately. */
export function timesAsked(entry: Entry, { bound, text }: Asking, context: Context): number {
  const fact = context.memory.find(({ kind, key }) => kind === 'asked' && key === entry.entryId)
  const before = fact ? askedValue.safeParse(fact.value).data : undefined
  return before && before.about === aboutOf(entry, bound, context.knowledge.measures(text)) ? before.times : 0
}
