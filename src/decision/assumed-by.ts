import type { Act, Context, FocusThing, Understanding } from '../dialogue/index.ts'
import type { Entry } from '../knowledge/index.ts'

/** The gap after which we say what we take the talk to be about. */
const SAY_ASSUMED_MS = 30 * 60_000
/** Topics of the shop itself: they are about no thing. */
const OF_THE_SHOP: ReadonlySet<string> = new Set(['service', 'payment', 'talk', 'act'])

/** What the turn takes from long ago and has to name: the product or the order; null where nothing is taken, or it was just said. */
export function assumedBy(
  acts: readonly Act[],
  { focus }: Understanding,
  { knowledge }: Context,
): 'product' | 'order' | null {
  for (const act of acts) {
    const entry = 'entryId' in act && act.entryId ? knowledge.entry(act.entryId) : undefined
    if (!takesThing(act, entry)) continue
    const isOfOrder = entry ? isOrderEntry(entry) : false
    if (isOfOrder) return isOld(focus.order) ? 'order' : null
    if (entry?.needs === 'product' || entry?.needs === 'cart') return isOld(focus.product) ? 'product' : null
    const isOrderLater = focus.order && (!focus.product || focus.order.gapMs <= focus.product.gapMs)
    if (isOrderLater) return isOld(focus.order) ? 'order' : null
    return isOld(focus.product) ? 'product' : null
  }
  return null
}

const isOrderEntry = ({ needs }: Entry): boolean => needs === 'order' || needs === 'parcel' || needs === 'refund'

const isOld = (thing: FocusThing | null): boolean => thing?.origin === 'memory' && thing.gapMs > SAY_ASSUMED_MS

function takesThing(act: Act, entry: Entry | undefined): boolean {
  if (act.kind === 'attribute' || act.kind === 'cite' || act.kind === 'fallback') return true
  if (act.kind === 'ask') return act.what === 'meaning'
  return act.kind === 'answer' && entry !== undefined && !OF_THE_SHOP.has(entry.topic)
}
