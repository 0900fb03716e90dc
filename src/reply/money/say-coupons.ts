import { type LedgerRow, type Quoted, quote as quoteOf } from '../../offer/index.ts'
import type { Resolved } from '../resolved.ts'
import { sayTime } from '../say-time.ts'
import type { Scene } from '../scene.ts'
import { type SpeechKey, SPEECH_KEYS, say } from '../speech.ts'
import { type MoneyCase, moneyCase, quotedOf } from './money-case.ts'
import { listed, nameOf, nameOfStep, rowOf, yuan } from './naming.ts'
import { openClaims } from './open-claims.ts'
import { sourceOf } from './sources.ts'

const MOST = 3
const OF_COUPONS = new Set([
  ...['product-coupon', 'shop-coupon', 'category-coupon', 'platform-coupon'],
  ...['shop-red-packet', 'red-packet'],
])
/** Reasons that are told as what they are; the rest is "not at the moment". */
const TELLING = new Set([
  'below-threshold',
  'conflict',
  'no-gain',
  'blocked',
  'limit-reached',
  'sold-out',
  'outside-hours',
])

/** `{coupon.usable}` and `{coupon.unusable}`: on what is talked of, and why not. */
export function couponVariable(field: string, scene: Scene): Resolved | undefined {
  const quote = quotedOf(scene)
  if (!quote) return undefined
  if (field === 'usable') return usable(quote, scene)
  return field === 'unusable' ? unusable(quote, scene) : undefined
}

/** `{stack.used}` and `{stack.kept}`: what goes together here, and what does not go with it. */
export function stackVariable(field: string, scene: Scene): Resolved | undefined {
  const quote = quotedOf(scene)
  if (!quote) return undefined
  if (field === 'used') return stacked(quote, scene)
  const kept = quote.why.filter(({ reason }) => reason === 'conflict' || reason === 'blocked')
  return field === 'kept' && kept.length > 0 ? whyText(kept.slice(0, MOST), quote, scene) : undefined
}

/** Coupons of the cheapest way, with what each takes off. */
function usable(quote: Quoted, scene: Scene): Resolved | undefined {
  const steps = quote.steps.filter(({ kind, reductionFen }) => OF_COUPONS.has(kind) && (reductionFen ?? 0) > 0)
  return offText(steps, quote, scene)
}

function stacked(quote: Quoted, scene: Scene): Resolved | undefined {
  return offText(
    quote.steps.filter(({ reductionFen }) => (reductionFen ?? 0) > 0),
    quote,
    scene,
  )
}

function offText(steps: Quoted['steps'], quote: Quoted, scene: Scene): Resolved | undefined {
  if (steps.length === 0) return undefined
  const parts = steps.map((step) => {
    const variables = new Map([
      ['offer.title', nameOfStep(step, scene)],
      ['offer.amount', yuan(step.reductionFen ?? 0)],
    ])
    return say('quote.off', scene, { variables })
  })
  const sources = steps.flatMap(({ sourceId }) => (sourceId === null ? [] : [sourceOf(sourceId, quote)]))
  return { value: listed(parts, scene), sources }
}

/** Of coupons that he holds or could take: which are not used here, and the reason. */
function unusable(quote: Quoted, scene: Scene): Resolved | undefined {
  const his = new Set([
    ...scene.context.buyer.holds.map(({ entryId }) => entryId),
    ...openClaims(scene).map(({ id }) => id),
  ])
  const why = quote.why.filter(
    ({ sourceId }) => his.has(sourceId) && OF_COUPONS.has(rowOf(sourceId, scene)?.kind ?? ''),
  )
  return why.length > 0 ? whyText(why.slice(0, MOST), quote, scene) : undefined
}

function whyText(why: Quoted['why'], quote: Quoted, scene: Scene): Resolved {
  const parts = why.map(({ sourceId, reason }) => {
    const title = nameOf(rowOf(sourceId, scene), scene)
    const missing = reason === 'below-threshold' ? missingFor(sourceId, quote, scene) : undefined
    const isMissing = missing !== undefined && missing > 0
    const key = isMissing ? 'why.missing' : reasonKey(reason)
    return say(key, scene, {
      variables: new Map([
        ['offer.title', title],
        ['offer.missing', yuan(missing ?? 0)],
      ]),
    })
  })
  return {
    value: parts.join(say('clause.separator', scene)),
    sources: why.map(({ sourceId }) => sourceOf(sourceId, quote)),
  }
}

