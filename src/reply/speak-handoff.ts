import type { Act } from '../dialogue/index.ts'
import { type Occasion, speakEntry } from './speak-entry.ts'
import { say } from './speech.ts'
import { type Spoken, spoken, textContent } from './spoken.ts'

const NOTHING = { productId: null, skuId: null, orderId: null } as const

/** Says what is true: somebody comes, or when somebody will be there. A scenario with soothing words of its own says those first. */
export function speakHandoff(act: Extract<Act, { kind: 'hand-off' }>, occasion: Occasion): Spoken {
  const { context, seen } = occasion
  const saying = { context, language: seen.language }
  const key = context.agentsOnDuty ? 'handoff.now' : 'handoff.closed'
  const variables = new Map([['shop.hours', context.shop.hoursText]])
  const notice = textContent(say(key, saying, { variables, seed: context.now }))
  const entry = act.entryId === null || act.reason === 'asked' ? undefined : context.knowledge.entry(act.entryId)
  const words = entry ? speakEntry(entry, NOTHING, occasion) : spoken({})
  return {
    ...words,
    contents: [...words.contents.filter(({ kind }) => kind === 'text'), notice],
    handOff: act.reason,
    isSubstance: false,
  }
}
