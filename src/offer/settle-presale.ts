import { type LinePresale, byCode } from './checkout.ts'
import type { KnownLedger } from './compile-ledger.ts'
import { audienceOf, isInEffect } from './conditions.ts'
import type { LedgerRow } from './ledger-row.ts'
import type { CartLine, Deposit, Note, Question } from './quote-shape.ts'
import { touches } from './scope-of-row.ts'
import type { TouchedRow } from './touched-rows.ts'

export interface PresaleState {
  readonly errors: readonly Note[]
  /** Empty where no line is pre-sale. */
  readonly lines: readonly (LinePresale | null)[]
  readonly pricedAt: number
  /** Rows of paid deposits: their terms count for this buyer instead of the latest. */
  readonly kept: readonly LedgerRow[]
}

interface Situation {
  readonly question: Question
  readonly known: KnownLedger
  readonly errors: Note[]
  readonly running: ReadonlyMap<LedgerRow, readonly number[]>
}

/** Reference offers.md §8: which lines are pre-sale in which phase, and so at what moment the cart is priced. */
export function settlePresale(question: Question, known: KnownLedger, touched: readonly TouchedRow[]): PresaleState {
  if (isPlain(question, known, touched)) return { errors: [], lines: [], pricedAt: question.at, kept: [] }
  const errors: Note[] = known.conflicts
    .filter((pair) => pair.some((row) => touches(row, question.cart.lines)))
    .map(([row]) => ({ code: 'revision-conflict', ref: row.id }))
  const deposits = depositsOf(question)
  const kept = [...deposits.values()].flatMap((deposit) => keptRow(known, deposit) ?? [])
  const running = runningPresales({ question, touched, kept })
  const state = { question, known, errors, running }
  for (const row of running.keys()) if (row.fault !== null) errors.push({ code: row.fault, ref: row.id })
  const lines = question.cart.lines.map((line, place) =>
    presaleOf(state, { line, place, deposit: deposits.get(line.skuId) }),
  )
  const early = lines.flatMap((it) => (it !== null && it.phase !== 'balance' ? [it] : []))
  const first = early[0]
  if (first !== undefined && lines.some((it) => it?.row !== first.row || it.phase !== first.phase)) {
    errors.push({ code: 'presale-mixed', ref: early.map((it) => it.row.id).sort(byCode)[0] ?? null })
  }
  return { errors, lines, pricedAt: first?.row.balanceFrom ?? question.at, kept }
}

/** Most carts know nothing of pre-sale. */
function isPlain({ buyer }: Question, known: KnownLedger, touched: readonly TouchedRow[]): boolean {
  if (known.conflicts.length > 0 || (buyer.deposits?.length ?? 0) > 0) return false
  for (const { row } of touched) if (row.kind === 'presale') return false
  return true
}

function depositsOf({ buyer, cart }: Question): ReadonlyMap<string, Deposit> {
  const deposits = new Map<string, Deposit>()
  for (const deposit of buyer.deposits ?? []) {
    const isInCart = cart.lines.some((line) => line.skuId === deposit.skuId)
    if (isInCart && !deposits.has(deposit.skuId)) deposits.set(deposit.skuId, deposit)
  }
  return deposits
}

const keptRow = (known: KnownLedger, { entryId, seq }: Deposit): LedgerRow | undefined =>
  known.revisions.get(entryId)?.find((row) => row.seq === seq && row.kind === 'presale')

interface Running {
  readonly question: Question
  readonly touched: readonly TouchedRow[]
  readonly kept: readonly LedgerRow[]
}

function runningPresales({ question, touched, kept }: Running): ReadonlyMap<LedgerRow, readonly number[]> {
  const running = new Map<LedgerRow, readonly number[]>()
  const keptIds = new Set(kept.map((row) => row.id))
  for (const { row, places } of touched) {
    if (row.kind === 'presale' && !keptIds.has(row.id) && isInEffect(row, question.at)) running.set(row, places)
  }
  return running
}

interface Wanted {
  readonly line: CartLine
  readonly place: number
  readonly deposit: Deposit | undefined
}

function presaleOf(state: Situation, { line, place, deposit }: Wanted): LinePresale | null {
  const rows = [...state.running].flatMap(([row, places]) => (places.includes(place) ? [row] : []))
  const paid = deposit && keptRow(state.known, deposit)
  const isPaidRunning = paid !== undefined && isInEffect(paid, state.question.at)
  if (rows.length + (isPaidRunning ? 1 : 0) > 1) state.errors.push({ code: 'overlapping-presale', ref: line.skuId })
  if (deposit !== undefined) return paidPresale(state, { line, deposit, paid })
  const row = rows[0]
  if (row === undefined || row.fault !== null || audienceOf(row, state.question.buyer) !== 'fits') return null
  if (row.terms.entrance !== undefined && row.terms.entrance !== line.entrance) return null
  return { row, phase: 'deposit' }
}

interface Paid {
  readonly line: CartLine
  readonly deposit: Deposit
  readonly paid: LedgerRow | undefined
}

function paidPresale({ question, errors }: Situation, { line, deposit, paid }: Paid): LinePresale | null {
  const refuse = (code: string, ref: string): null => {
    errors.push({ code, ref })
    return null
  }
  if (paid === undefined) return refuse('unknown-revision', deposit.entryId)
  if (paid.fault !== null) return refuse(paid.fault, paid.id)
  if (deposit.quantity !== line.quantity) return refuse('deposit-mismatch', line.lineId)
  if (question.at >= paid.balanceTo) return refuse('balance-window-missed', paid.id)
  return { row: paid, phase: question.at < paid.balanceFrom ? 'waiting' : 'balance' }
}
