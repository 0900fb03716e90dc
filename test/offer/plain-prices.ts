import type { PlainRow, PlainLine, PlainCase } from './plain-case.ts'

export const ORDER =
  'nth-piece gift shop-reduction product-coupon shop-coupon cross-shop category-coupon platform-coupon shop-red-packet red-packet points'.split(
    ' ',
  )
export const PRICES = ['sku-price', 'discount', 'drop', 'member-price', 'time-price']

export const pay = (fen: number, bp: number) => Number((BigInt(fen) * BigInt(bp) + 5000n) / 10000n)
export const total = (list: number[]) => list.reduce((sum, it) => sum + it, 0)
export const text = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0)

export function splitFen(fen: number, weights: number[]): number[] {
  const sum = BigInt(total(weights))
  if (sum === 0n) return weights.map(() => 0)
  const exact = weights.map((weight, line) => {
    const product = BigInt(fen) * BigInt(weight)
    return { line, floor: Number(product / sum), rest: product % sum }
  })
  const left = fen - total(exact.map((it) => it.floor))
  const lucky = [...exact]
    .sort((one, other) => (one.rest === other.rest ? one.line - other.line : one.rest > other.rest ? -1 : 1))
    .slice(0, left)
    .map((it) => it.line)
  return exact.map((it) => it.floor + (lucky.includes(it.line) ? 1 : 0))
}

export function inScope(row: PlainRow, line: PlainLine): boolean {
  if (row.owner !== 'platform' && row.owner !== line.shopId) return false
  const scope = row.scope ?? {}
  if (scope.exceptSkus?.includes(line.skuId) || scope.exceptProducts?.includes(line.productId)) return false
  if (line.categoryIds.some((id) => scope.exceptCategories?.includes(id))) return false
  const lists = [scope.skus, scope.products, scope.categories, scope.shops]
  if (lists.every((list) => list === undefined)) return true
  return Boolean(
    scope.skus?.includes(line.skuId) ||
      scope.products?.includes(line.productId) ||
      scope.shops?.includes(line.shopId) ||
      line.categoryIds.some((id) => scope.categories?.includes(id)),
  )
}

export function isOpenNow(row: PlainRow, at: number): boolean {
  if (at < Date.parse(row.validFrom)) return false
  if (row.validTo !== null && at >= Date.parse(row.validTo)) return false
  if (row.daily === undefined) return true
  const clock = new Date(at + 8 * 3600_000).toISOString().slice(11, 23)
  const from = `${row.daily.from}:00.000`
  const to = `${row.daily.to}:00.000`
  return from < to ? from <= clock && clock < to : clock >= from || clock < to
}

export function fitsBuyer(row: PlainRow, buyer: PlainCase['buyer']): boolean {
  const { audience } = row
  if (audience === undefined) return true
  if (audience.newBuyer && buyer.newBuyer?.[row.owner] !== true) return false
  if (audience.members && !audience.members.includes(buyer.member?.[row.owner] ?? ' nobody')) return false
  if (audience.segments && !audience.segments.some((it) => buyer.segments?.includes(it))) return false
  if (audience.notSegments) {
    if (buyer.segments === undefined) return false
    if (audience.notSegments.some((it) => buyer.segments?.includes(it))) return false
  }
  return true
}

export const unitsLeft = (row: PlainRow, { buyer, ledger }: PlainCase) =>
  Math.min(
    (row.limits?.perBuyer ?? Number.POSITIVE_INFINITY) - (buyer.used?.[row.id] ?? 0),
    (row.limits?.stock ?? Number.POSITIVE_INFINITY) - (ledger.taken?.[row.id] ?? 0),
  )

/** The rows that are in effect: the latest of each id, in their window, hours included. */
export function rowsNow({ ledger, at }: PlainCase): PlainRow[] {
  const latest = ledger.entries.filter((row) =>
    ledger.entries.every((other) => other.id !== row.id || other.seq <= row.seq),
  )
  return latest.filter((row) => isOpenNow(row, Date.parse(at)))
}

export interface Priced {
  line: PlainLine
  goodsFen: number
  units: number[]
  notWith: string[]
}

/** Every piece gets the lowest price that still has a unit. */
export function priceOf(line: PlainLine, rows: PlainRow[], it: PlainCase): Priced {
  const own = rows.find((row) => row.kind === 'sku-price' && inScope(row, line))
  if (own?.priceFen === undefined) throw new Error(`no price of ${line.skuId}`)
  const sku = own.priceFen
  const offers = rows
    .filter((row) => PRICES.includes(row.kind) && inScope(row, line) && fitsBuyer(row, it.buyer))
    .filter((row) => row.entrance === undefined || row.entrance === line.entrance)
    .map((row) => ({
      row,
      unit: row.kind === 'drop' ? sku - (row.offFen ?? 0) : (row.priceFen ?? pay(sku, row.payBp ?? 0)),
    }))
    .sort(
      (one, other) =>
        one.unit - other.unit ||
        PRICES.indexOf(one.row.kind) - PRICES.indexOf(other.row.kind) ||
        text(one.row.id, other.row.id),
    )
  const units: number[] = []
  const notWith: string[] = []
  for (const { row, unit } of offers) {
    for (let left = unitsLeft(row, it); left > 0 && units.length < line.quantity; left--) {
      units.push(unit)
      notWith.push(...(row.notWith ?? []))
    }
  }
  return { line, goodsFen: total(units), units, notWith }
}
