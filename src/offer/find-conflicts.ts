import { CHOICE_KINDS } from './entry-parts.ts'
import type { KnownLedger } from './compile-ledger.ts'
import type { LedgerRow } from './ledger-row.ts'
import { clashOf, type ConflictReason } from './clash-of-offers.ts'

/** What the shop sells, as a scope sees it. */
export interface Goods {
  readonly skuId: string
  readonly productId: string
  readonly shopId: string
  readonly categoryIds: readonly string[]
}

/**
 * Two offers that a buyer cannot have both, or a row that nobody can count with. `contradiction`: a quote refuses until a
 * person decides. `overlap`: the rules decide, `winner` says for whom. `room-daily`: an overlap of a room and the shop.
 */
export interface OfferConflict {
  readonly kind: 'contradiction' | 'overlap' | 'room-daily'
  readonly ids: readonly string[]
  readonly reason: ConflictReason
  /** Null: nobody, or it hangs on the cart. */
  readonly winner: string | null
  /** The goods value at which the two were compared, where the winner hangs on it. */
  readonly comparedAtFen: number | null
  /** When both hold, epoch ms; null = open. */
  readonly from: number | null
  readonly to: number | null
  readonly skuIds: readonly string[]
  readonly skuCount: number
}

const MOST_SKUS = 20
const LATER_KINDS: ReadonlySet<string> = new Set(CHOICE_KINDS)

/** All of them, from `at` on, contradictions first. Pure; looks only at rows that share an article. */
export function findConflicts(ledger: KnownLedger, goods: readonly Goods[], at: number): OfferConflict[] {
  const faulty = ledger.latest.flatMap((row) => (row.isWithdrawn || row.to <= at ? [] : faultOf(row)))
  const found = new Map<string, OfferConflict & { skuIds: string[]; skuCount: number }>()
  const meet = (one: LedgerRow, other: LedgerRow, skuId: string | null) => {
    const key = JSON.stringify([one.id, other.id])
    const known = found.get(key)
    const conflict = known ?? conflictOf(one, other, at)
    if (!conflict) return
    const skuIds =
      skuId === null || conflict.skuIds.length >= MOST_SKUS ? [...conflict.skuIds] : [...conflict.skuIds, skuId]
    found.set(key, { ...conflict, skuIds, skuCount: conflict.skuCount + (skuId === null ? 0 : 1) })
  }
  for (const article of withNamed(ledger, goods))
    for (const [one, other] of pairs(rowsFor(ledger, article, at))) meet(one, other, article.skuId)
  const fees = ledger.latest.filter((row) => row.kind === 'shipping-fee' && isUsable(row, at))
  for (const [one, other] of pairs(fees)) if (shareRegion(one, other)) meet(one, other, null)
  return [...faulty, ...found.values()].toSorted((one, other) => rank(one) - rank(other) || compare(one, other))
}

const rank = ({ kind }: OfferConflict): number => ['contradiction', 'room-daily', 'overlap'].indexOf(kind)

const compare = (one: OfferConflict, other: OfferConflict): number => {
  const [a, b] = [one.ids.join('\n'), other.ids.join('\n')]
  return a === b ? 0 : a < b ? -1 : 1
}

const faultOf = (row: LedgerRow): OfferConflict[] =>
  row.fault === null
    ? []
    : [{ ...NOBODY, kind: 'contradiction', ids: [row.id], reason: row.fault, ...openWindow(row.from, row.to) }]

const NOBODY = { winner: null, comparedAtFen: null, skuIds: [], skuCount: 0 } as const

const openWindow = (from: number, to: number) => ({
  from: Number.isFinite(from) ? from : null,
  to: Number.isFinite(to) ? to : null,
})

const isUsable = (row: LedgerRow, at: number): boolean => !row.isWithdrawn && row.fault === null && row.to > at

// Rows may name articles that the mirror does not know yet: two of them on one such article contradict each other all the same.
function withNamed(ledger: KnownLedger, goods: readonly Goods[]): Goods[] {
  const known = new Set(goods.map(({ skuId }) => skuId))
  const named = [...ledger.places.bySku].filter(([skuId]) => !known.has(skuId))
  return [
    ...goods,
    ...named.map(([skuId, rows]) => ({ skuId, productId: '', shopId: rows[0]?.owner ?? '', categoryIds: [] })),
  ]
}

function rowsFor({ places }: KnownLedger, goods: Goods, at: number): LedgerRow[] {
  const near = [
    ...(places.bySku.get(goods.skuId) ?? []),
    ...(places.byProduct.get(goods.productId) ?? []),
    ...goods.categoryIds.flatMap((id) => places.byCategory.get(id) ?? []),
    ...(places.byShop.get(goods.shopId) ?? []),
    ...places.everywhere,
  ]
  const rows = [...new Set(near)].filter(
    (row) => row.kind !== 'shipping-fee' && isUsable(row, at) && !isExcepted(row, goods),
  )
  return rows.toSorted((one, other) => (one.id < other.id ? -1 : 1))
}

const isExcepted = ({ scope }: LedgerRow, goods: Goods): boolean =>
  (scope?.exceptSkus ?? []).includes(goods.skuId) ||
  (scope?.exceptProducts ?? []).includes(goods.productId) ||
  (scope?.exceptCategories ?? []).some((id) => goods.categoryIds.includes(id))

const pairs = (rows: readonly LedgerRow[]): (readonly [LedgerRow, LedgerRow])[] =>
  rows.flatMap((one, index) => rows.slice(index + 1).map((other) => [one, other] as const))

const shareRegion = (one: LedgerRow, other: LedgerRow): boolean =>
  one.owner === other.owner && (one.terms.regions ?? []).some((region) => other.terms.regions?.includes(region))

function conflictOf(one: LedgerRow, other: LedgerRow, at: number): OfferConflict | null {
  const [from, to] = [Math.max(one.from, other.from), Math.min(one.to, other.to)]
  const [roomOf, otherRoom] = [one.terms.entrance, other.terms.entrance]
  const isApart = roomOf !== undefined && otherRoom !== undefined && roomOf !== otherRoom
  if (from >= to || to <= at || isApart || !shareHours(one, other)) return null
  const clash = clashOf(one, other)
  if (!clash) return null
  const isRoom = (roomOf === undefined) !== (otherRoom === undefined)
  const isLater = LATER_KINDS.has(one.kind) || LATER_KINDS.has(other.kind) || clash.reason === 'lowest-price'
  const kind = !isLater ? 'contradiction' : isRoom ? 'room-daily' : 'overlap'
  return { ...NOBODY, kind, ids: [one.id, other.id], ...clash, ...openWindow(from, to) }
}

const DAY_MS = 86_400_000

function shareHours(one: LedgerRow, other: LedgerRow): boolean {
  const spans = (row: LedgerRow): (readonly [number, number])[] => {
    if (row.dailyFromMs < 0) return [[0, DAY_MS]]
    if (row.dailyFromMs < row.dailyToMs) return [[row.dailyFromMs, row.dailyToMs]]
    return [
      [row.dailyFromMs, DAY_MS],
      [0, row.dailyToMs],
    ]
  }
  return spans(one).some(([from, to]) => spans(other).some(([start, end]) => Math.max(from, start) < Math.min(to, end)))
}
