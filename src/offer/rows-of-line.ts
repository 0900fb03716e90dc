import type { LedgerRow } from './ledger-row.ts'
import { type Article, isInScope } from './scope-of-row.ts'

/** Where a row may be looked for; what is found there may still be out of scope. */
export interface LedgerPlaces {
  readonly bySku: ReadonlyMap<string, readonly LedgerRow[]>
  readonly byProduct: ReadonlyMap<string, readonly LedgerRow[]>
  readonly byCategory: ReadonlyMap<string, readonly LedgerRow[]>
  readonly byShop: ReadonlyMap<string, readonly LedgerRow[]>
  /** Rows of the platform for all goods, and rows whose scope cannot be read. */
  readonly everywhere: readonly LedgerRow[]
}

interface SeenLine {
  readonly line: Article
  readonly rows: readonly LedgerRow[]
}

/** What a ledger remembers of lines that it was asked about: it is of one version, so nothing of it can grow old. */
export interface LineRows {
  readonly places: LedgerPlaces
  readonly seen: Map<string, SeenLine>
  /** By the slot of a row: in which round it was met last, and as which of the rows that touch the cart. */
  readonly metIn: Uint32Array
  readonly metAs: Uint32Array
  round: number
}

/** Carts of a shop are about few of its articles; more than these are not remembered at once. */
const MOST_LINES = 20_000

export const createLineRows = (places: LedgerPlaces, slots: number): LineRows => ({
  places,
  seen: new Map(),
  metIn: new Uint32Array(slots),
  metAs: new Uint32Array(slots),
  round: 0,
})

/** The latest rows in whose scope a line is, each once; looked up by what the line is, not by walking the ledger. */
export function rowsOfLine(ledger: LineRows, line: Article): readonly LedgerRow[] {
  const before = ledger.seen.get(line.skuId)
  if (before !== undefined && isSameArticle(before.line, line)) return before.rows
  const rows = findRows(ledger.places, line)
  if (ledger.seen.size >= MOST_LINES) ledger.seen.clear()
  ledger.seen.set(line.skuId, { line: articleOf(line), rows })
  return rows
}

const articleOf = ({ skuId, productId, shopId, categoryIds }: Article): Article => ({
  skuId,
  productId,
  shopId,
  categoryIds: [...categoryIds],
})

function isSameArticle(one: Article, other: Article): boolean {
  if (one.productId !== other.productId || one.shopId !== other.shopId) return false
  const { categoryIds } = one
  if (categoryIds.length !== other.categoryIds.length) return false
  for (let index = 0; index < categoryIds.length; index++) {
    if (categoryIds[index] !== other.categoryIds[index]) return false
  }
  return true
}

function findRows({ bySku, byProduct, byCategory, byShop, everywhere }: LedgerPlaces, line: Article): LedgerRow[] {
  const found = new Set<LedgerRow>()
  const lists = [
    bySku.get(line.skuId),
    byProduct.get(line.productId),
    ...line.categoryIds.map((id) => byCategory.get(id)),
    byShop.get(line.shopId),
    everywhere,
  ]
  for (const rows of lists) for (const row of rows ?? []) if (isInScope(row, line)) found.add(row)
  return [...found]
}
