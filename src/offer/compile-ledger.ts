import { type LedgerRow, readLedgerRow } from './ledger-row.ts'
import { createLineRows, type LedgerPlaces, type LineRows } from './rows-of-line.ts'

/** A ledger read once and asked often. It belongs to one version: after a change compile anew. */
export interface CompiledLedger {
  readonly rows: readonly LedgerRow[]
  readonly now: KnownLedger
}

/** What was known at a moment: the latest row of every offer, and all known ones of it by `seq`, oldest first. */
export interface KnownLedger {
  readonly version: number
  readonly latest: readonly LedgerRow[]
  readonly revisions: ReadonlyMap<string, readonly LedgerRow[]>
  /** Pairs of rows that say two things under one number. */
  readonly conflicts: readonly (readonly [LedgerRow, LedgerRow])[]
  readonly places: LedgerPlaces
  readonly lineRows: LineRows
}

/** `entries` are rows as stored (JSON values): they are checked here, faults are kept with their row and told by the quote. */
export function compileLedger(entries: readonly unknown[]): CompiledLedger {
  const rows = entries.flatMap((entry, slot) => readLedgerRow(entry, slot) ?? [])
  return { rows, now: gather(rows) }
}

/** The ledger as it was known at `knownAt` (epoch ms); absent: all of it. */
export function knownLedger(ledger: CompiledLedger, knownAt: number | undefined): KnownLedger {
  if (knownAt === undefined) return ledger.now
  const known = ledger.rows.filter((row) => row.recordedAt <= knownAt)
  return known.length === ledger.rows.length ? ledger.now : gather(known)
}

function gather(rows: readonly LedgerRow[]): KnownLedger {
  const revisions = new Map<string, LedgerRow[]>()
  for (const row of rows) put(revisions, [row.id], row)
  for (const list of revisions.values()) list.sort((one, other) => one.seq - other.seq)
  const latest = [...revisions.values()].flatMap((list) => list.at(-1) ?? [])
  const places = placesOf(latest.filter((row) => !row.isWithdrawn))
  return {
    version: rows.reduce((greatest, row) => Math.max(greatest, row.seq), 0),
    latest,
    revisions,
    conflicts: [...revisions.values()].flatMap(conflictsOf),
    places,
    lineRows: createLineRows(
      places,
      rows.reduce((most, row) => Math.max(most, row.slot + 1), 0),
    ),
  }
}

const conflictsOf = (list: readonly LedgerRow[]): (readonly [LedgerRow, LedgerRow])[] =>
  list.flatMap((row, index) => {
    const next = list[index + 1]
    return next?.seq === row.seq ? [[row, next] as const] : []
  })

function placesOf(rows: readonly LedgerRow[]): LedgerPlaces {
  const bySku = new Map<string, LedgerRow[]>()
  const byProduct = new Map<string, LedgerRow[]>()
  const byCategory = new Map<string, LedgerRow[]>()
  const byShop = new Map<string, LedgerRow[]>()
  const everywhere: LedgerRow[] = []
  for (const row of rows) {
    const { scope, owner } = row
    if (scope === null) everywhere.push(row)
    else if (!(scope.skus || scope.products || scope.categories || scope.shops)) {
      if (owner === 'platform') everywhere.push(row)
      else if (owner !== null) put(byShop, [owner], row)
    } else {
      put(bySku, scope.skus, row)
      put(byProduct, scope.products, row)
      put(byCategory, scope.categories, row)
      put(byShop, scope.shops, row)
    }
  }
  return { bySku, byProduct, byCategory, byShop, everywhere }
}

function put(place: Map<string, LedgerRow[]>, keys: readonly string[] | undefined, row: LedgerRow): void {
  for (const key of keys ?? []) {
    const there = place.get(key)
    if (there === undefined) place.set(key, [row])
    else there.push(row)
  }
}
