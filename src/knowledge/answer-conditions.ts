import type { AnswerWhen } from './entry.ts'

/** What holds at this moment, for this buyer, about this thing. All that an answer's conditions may look at. */
export interface AnswerFacts {
  readonly stage: string
  readonly policy: Readonly<Record<string, unknown>>
  /** Names of packs/README.md: `order.known`, `product.soldOut`… */
  readonly facts: ReadonlySet<string>
  readonly productId?: string | undefined
  /** One name, or a path parted by `>` or `/`. */
  readonly category?: string | undefined
  readonly attributes: Readonly<Record<string, string>>
  readonly channel: string
  readonly buyerGroups: readonly string[]
  /** Of the shop's day, 0…1439. */
  readonly minuteOfDay: number
  readonly at: number
  /** Named periods of the shop that hold now. */
  readonly validities: ReadonlySet<string>
  /** Variable name without braces → text. A text with a variable that is not here cannot be said. */
  readonly variables: ReadonlyMap<string, string>
  readonly language: 'zh' | 'en'
  /** Whether the figures that stand written in a text still hold: one that is refuted is not said. */
  readonly isTrue: (text: string) => boolean
}

/**
 * What an answer may depend on, the most telling first: the order that Feige publishes for its own selection (features.md
 * §1b), with what it lacks added. A condition of a kind outweighs all conditions of later kinds together.
 */
export const CONDITION_ORDER = [
  'validity',
  'stage',
  'product',
  'attribute',
  'category',
  'buyer-group',
  'channel',
  'policy',
  'circumstance',
] as const
export type ConditionKind = (typeof CONDITION_ORDER)[number]

export interface Condition {
  readonly kind: ConditionKind
  /** As an operator reads it: `policy.freeShippingFen: set`. */
  readonly name: string
  readonly holds: boolean
}

/** Every condition of `when`, each with whether it holds. */
export function checkConditions(when: AnswerWhen | undefined, facts: AnswerFacts): Condition[] {
  if (!when) return []
  const list: Condition[] = []
  const add = (kind: ConditionKind, name: string, holds: boolean) => list.push({ kind, name, holds })
  if (when.validity) add('validity', `validity: ${when.validity}`, facts.validities.has(when.validity))
  if (when.from !== undefined) add('validity', `from: ${when.from}`, facts.at >= when.from)
  if (when.to !== undefined) add('validity', `to: ${when.to}`, facts.at < when.to)
  if (when.hours) add('validity', `hours: ${when.hours.from}-${when.hours.to}`, isWithin(when.hours, facts.minuteOfDay))
  if (when.stages)
    add(
      'stage',
      oneOf('stages', when.stages),
      when.stages.some((stage) => stage === facts.stage),
    )
  for (const name of when.facts ?? []) add(kindOfFact(name), name, facts.facts.has(name))
  for (const name of when.notFacts ?? []) add(kindOfFact(name), `not ${name}`, !facts.facts.has(name))
  if (when.products) add('product', oneOf('products', when.products), isOneOf(when.products, facts.productId))
  if (when.attribute)
    add('attribute', `${when.attribute.key}: ${when.attribute.value}`, hasAttribute(when.attribute, facts))
  if (when.categories)
    add('category', oneOf('categories', when.categories), isInCategory(when.categories, facts.category))
  const groups = when.buyerGroups
  if (groups)
    add(
      'buyer-group',
      oneOf('buyerGroups', groups),
      facts.buyerGroups.some((group) => groups.includes(group)),
    )
  if (when.channels) add('channel', oneOf('channels', when.channels), when.channels.includes(facts.channel))
  for (const [key, wish] of Object.entries(when.policy ?? {}))
    add('policy', `policy.${key}: ${wish}`, isPolicy(wish, facts.policy[key]))
  return list
}

const oneOf = (name: string, values: readonly string[]): string => `${name}: ${values.join(' | ')}`
const isOneOf = (values: readonly string[], value: string | undefined): boolean =>
  value !== undefined && values.includes(value)

/** Half open; `to` before `from` runs over midnight; equal ends are the whole day. */
export function isWithin(hours: { readonly from: string; readonly to: string }, minuteOfDay: number): boolean {
  const from = minutesOf(hours.from)
  const to = minutesOf(hours.to)
  if (from === to) return true
  return from < to ? minuteOfDay >= from && minuteOfDay < to : minuteOfDay >= from || minuteOfDay < to
}

const minutesOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5))

const MONEY_FACT = /^(price|quote|freight|insurance|topup|gift|deposit|later|protection)\./

function kindOfFact(name: string): ConditionKind {
  if (/^(order|parcel|refund)\./.test(name)) return 'stage'
  if (/^(product|sku)\./.test(name)) return 'product'
  // What the ledger knows stands beside the rules of the shop: two of its facts outweigh one rule.
  return MONEY_FACT.test(name) ? 'policy' : 'circumstance'
}

function hasAttribute(wish: { readonly key: string; readonly value: string }, facts: AnswerFacts): boolean {
  const value = facts.attributes[wish.key]
  return (
    value !== undefined && (value === wish.value || value.split(/[\u3001\uff0c,\uff1b;/|]\s*/).includes(wish.value))
  )
}

const isInCategory = (wished: readonly string[], category: string | undefined): boolean =>
  category !== undefined && [category, ...category.split(/\s*[>/]\s*/)].some((name) => wished.includes(name))

function isPolicy(wish: string | number | boolean, value: unknown): boolean {
  const isSet = value !== undefined && value !== null && value !== ''
  if (wish === 'set') return isSet
  if (wish === 'unset') return !isSet
  return value === wish
}
