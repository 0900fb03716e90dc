import type { PlainRow, PlainCase } from './plain-case.ts'
import { total, inScope, fitsBuyer, type Priced } from './plain-prices.ts'

/** The fee of a shop; null: not known. */
export function feeOf(shop: string, rows: PlainRow[], { it, priced, remaining }: Cart) {
  const { region } = it.buyer
  const mine = priced.flatMap(({ line }, place) => (line.shopId === shop ? [place] : []))
  const freed = freedPlaces(shop, rows, { it, priced, remaining })
  const charged = mine.filter((place) => !freed.has(place))
  if (charged.length === 0) return 0
  const fees = rows.filter((row) => row.kind === 'shipping-fee' && row.owner === shop)
  if (region === undefined && fees.some((row) => row.regions?.some((name) => name !== '*'))) return null
  const row =
    fees.find((one) => region !== undefined && one.regions?.includes(region)) ??
    fees.find((one) => one.regions?.includes('*'))
  if (row?.fee === undefined) return null
  if (row.fee.flatFen !== undefined) return row.fee.flatFen
  const grams = weight(priced, charged)
  if (Number.isNaN(grams)) return null
  const { firstGram = 0, firstFen = 0, stepGram = 1, stepFen = 0 } = row.fee
  return firstFen + Math.ceil(Math.max(0, grams - firstGram) / stepGram) * stepFen
}

export function insuranceOf(shop: string, rows: PlainRow[], it: PlainCase): number {
  const mine = rows.filter((row) => {
    const isHere = it.cart.lines.some(
      (line) => inScope(row, line) && (row.entrance === undefined || row.entrance === line.entrance),
    )
    return row.kind === 'freight-insurance' && row.owner === shop && fitsBuyer(row, it.buyer) && isHere
  })
  if (mine.length === 0 || !it.cart.insurance || mine.some((row) => row.paidBy === 'seller')) return 0
  return Math.min(...mine.map((row) => row.feeFen ?? 0))
}

interface Cart {
  it: PlainCase
  priced: Priced[]
  remaining: number[]
}

function weight(priced: Priced[], places: number[]): number {
  const grams = places.map((place) => {
    const line = priced[place]?.line
    return line?.weightGram === undefined ? Number.NaN : line.weightGram * line.quantity
  })
  return total(grams)
}

function freedPlaces(shop: string, rows: PlainRow[], { it, priced, remaining }: Cart): Set<number> {
  const { region } = it.buyer
  const freed = new Set<number>()
  for (const row of rows.filter(
    (one) => one.kind === 'free-shipping' && one.owner === shop && fitsBuyer(one, it.buyer),
  )) {
    const covers = priced.flatMap(({ line }, place) =>
      inScope(row, line) && (row.entrance === undefined || row.entrance === line.entrance) ? [place] : [],
    )
    if ((row.regions || row.exceptRegions) && region === undefined) continue
    if (row.regions && !row.regions.includes(region ?? '')) continue
    if (row.exceptRegions?.includes(region ?? '')) continue
    if (row.maxGram !== undefined && !(weight(priced, covers) <= row.maxGram)) continue
    const worth = row.thresholdOn === 'remaining' ? remaining : priced.map((line) => line.goodsFen)
    const fen = total(covers.map((place) => worth[place] ?? 0))
    const qty = total(covers.map((place) => priced[place]?.line.quantity ?? 0))
    if (fen >= (row.minFen ?? 0) && qty >= (row.minQty ?? 0)) for (const place of covers) freed.add(place)
  }
  return freed
}
