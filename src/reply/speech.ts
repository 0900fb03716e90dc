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
  'assume.refund',
  'assume.offShelf',
  'assume.soldOut',
  'assume.back',
  'assume.price',
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
  'entrance.room',
  'entrance.shop',
  'told.changed',
  'correction.total',
  'correction.price',
  'correction.offer',
  'correction.terms',
  'correction.gone',
  'list.separator',
  'quote.line',
  'quote.piece',
  'quote.off',
  'quote.capped',
  'quote.gift',
  'quote.free',
  'quote.freight',
  'quote.insurance',
  'clause.separator',
  'coupon.rate',
  'coupon.ofRoom',
  'money.fold',
  'topup.money',
  'topup.pieces',
  'topup.both',
  'topup.item',
  'topup.items',
  'gift.item',
  'gift.rule.any',
  'gift.rule.money',
  'gift.rule.pieces',
  'gift.rule.every-money',
  'gift.rule.every-pieces',
  'freight.elsewhere',
  'freight.rule.flat',
  'freight.rule.weight',
  'freight.rule.refuse',
  'freight.free.money',
  'freight.free.pieces',
  'freight.free.always',
  'freight.free.except',
  'why.missing',
  'why.below-threshold',
  'why.conflict',
  'why.no-gain',
  'why.blocked',
  'why.limit-reached',
  'why.sold-out',
  'why.outside-hours',
  'why.other',
  'figure.unsure',
  'figure.price',
  'figure.range',
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
  'render.validTo',
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
  key: SpeechKey | `${'order' | 'parcel' | 'refund'}.state.${string}` | `offer.kind.${string}`,
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
