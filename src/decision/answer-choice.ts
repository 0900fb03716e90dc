import { type Act, type Context, HUMAN_TOKEN, type Understanding } from '../dialogue/index.ts'
import { actFor } from './act-for.ts'
import { pageAsked, restOfMenu } from './next-page.ts'
import { chosenMeaning } from './chosen-meaning.ts'
import type { Policy } from './policy.ts'

/** The buyer answers what we asked: a menu item, its number, "yes", or the product we had asked for. */
export const answerChoice: Policy = {
  name: 'answer-choice',
  decide(seen, context) {
    if (seen.choice?.token === HUMAN_TOKEN)
      return [{ kind: 'hand-off', reason: 'asked', entryId: null, why: 'pressed the button for a person' }]
    const { pending } = seen
    if (!pending) return null
    const rest = restOfMenu(pending, pageAsked(seen))
    if (rest) return [{ kind: 'ask', what: pending.kind, pending: rest, why: 'asked for the rest of the menu' }]
    if (pending.kind === 'meaning') return meaningChosen(seen, context)
    return thingNamed(seen, context)
  },
}

function meaningChosen(seen: Understanding, context: Context): Act[] | null {
  const entryId = chosenMeaning(seen)
  const entry = entryId === null ? undefined : context.knowledge.entry(entryId)
  return entry ? actFor(entry, { seen, context, text: seen.pending?.text ?? '' }, 'chosen from what we offered') : null
}

/** We had asked "which one?": the question that waits is answered as soon as the thing is known, unless a new sure one came. */
function thingNamed(seen: Understanding, context: Context): Act[] | null {
  const { pending, focus, wanted } = seen
  const thing = pending?.kind === 'product' ? focus.product : focus.order
  const isNew = thing !== null && thing.origin !== 'memory'
  if (
    !pending?.entryId ||
    !isNew ||
    wanted.some((one) => one.band === 'answer' && one.best?.entryId !== pending.entryId)
  )
    return null
  const entry = context.knowledge.entry(pending.entryId)
  return entry ? actFor(entry, { seen, context, text: pending.text }, 'what we had asked for is known now') : null
}
