import type { Act, Context, Understanding, Wanted } from '../dialogue/index.ts'
import { actFor } from './act-for.ts'
import type { Policy } from './policy.ts'

/** Everything recognised with confidence above the shop's answer threshold is answered, item by item. */
export const answerWanted: Policy = {
  name: 'answer-wanted',
  decide(seen, context) {
    const sure = seen.wanted.filter(({ band }) => band === 'answer')
    const acts = sure.flatMap((one) => actsOf(one, seen, context))
    if (acts.length === 0) return attributeOf(seen, context)
    const handoff = acts.find(({ kind }) => kind === 'hand-off')
    // A person takes it: nothing else is said beside that.
    return handoff ? [handoff] : substantial(acts)
  },
}

function actsOf(one: Wanted, seen: Understanding, context: Context): Act[] {
  const entry = one.best ? context.knowledge.entry(one.best.entryId) : undefined
  if (!entry || !one.best) return []
  return actFor(entry, { seen, context, text: one.text }, `recognised at ${one.best.confidence}`)
}

/** "Hello, is it cotton?": the greeting needs no bubble of its own when there is something to answer. */
function substantial(acts: readonly Act[]): Act[] {
  const real = acts.filter(({ kind }) => kind !== 'talk')
  return real.length > 0 ? real : acts.slice(0, 1)
}

/** Not a known question, but it names a property that the product's record has. */
function attributeOf(seen: Understanding, context: Context): Act[] | null {
  const asked = context.knowledge.attributeAsked(seen.text)
  const { product } = seen.focus
  if (!asked || !product || !seen.wanted.some(({ best }) => best)) return null
  const bound = { productId: product.id, skuId: seen.focus.skuId, orderId: null }
  return [
    {
      kind: 'attribute',
      attributeId: asked.id,
      entryId: null,
      bound,
      assumed: null,
      why: `names the property ${asked.id} of the product in focus`,
    },
  ]
}
