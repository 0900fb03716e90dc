import type { Entry } from './entry.ts'
import { hardFigures } from './hard-figures.ts'
import { offerFigures } from './offer-figures.ts'
import { variablesIn } from './select-answer.ts'

/** Scenarios of this topic speak of prices and offers, whatever their texts say. */
const MONEY_TOPIC = 'price'
/** Rules of the shop that the ledger of offers knows better, where it has rows of them. */
export const MONEY_POLICIES: ReadonlySet<string> = new Set([
  'freeShippingFen',
  'freightFen',
  'freightInsurance',
  'priceProtectionDays',
  'preSale',
])
const MONEY_THINGS = /^(quote|coupon|topup|deposit|gift|later|freight|insurance|protection)\./

// An entry never changes: a new version of it is a new object.
const known = new WeakMap<Entry, boolean>()

/**
 * Does an entry say figures of prices and offers, or hang on them? Its answers are read with the ledger, and are stopped with
 * all answers about offers.
 */
export function speaksOfMoney(entry: Entry): boolean {
  const before = known.get(entry)
  if (before !== undefined) return before
  const found = entry.topic === MONEY_TOPIC || entry.needs === 'cart' || entry.answers.some(hangsOnMoney)
  known.set(entry, found)
  return found
}

function hangsOnMoney({ when, texts, textsEn }: Entry['answers'][number]): boolean {
  const facts = [...(when?.facts ?? []), ...(when?.notFacts ?? [])]
  if (facts.some((name) => MONEY_THINGS.test(name))) return true
  if (Object.keys(when?.policy ?? {}).some((key) => MONEY_POLICIES.has(key))) return true
  return [...texts, ...textsEn].some(
    (text) =>
      variablesIn(text).some(isMoneyVariable) ||
      offerFigures(text).length > 0 ||
      hardFigures(text).some(({ kind }) => kind === 'money'),
  )
}

const isMoneyVariable = (name: string): boolean =>
  MONEY_THINGS.test(name) || (name.startsWith('policy.') && MONEY_POLICIES.has(name.slice('policy.'.length)))
