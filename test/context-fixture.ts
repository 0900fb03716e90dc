import type { Candidate, Context, MemoryFact } from '../src/dialogue/index.ts'
import { compileLedger } from '../src/offer/index.ts'
import { createCartWords, createFocusWords } from '../src/language/index.ts'
import { lexicon } from '../src/knowledge/pack.ts'
import { entry as entrySchema } from '../src/knowledge/entry.ts'

export interface Known {
  /** Scenario id -> its kind. */
  readonly entries: Readonly<Record<string, 'question' | 'act' | 'talk'>>
  /** Text -> readings, best first. */
  readonly readings?: Readonly<Record<string, readonly Candidate[]>>
  readonly memory?: readonly MemoryFact[]
}

const { cart, focus } = lexicon.parse({})
const AT = 1_780_000_000_000

const SHOP: Context['shop'] = {
  shopId: 's',
  name: 's',
  currency: 'CNY',
  robotOn: true,
  version: 1,
  policies: {},
  hoursText: '',
  utcOffsetMinutes: 480,
  language: 'zh',
  assistantName: '',
  answerThreshold: 0.7,
  confirmThreshold: 0.4,
  focusMs: 0,
  handoffAfterMisses: 2,
  models: null,
}

const NO_OFFERS: Pick<Context, 'coupons' | 'offers'> = {
  coupons: [],
  offers: { ledger: compileLedger([]), version: 0, isStopped: false, exhausted: new Set() },
}

const NO_GOODS: Context['catalogue'] = {
  ...{ isEmpty: true, onShelf: [] },
  product: () => undefined,
  ofSku: () => undefined,
  mentioned: () => [],
  named: () => [],
}

/** A context without a shop behind it: a few scenarios, readings as given, nothing else known. */
export function contextOf({ entries, readings = {}, memory = [] }: Known): Context {
  const byId = new Map(
    Object.entries(entries).map(([entryId, kind]) => [
      entryId,
      entrySchema.parse({
        topic: entryId.split('.')[1] ?? '',
        entryId,
        kind,
        title: { zh: entryId },
        phrasings: ['x'],
        answers: [{ id: 'a', texts: ['ok'] }],
      }),
    ]),
  )
  return {
    now: AT,
    shop: SHOP,
    channel: { kind: 'http', profile: 'http' },
    buyer: { buyerId: 'b', name: null, customerId: null, groups: [], holds: [] },
    catalogue: NO_GOODS,
    knowledge: {
      version: 'k',
      entry: (entryId) => byId.get(entryId),
      match: (text, most) => (readings[text] ?? []).slice(0, most),
      attribute: () => undefined,
      attributeAsked: () => undefined,
      optionWords: new Map(),
      pieces: (text) => [text],
      measures: () => [],
      cart: createCartWords(cart),
      focus: createFocusWords(focus),
      emotionOf: () => ({ kind: 'neutral', confidence: 0 }),
      speech: (key) => [key],
    },
    documents: { near: () => [] },
    memory,
    ...{ ...NO_OFFERS, orders: [], room: null, agentsOnDuty: false, handling: 'robot' as const, validities: new Set() },
  }
}

export const reading = (entryId: string, confidence: number, score = 0.5): Candidate => ({
  entryId,
  confidence,
  score,
  phrasing: 'x',
})

export const fact = (kind: string, value: unknown): MemoryFact => ({
  kind,
  key: 'last',
  value,
  scope: 'shop',
  sourceTurn: null,
  recordedAt: AT,
  expiresAt: null,
})
