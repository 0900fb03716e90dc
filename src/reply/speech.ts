import type { Context } from '../dialogue/index.ts'
import { chooseVariant } from '../knowledge/index.ts'
import { fill } from './fill.ts'

/** The robot's own words by key. A pack that lacks one of these is refused when it is loaded (`missingSpeech`). */
export const SPEECH_KEYS = [
  'fallback',
  'fallback.again',
  'ask.product',
  'ask.order',
  'ask.meaning',
  'ask.more',
  'assume.product',
  'assume.order',
  'handoff.now',
  'handoff.closed',
  'handoff.waiting',
  'handoff.offer',
  'handoff.button',
  'image.received',
  'file.received',
  'order.unverified',
  'bare.received',
  'bare.question',
  'product.attribute',
  'product.attribute.unknown',
  'coupon.list.item',
  'offers.stopped',
  'list.separator',
  'date.today',
  'date.yesterday',
  'date.tomorrow',
  'date.format',
  'time.ago.minutes',
  'time.ago.morning',
  'time.ago.noon',
  'time.ago.afternoon',
  'time.ago.earlier',
  'unit.hours',
  'unit.days',
  'money.free',
  'render.noThreshold',
  'render.threshold',
  'agent.joined',
  'agent.left',
] as const
export type SpeechKey = (typeof SPEECH_KEYS)[number]

export interface Saying {
  readonly context: Context
  readonly language: 'zh' | 'en'
}

/** One variant of a phrase, filled. `seed` picks among variants; the same seed picks the same. */
export function say(
  key: SpeechKey | `${'order' | 'parcel' | 'refund'}.state.${string}`,
  { context, language }: Saying,
  filling: Filling = {},
): string {
  const variants = context.knowledge.speech(key, language)
  const text = chooseVariant(variants, { alreadyUsed: [], seed: filling.seed ?? 0 }) ?? ''
  return fill(text, filling.variables ?? new Map())
}

export interface Filling {
  readonly variables?: ReadonlyMap<string, string>
  readonly seed?: number
}

export const missingSpeech = (speech: Readonly<Record<string, unknown>>): SpeechKey[] =>
  SPEECH_KEYS.filter((key) => !(key in speech))
