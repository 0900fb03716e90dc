import { HUMAN_TOKEN, type Act, type Context } from '../dialogue/index.ts'
import { clip } from '../kernel/clip.ts'
import type { Content } from '../message/index.ts'
import type { Occasion } from './speak-entry.ts'
import { type SpeechKey, say } from './speech.ts'
import { type Spoken, spoken, textContent } from './spoken.ts'

type Ask = Extract<Act, { kind: 'ask' }>

const QUESTION: Readonly<Record<Ask['what'], SpeechKey>> = {
  product: 'ask.product',
  order: 'ask.order',
  meaning: 'ask.meaning',
  more: 'ask.more',
}

/** Asks back, with buttons where there is something to choose from. A person is always among them when meanings are offered. */
export function speakAsk(act: Ask, { context, seen }: Occasion): Spoken {
  const text = say(QUESTION[act.what], { context, language: seen.language }, { seed: context.now })
  const options = act.pending?.options ?? []
  if (options.length === 0) return spoken({ contents: [textContent(text)], pending: act.pending })
  const items = options.slice(0, act.pending?.shown).map(({ token, label }) => ({ token, label: clip(label, 200) }))
  const person = act.what === 'meaning' ? [personItem(context, seen.language)] : []
  const menu: Content = { kind: 'menu', text, items: [...items, ...person] }
  return spoken({ contents: [menu], pending: act.pending })
}

const personItem = (context: Context, language: 'zh' | 'en') => ({
  token: HUMAN_TOKEN,
  label: say('handoff.button', { context, language }),
})
