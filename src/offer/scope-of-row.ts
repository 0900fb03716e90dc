import { PLATFORM } from './entry.ts'
import type { LedgerRow } from './ledger-row.ts'

/** What of a line a scope sees. */
export interface Article {
  readonly skuId: string
  readonly productId: string
  readonly shopId: string
  readonly categoryIds: readonly string[]
}

/** Is the line among the goods that a row is about? A row whose scope cannot be read is about none: `touches` asks for that. */
export function isInScope(row: LedgerRow, line: Article): boolean {
  const { scope, owner } = row
  if (scope === null || (owner !== PLATFORM && owner !== line.shopId)) return false
  if (scope.exceptSkus?.includes(line.skuId) || scope.exceptProducts?.includes(line.productId)) return false
  if (scope.exceptCategories && line.categoryIds.some((id) => scope.exceptCategories?.includes(id))) return false
  if (!(scope.skus || scope.products || scope.categories || scope.shops)) return true
  return (
    scope.skus?.includes(line.skuId) === true ||
    scope.products?.includes(line.productId) === true ||
    scope.shops?.includes(line.shopId) === true ||
    (scope.categories !== undefined && line.categoryIds.some((id) => scope.categories?.includes(id)))
  )
}

export function touches(row: LedgerRow, lines: readonly Article[]): boolean {
  if (row.isWithdrawn) return false
  if (row.scope !== null) return lines.some((line) => isInScope(row, line))
  return row.owner === null || row.owner === PLATFORM || lines.some((line) => line.shopId === row.owner)
}