/** What an offer lacks. Where another of its kind is used, the quote has no advice on it: it is asked without that one. */
function missingFor(sourceId: string, quote: Quoted, scene: Scene): number | undefined {
  const told = missingIn(quote, sourceId)
  const question = moneyCase(scene)?.question
  if (told !== undefined || !question) return told
  const alone = quoteOf({ ...question, buyer: { ...question.buyer, holds: [{ entryId: sourceId }] } })
  return alone.status === 'quoted' ? missingIn(alone, sourceId) : undefined
}

const missingIn = ({ advice }: Quoted, id: string): number | undefined =>
  advice.find(({ kind, sourceId }) => kind === 'next-tier' && sourceId === id)?.missingFen

function reasonKey(reason: string): SpeechKey {
  return SPEECH_KEYS.find((key) => TELLING.has(reason) && key === `why.${reason}`) ?? 'why.other'
}

/** `{coupon.list}`: what can be taken now, threshold, amount and until when, from the rows of the ledger. */
export function couponListText(rows: readonly LedgerRow[], scene: Scene): Resolved | undefined {
  const shown = rows.slice(0, MOST)
  if (shown.length === 0) return undefined
  const { version } = scene.context.offers.ledger.now
  return {
    value: listed(
      shown.map((row) => couponText(row, scene)),
      scene,
    ),
    sources: shown.map(({ id, to }) => ({
      sourceId: id,
      version: String(version),
      validTo: Number.isFinite(to) ? to : null,
    })),
  }
}

function couponText(row: LedgerRow, scene: Scene): string {
  const [tier] = row.terms.tiers ?? []
  const value = tier?.offFen === undefined ? foldText(tier?.payBp ?? 0, scene) : yuan(tier.offFen)
  const isBare = (tier?.minFen ?? 0) === 0
  const key = tier?.offFen === undefined ? 'coupon.rate' : isBare ? 'render.noThreshold' : 'render.threshold'
  const variables = new Map([
    ['threshold', yuan(tier?.minFen ?? 0)],
    ['value', value],
  ])
  const terms = say(key, scene, { variables })
  const end = () => say('render.validTo', scene, { variables: new Map([['to', sayTime(row.to, scene)]]) })
  const until = Number.isFinite(row.to) ? ` (${end()})` : ''
  return `${nameOf(row, scene)} ${terms}${until}`
}

/** 8500 → "8.5" of ten, as such rates are told. */
export const foldText = (payBp: number, scene: Scene): string =>
  say('money.fold', scene, {
    variables: new Map([
      ['fold', String(payBp / 1000)],
      ['percent', String((10_000 - payBp) / 100)],
    ]),
  })

const MOST_TRIED = 12

// Facts, list and cards of one answer ask for the same.
const usableOf = new WeakMap<Scene, readonly LedgerRow[]>()

/**
 * Coupons that can be taken: those that the checkout talked of would use, best first; without anything talked of, all. Who
 * comes from a room that has some of its own hears of those, and of the shop's only where the cheapest way takes them along.
 */
export function usableClaims(scene: Scene): readonly LedgerRow[] {
  const before = usableOf.get(scene)
  if (before) return before
  const open = openClaims(scene).toSorted((one, other) => offOf(other) - offOf(one))
  const found = moneyCase(scene)
  const usable = ofEntrance(found ? ofUse(open, found, scene) : open, found)
  usableOf.set(scene, usable)
  return usable
}

function ofEntrance(usable: readonly LedgerRow[], found: MoneyCase | null): readonly LedgerRow[] {
  const taken = new Set(found?.claims)
  const own = usable.filter((row) => row.terms.entrance !== undefined)
  if (own.length === 0) return usable
  const beside = usable.filter((row) => row.terms.entrance === undefined && taken.has(row))
  return [...own, ...beside].sort((one, other) => Number(taken.has(other)) - Number(taken.has(one)))
}

const offOf = ({ terms }: LedgerRow): number => terms.tiers?.[0]?.offFen ?? 0

function ofUse(open: readonly LedgerRow[], { question }: MoneyCase, scene: Scene): LedgerRow[] {
  const { holds } = scene.context.buyer
  return open
    .slice(0, MOST_TRIED)
    .map((row) => {
      const answer = quoteOf({ ...question, buyer: { ...question.buyer, holds: [...holds, { entryId: row.id }] } })
      const steps = answer.status === 'quoted' ? answer.steps : []
      return { row, off: steps.find(({ sourceId }) => sourceId === row.id)?.reductionFen ?? 0 }
    })
    .filter(({ off }) => off > 0)
    .sort((one, other) => other.off - one.off)
    .map(({ row }) => row)
}
