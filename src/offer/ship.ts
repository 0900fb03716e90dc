import { type Checkout, byCode } from './checkout.ts'
import { feeRowElsewhere, feeRowFor, listsRegions } from './fee-row.ts'
import { placesInRoom, reasonOfMoment } from './find-offers.ts'
import { feeRowsOf } from './ledger-errors.ts'
import type { LedgerRow } from './ledger-row.ts'
import { isInEffect } from './conditions.ts'
import type { TouchedRow } from './touched-rows.ts'

/** A `free-shipping` row in a shop: `reason` is what keeps it off whatever is bought; else its threshold decides. */
export interface FreeShipping {
  readonly row: LedgerRow
  readonly covers: readonly number[]
  readonly reason: string | null
}

/** What a shop's shipping depends on, before it is known what the goods cost in the end. */
export interface ShopShipping {
  readonly shopId: string
  readonly places: readonly number[]
  readonly free: readonly FreeShipping[]
  readonly feeRows: readonly LedgerRow[]
  /** Does the fee depend on what is left to pay? */
  readonly isOpen: boolean
}

export interface ShopFee {
  readonly shopId: string
  readonly row: LedgerRow | null
  readonly freeBy: readonly LedgerRow[]
  readonly weightGram: number | null
  /** Null: not known, `problem` says why. */
  readonly feeFen: number | null
  readonly problem: string | null
}

/** One entry for each shop of the cart, in its order. */
export function findShipping(checkout: Checkout): ShopShipping[] {
  const { lines, rows, pricedAt, shops } = checkout
  const fees: LedgerRow[] = []
  for (const { row } of rows) if (row.kind === 'shipping-fee' && isInEffect(row, pricedAt)) fees.push(row)
  return shops.map((shopId) => {
    const places: number[] = []
    for (let place = 0; place < lines.length; place++) if (lines[place]?.line.shopId === shopId) places.push(place)
    const free: FreeShipping[] = []
    let isOpen = false
    for (const touched of rows) {
      const { row } = touched
      if (row.kind !== 'free-shipping' || row.fault !== null || row.owner !== shopId) continue
      const it = freeShippingOf(checkout, touched)
      free.push(it)
      isOpen ||= it.reason === null && row.terms.thresholdOn === 'remaining'
    }
    return { shopId, places, free, feeRows: feeRowsOf(fees, shopId), isOpen }
  })
}

function freeShippingOf(checkout: Checkout, touched: TouchedRow): FreeShipping {
  const { row } = touched
  const covers = placesInRoom(checkout, touched)
  const reason =
    reasonOfMoment(checkout, row) ??
    (covers.length === 0 ? 'entrance' : null) ??
    regionReason(row, checkout.question.buyer.region ?? null) ??
    weightReason(checkout, row, covers)
  return { row, covers, reason }
}

function regionReason({ terms }: LedgerRow, region: string | null): string | null {
  if (terms.regions === undefined && terms.exceptRegions === undefined) return null
  if (region === null) return 'region-unknown'
  const isIn = terms.regions === undefined || terms.regions.includes(region)
  return isIn && !terms.exceptRegions?.includes(region) ? null : 'region'
}

function weightReason(checkout: Checkout, { terms }: LedgerRow, covers: readonly number[]): string | null {
  if (terms.maxGram === undefined) return null
  const gram = weightOf(checkout, covers)
  if (gram === null) return 'weight-unknown'
  return gram <= terms.maxGram ? null : 'overweight'
}

function weightOf({ lines }: Checkout, places: readonly number[]): number | null {
  let gram = 0
  for (const place of places) {
    const line = lines[place]?.line
    if (line?.weightGram === undefined) return null
    gram += line.weightGram * line.quantity
  }
  return gram
}

/** What goods count for a threshold of free shipping: `missing` is empty where it is reached. */
export function missingForFree(
  { row, covers }: FreeShipping,
  { lines }: Checkout,
  remaining: readonly number[],
): { readonly missingFen: number; readonly missingQty: number } {
  const isOnRemaining = row.terms.thresholdOn === 'remaining'
  let fen = 0
  let quantity = 0
  for (const place of covers) {
    fen += (isOnRemaining ? remaining[place] : lines[place]?.goodsFen) ?? 0
    quantity += lines[place]?.line.quantity ?? 0
  }
  const { minFen = 0, minQty = 0 } = row.terms
  return { missingFen: Math.max(0, minFen - fen), missingQty: Math.max(0, minQty - quantity) }
}

/** Layer 9 of one shop, reference offers.md §7; `remaining` are the fen of each line after layer 8. */
export function feeOf(shop: ShopShipping, checkout: Checkout, remaining: readonly number[]): ShopFee {
  const { shopId } = shop
  const freeBy: LedgerRow[] = []
  let charged: readonly number[] = shop.places
  let lacksWeight = false
  for (const free of shop.free) {
    lacksWeight ||= free.reason === 'weight-unknown'
    if (free.reason !== null || !isReached(free, checkout, remaining)) continue
    freeBy.push(free.row)
    charged = charged.filter((place) => !free.covers.includes(place))
  }
  if (freeBy.length > 1) freeBy.sort((one, other) => byCode(one.id, other.id))
  if (charged.length === 0) return { shopId, row: null, freeBy, weightGram: null, feeFen: 0, problem: null }
  const { row, weightGram, feeFen, problem } = chargedFee(shop, checkout, charged)
  return { shopId, row, freeBy, weightGram, feeFen, problem: problem ?? (lacksWeight ? 'weight-unknown' : null) }
}

function isReached(free: FreeShipping, checkout: Checkout, remaining: readonly number[]): boolean {
  const { missingFen, missingQty } = missingForFree(free, checkout, remaining)
  return missingFen === 0 && missingQty === 0
}

type Charged = Pick<ShopFee, 'row' | 'weightGram' | 'feeFen' | 'problem'>
const unknown = (problem: string, row: LedgerRow | null = null): Charged => ({
  row,
  weightGram: null,
  feeFen: null,
  problem,
})

function chargedFee({ feeRows }: ShopShipping, checkout: Checkout, charged: readonly number[]): Charged {
  const region = checkout.question.buyer.region ?? null
  if (region === null && feeRows.some(listsRegions)) return unknown('region-unknown')
  const row = region === null ? feeRowElsewhere(feeRows) : feeRowFor(feeRows, region)
  const fee = row?.terms.fee
  if (row === undefined || fee === undefined) return unknown('shipping-unknown')
  if (fee.flatFen !== undefined) return { row, weightGram: null, feeFen: fee.flatFen, problem: null }
  const weightGram = weightOf(checkout, charged)
  if (weightGram === null) return unknown('weight-unknown', row)
  const { firstGram = 0, firstFen = 0, stepGram = 1, stepFen = 0 } = fee
  const steps = Math.ceil(Math.max(0, weightGram - firstGram) / stepGram)
  return { row, weightGram, feeFen: firstFen + steps * stepFen, problem: null }
}
