import { assertNever } from '../kernel/assert-never.ts'
import type { Act, Bound, Context, Decision, FocusThing, Reply, Turn, Understanding } from '../dialogue/index.ts'
import { remembered } from './remembered.ts'
import { speakAsk } from './speak-ask.ts'
import { speakAssumed } from './speak-assumed.ts'
import { speakAttribute } from './speak-attribute.ts'
import { type Occasion, offerPerson, speakEntry } from './speak-entry.ts'
import { speakCited } from './speak-cited.ts'
import { speakHandoff } from './speak-handoff.ts'
import { type SpeechKey, say } from './speech.ts'
import { type Spoken, spoken, textContent } from './spoken.ts'

export interface Composing {
  readonly turn: Turn
  readonly seen: Understanding
  readonly context: Context
}

/** What may be said without an answer: notices by their speech key. */
const NOTICES: readonly SpeechKey[] = [
  'handoff.waiting',
  'handoff.closed',
  'image.received',
  'file.received',
  'order.unverified',
  'bare.received',
  'bare.question',
]

/** From acts to content: wording, variables, cards, what to remember. Pure; never empty unless the robot must be silent. */
export function compose(decision: Decision, { turn, seen, context }: Composing): Reply {
  const occasion = { seen, context, turnId: turn.turnId }
  const parts = decision.acts.map((act) => speak(act, occasion))
  const assumed = speakAssumed(decision, occasion)
  const contents = [assumed, ...parts].flatMap((part) => part.contents)
  return {
    contents,
    isSubstance: parts.some((part) => part.isSubstance),
    quoted: [assumed, ...parts].flatMap((part) => part.quoted),
    choices: parts.flatMap((part) => part.choices),
    handOff: parts.find((part) => part.handOff !== null)?.handOff ?? null,
    ...remembered(parts, { turn, seen, context, decision }),
  }
}

function speak(act: Act, occasion: Occasion): Spoken {
  switch (act.kind) {
    case 'answer':
    case 'talk':
      return speakAnswer(act, occasion)
    case 'attribute':
      return speakAttribute(act, occasion)
    case 'cite':
      return speakCited(act, occasion) ?? fallback(occasion, false)
    case 'ask':
      return speakAsk(act, occasion)
    case 'hand-off':
      return speakHandoff(act, occasion)
    case 'fallback':
      return fallback(occasion, act.again)
    case 'acknowledge':
      return notice(act.speech, occasion)
    case 'stay-silent':
      return spoken({})
    default:
      return assertNever(act)
  }
}

function notice(speech: string, { context, seen }: Occasion): Spoken {
  const saying = { context, language: seen.language }
  const key = NOTICES.find((one) => one === speech) ?? 'ask.more'
  const text = textContent(say(key, saying, { variables: new Map([['shop.hours', context.shop.hoursText]]) }))
  return spoken({ contents: key === 'order.unverified' ? [text, offerPerson(saying)] : [text] })
}

function speakAnswer(act: Extract<Act, { kind: 'answer' | 'talk' }>, occasion: Occasion): Spoken {
  const { context } = occasion
  const entry = context.knowledge.entry(act.entryId)
  const bound = act.kind === 'answer' ? act.bound : namedNow(occasion)
  const words = entry ? speakEntry(entry, bound, occasion) : spoken({})
  // Every answer of the entry has a condition that failed: say so honestly instead of saying nothing.
  if (words.contents.length === 0) return { ...fallback(occasion, false), choices: words.choices }
  return words
}

/** Talk is about nothing in particular, unless a thing was just shown. */
function namedNow({ seen: { focus } }: Occasion): Bound {
  const isNamed = (thing: FocusThing | null) => thing !== null && thing.origin !== 'memory'
  return {
    productId: isNamed(focus.product) ? (focus.product?.id ?? null) : null,
    skuId: null,
    orderId: isNamed(focus.order) ? (focus.order?.id ?? null) : null,
  }
}

function fallback({ context, seen }: Occasion, isAgain: boolean): Spoken {
  const saying = { context, language: seen.language }
  const text = say(isAgain ? 'fallback.again' : 'fallback', saying, { seed: context.now })
  return spoken({ contents: [textContent(text), offerPerson(saying)] })
}
