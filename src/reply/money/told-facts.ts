import { type MemoryFact, type Quoted, toldBefore } from '../../dialogue/index.ts'
import { askAgain, type LedgerRow, type Told, toldOfOffer, toldOfQuote } from '../../offer/index.ts'
import type { Scene } from '../scene.ts'
import { moneyCase, quotedOf } from './money-case.ts'
import { rowOf } from './naming.ts'

/** After so long a figure without an end of its own is no promise any more: the product's page tells. */
const TOLD_MS = 24 * 3_600_000
const PRICES = new Set(['product.price', 'product.priceTo', 'sku.price', 'figure.price'])
/** Figures that stand for a row of the ledger as it is. */
const OF_ROWS = new Set(['coupon.list', 'figure.offer'])
const TOTALS = new Set(['quote', 'stack', 'topup', 'deposit', 'gift'])

export interface ToldSaying {
  readonly quoted: readonly Quoted[]
  /** Whether a card with the price goes with it. */
  readonly hasPriceCard: boolean
  readonly coupons: readonly LedgerRow[]
  readonly turnId: string
}

/** Figures of the ledger that this answer tells, one fact each, so that a change can find who was told otherwise. */
export function toldFacts(scene: Scene, said: ToldSaying): MemoryFact[] {
  const names = new Set(said.quoted.map(({ variable }) => variable))
  const figure = figureTold(scene, { names, hasPriceCard: said.hasPriceCard })
  // Without the sum it is the offers that were told: what they take off, or from where.
  const isOfRow = (name: string) => OF_ROWS.has(name) || (figure?.told.kind !== 'total' && isOfTotal(name))
  const named = said.quoted.filter(({ variable }) => isOfRow(variable)).map(({ sourceId }) => sourceId)
  const rows = new Set([...named.flatMap((id) => rowOf(id, scene) ?? []), ...said.coupons])
  const { now, offers } = scene.context
  const { version } = offers.ledger.now
  const facts = [...rows].map((row) =>
    factOf({ told: toldOfOffer(row, { version, at: now }), until: row.to, turnId: said.turnId }),
  )
  return figure ? [factOf({ ...figure, turnId: said.turnId }), ...facts] : facts
}

/**
 * The figure told before of the very same, where a change made it another: it is taken back before the new one is said. Whoever
 * only says where it goes, or takes a coupon, hears another figure too, and nothing was changed.
 */
export function toldOtherwise(facts: readonly MemoryFact[], { context }: Scene): number | null {
  for (const { key } of facts) {
    const before = toldBefore(context, key)
    if (!before || before.kind === 'offer') continue
    const again = askAgain(before, context.offers.ledger, context.now)
    if (!again.isTrue && again.fen !== before.fen) return before.fen
  }
  return null
}

const isOfTotal = (name: string): boolean => TOTALS.has(name.split('.')[0] ?? '') || name === 'coupon.usable'

/** Whether the words themselves name a sum or a price. */
export const namesFigure = (quoted: readonly Quoted[]): boolean =>
  quoted.some(({ variable }) => isOfTotal(variable) || PRICES.has(variable))

const saysSum = (name: string): boolean => name === 'quote.total' || name === 'quote.now'

interface Said {
  readonly names: ReadonlySet<string>
  readonly hasPriceCard: boolean
}

function figureTold(scene: Scene, { names, hasPriceCard }: Said): { told: Told; until: number } | null {
  const isTotal = [...names].some(saysSum)
  const isPrice = hasPriceCard || [...names].some((name) => PRICES.has(name))
  const found = moneyCase(scene)
  const quote = quotedOf(scene)
  if (!(isTotal || isPrice) || !found || !quote) return null
  const { cart, buyer, at } = found.question
  const kind = isTotal ? 'total' : 'price'
  const told = toldOfQuote({ kind, lines: cart.lines, buyer, quote, at })
  return { told, until: quote.validTo === null ? Number.POSITIVE_INFINITY : Date.parse(quote.validTo) }
}

function factOf({ told, until, turnId }: { told: Told; until: number; turnId: string }): MemoryFact {
  return {
    kind: 'told',
    key: keyOf(told),
    value: told,
    scope: 'shop',
    sourceTurn: turnId,
    recordedAt: told.at,
    expiresAt: Math.min(until, told.at + TOLD_MS),
  }
}

/** What is told anew of the same things, from the same entrance, takes the place of what was told before. */
function keyOf(told: Told): string {
  if (told.kind === 'offer') return `offer ${told.rows[0]?.offerId ?? ''}`
  const things = told.lines.map(({ skuId, quantity, entrance = '' }) => `${skuId}*${quantity}@${entrance}`)
  return `${told.kind} ${things.sort().join(' ')}`
}
