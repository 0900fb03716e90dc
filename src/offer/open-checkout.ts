import { type Checkout, type CheckoutLine, byCode } from './checkout.ts'
import { type KnownLedger, knownLedger } from './compile-ledger.ts'
import { isHeldAt } from './conditions.ts'
import { availabilityErrors, ledgerErrors } from './ledger-errors.ts'
import type { LedgerRow } from './ledger-row.ts'
import { priceLine } from './price-line.ts'
import type { Note, Question, Refused } from './quote-shape.ts'
import { type RowsInForce, rowsInForce, shopsOf } from './rows-in-force.ts'
import { type PresaleState, settlePresale } from './settle-presale.ts'
import { type TouchedRow, placesOf, touchedRows } from './touched-rows.ts'
import { touches } from './scope-of-row.ts'

/** Phases 1 to 4 of a quote (reference offers.md §4): everything before the first choice, or why there is no number. */
export function openCheckout(question: Question): Checkout | Refused {
  const isKnownBad = Number.isNaN(question.knownAt)
  const known = knownLedger(question.ledger, isKnownBad ? undefined : question.knownAt)
  const asked = inputErrors(question)
  if (asked.length > 0) return refuse(isKnownBad ? null : known.version, asked)
  const touched = touchedRows(known, question.cart.lines)
  const presale = settlePresale(question, known, touched)
  if (presale.errors.length > 0) return refuse(known.version, presale.errors)
  const holds = keptByHold({ question, known, pricedAt: presale.pricedAt })
  const rows = countingRows({ question, touched, kept: [...presale.kept, ...holds.rows] })
  const inForce = rowsInForce(rows, question, presale.pricedAt)
  const wrong = ledgerErrors({ question, presale, inForce })
  if (wrong.length + holds.errors.length > 0) return refuse(known.version, [...holds.errors, ...wrong])
  const missing = availabilityErrors({ question, presale, inForce })
  if (missing.length > 0) return refuse(known.version, missing)
  return settled({ question, known, presale, rows, inForce })
}

export const refuse = (version: number | null, errors: readonly Note[]): Refused => ({
  status: 'refused',
  version,
  errors: sortedNotes(errors),
})

/** Each note once, by code and then by what it is about. */
export function sortedNotes(notes: readonly Note[]): Note[] {
  const seen = new Map(notes.map((note) => [`${note.code}\n${note.ref ?? ''}`, note]))
  return [...seen.values()].sort((one, other) => byCode(one.code, other.code) || byCode(one.ref ?? '', other.ref ?? ''))
}

function inputErrors({ at, knownAt, cart }: Question): Note[] {
  const errors: Note[] = []
  if (Number.isNaN(at)) errors.push({ code: 'bad-instant', ref: 'at' })
  if (Number.isNaN(knownAt)) errors.push({ code: 'bad-instant', ref: 'knownAt' })
  if (cart.lines.length === 0) errors.push({ code: 'empty-cart', ref: null })
  const ids = new Set<string>()
  const skus = new Set<string>()
  for (const { lineId, skuId, quantity } of cart.lines) {
    if (!Number.isInteger(quantity) || quantity < 1 || quantity > 9999)
      errors.push({ code: 'bad-quantity', ref: lineId })
    if (ids.has(lineId) || skus.has(skuId)) errors.push({ code: 'duplicate-line', ref: lineId })
    ids.add(lineId)
    skus.add(skuId)
  }
  return errors
}

interface Holding {
  readonly question: Question
  readonly known: KnownLedger
  readonly pricedAt: number
}

const NOTHING_KEPT = { rows: [], errors: [] }

function keptByHold({ question, known, pricedAt }: Holding): {
  readonly rows: readonly LedgerRow[]
  readonly errors: readonly Note[]
} {
  const { holds } = question.buyer
  if (holds === undefined || !holds.some((hold) => hold.seq !== undefined)) return NOTHING_KEPT
  const rows = new Map<string, LedgerRow>()
  const errors: Note[] = []
  for (const hold of holds) {
    if (hold.seq === undefined || rows.has(hold.entryId) || !isHeldAt(hold, pricedAt)) continue
    const row = known.revisions.get(hold.entryId)?.find((it) => it.seq === hold.seq && !it.isWithdrawn)
    if (row === undefined) errors.push({ code: 'unknown-revision', ref: hold.entryId })
    else rows.set(hold.entryId, row)
  }
  return { rows: [...rows.values()], errors }
}

interface Counting {
  readonly question: Question
  readonly touched: readonly TouchedRow[]
  readonly kept: readonly LedgerRow[]
}

/** The rows that count for this buyer: the latest, with kept terms in the place of those that they keep off. */
function countingRows({ question, touched, kept }: Counting): readonly TouchedRow[] {
  if (kept.length === 0) return touched
  const keptIds = new Set(kept.map((row) => row.id))
  const rows = touched.filter(({ row }) => !keptIds.has(row.id))
  for (const row of new Set(kept)) {
    if (touches(row, question.cart.lines)) rows.push({ row, places: placesOf(row, question.cart.lines) })
  }
  return rows
}

interface Settled {
  readonly question: Question
  readonly known: KnownLedger
  readonly presale: PresaleState
  readonly rows: readonly TouchedRow[]
  readonly inForce: RowsInForce
}

function settled({ question, known, presale, rows, inForce }: Settled): Checkout {
  const { pricedAt } = presale
  const lines: CheckoutLine[] = []
  for (let place = 0; place < question.cart.lines.length; place++) {
    const line = question.cart.lines[place]
    if (line === undefined) continue
    const own = inForce.pricing[place] ?? []
    lines.push(priceLine({ line, presale: presale.lines[place] ?? null, rows: own }, question, pricedAt))
  }
  return { question, known, pricedAt, rows, lines, shops: shopsOf(question.cart.lines) }
}
