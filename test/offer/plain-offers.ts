import type { PlainRow, PlainTier, PlainCase } from './plain-case.ts'
import { ORDER, pay, total, splitFen, inScope, fitsBuyer, unitsLeft, type Priced } from './plain-prices.ts'

export interface Candidate {
  row: PlainRow
  covers: number[]
}

export function candidatesOf(rows: PlainRow[], priced: Priced[], it: PlainCase): Candidate[] {
  const found: Candidate[] = []
  for (const row of rows) {
    if (!ORDER.includes(row.kind) || !fitsBuyer(row, it.buyer)) continue
    const covers = priced.flatMap(({ line, notWith }, place) => {
      const isFrom = row.entrance === undefined || row.entrance === line.entrance
      return inScope(row, line) && isFrom && !notWith.includes(row.kind) ? [place] : []
    })
    const isHeld = it.buyer.holds?.some((hold) => hold.entryId === row.id) ?? false
    if (/coupon|red-packet/.test(row.kind) && !isHeld) continue
    if (row.kind === 'points' && !it.cart.usePoints) continue
    const smallest = Math.min(...[...(row.tiers ?? []), row.every].map((tier) => tier?.gift?.quantity ?? 1e9))
    if (covers.length === 0 || unitsLeft(row, it) < (row.kind === 'gift' ? smallest : 1)) continue
    if ((row.limits?.perBuyer ?? 1e9) - (it.buyer.used?.[row.id] ?? 0) <= 0) continue
    const fen = total(covers.map((place) => priced[place]?.goodsFen ?? 0))
    const qty = total(covers.map((place) => priced[place]?.line.quantity ?? 0))
    if (reaches(row, fen, qty)) found.push({ row, covers })
  }
  return found
}

export function reaches(row: PlainRow, fen: number, qty: number): boolean {
  if (row.pieces) return qty >= (row.pieces[0]?.n ?? 0)
  if (row.every?.stepQty) return qty >= row.every.stepQty
  if (row.every?.stepFen) return fen >= row.every.stepFen
  const lowest = row.tiers?.[0]
  return lowest === undefined || (fen >= (lowest.minFen ?? 0) && qty >= (lowest.minQty ?? 0))
}

export function clash(one: Candidate, other: Candidate): boolean {
  if (!one.covers.some((place) => other.covers.includes(place))) return false
  if (one.row.kind === other.row.kind) return true
  if (one.row.exclusive?.some((name) => other.row.exclusive?.includes(name))) return true
  return Boolean(one.row.notWith?.includes(other.row.kind) || other.row.notWith?.includes(one.row.kind))
}

export interface Outcome {
  set: Candidate[]
  remaining: number[]
  pointsUsed: number
  gifts: { sourceId: string; skuId: string; quantity: number; valueFen: number }[]
}

/** Uses a set, one offer after the other from what is left. */
export function use(set: Candidate[], priced: Priced[], it: PlainCase): Outcome {
  const remaining = priced.map((line) => line.goodsFen)
  const outcome: Outcome = { set, remaining, pointsUsed: 0, gifts: [] }
  for (const { row, covers } of set) {
    const of = (list: number[]) => covers.map((place) => list[place] ?? 0)
    const open = total(of(remaining))
    const price = total(of(priced.map((line) => line.goodsFen)))
    const qty = total(of(priced.map((line) => line.line.quantity)))
    const worth = row.thresholdOn === 'remaining' ? open : price
    let off = 0
    if (row.kind === 'nth-piece')
      off = offOfPieces(
        row,
        covers.flatMap((place) => priced[place]?.units ?? []),
      )
    else if (row.kind === 'points') {
      const most = Number((BigInt(open) * BigInt(row.maxBp ?? 0)) / 10000n)
      off = Math.min(Math.floor((it.buyer.points ?? 0) / (row.pointsPerFen ?? 1)), most)
    } else if (row.kind === 'gift') outcome.gifts.push(...giftsOf(row, { price, qty, left: stockLeft(row, it) }))
    else if (row.every) {
      off = Math.floor(worth / (row.every.stepFen ?? 1)) * (row.every.offFen ?? 0)
      off = Math.min(off, row.every.maxFen ?? off)
    } else off = offOfTier(row.tiers ?? [], { worth, qty, open })
    off = Math.min(off, open)
    if (row.kind === 'points') outcome.pointsUsed += off * (row.pointsPerFen ?? 1)
    const shares = splitFen(off, of(remaining))
    covers.forEach((place, index) => {
      remaining[place] = (remaining[place] ?? 0) - (shares[index] ?? 0)
    })
  }
  return outcome
}

export const stockLeft = (row: PlainRow, it: PlainCase) =>
  (row.limits?.stock ?? Number.POSITIVE_INFINITY) - (it.ledger.taken?.[row.id] ?? 0)

export const lastReached = (tiers: PlainTier[], fen: number, qty: number) =>
  tiers.filter((tier) => fen >= (tier.minFen ?? 0) && qty >= (tier.minQty ?? 0)).at(-1)

export function offOfTier(
  tiers: PlainTier[],
  { worth, qty, open }: { worth: number; qty: number; open: number },
): number {
  const tier = lastReached(tiers, worth, qty)
  if (tier === undefined) return 0
  if (tier.offFen !== undefined) return tier.offFen
  const off = open - pay(open, tier.payBp ?? 0)
  return Math.min(off, tier.maxFen ?? off)
}

export function offOfPieces(row: PlainRow, units: number[]): number {
  const block = row.pieces?.at(-1)?.n ?? 1
  const dearest = [...units].sort((one, other) => other - one)
  return total(
    dearest.map((unit, index) => {
      if (!row.repeat && index >= block) return 0
      const rule = row.pieces?.find((it) => it.n === (index % block) + 1)
      return rule ? unit - pay(unit, rule.payBp) : 0
    }),
  )
}

export function giftsOf(
  row: PlainRow,
  { price, qty, left }: { price: number; qty: number; left: number },
): Outcome['gifts'] {
  const { every } = row
  const gift = every?.gift ?? lastReached(row.tiers ?? [], price, qty)?.gift
  if (gift === undefined) return []
  const earned = every ? Math.floor(every.stepQty ? qty / every.stepQty : price / (every.stepFen ?? 1)) : 1
  const sets = Math.min(earned, every?.maxTimes ?? earned, Math.floor(left / gift.quantity))
  return sets > 0 ? [{ ...gift, sourceId: row.id, quantity: sets * gift.quantity }] : []
}
