import { toIso } from '../kernel/clock.ts'
import type { Checkout, CheckoutLine } from './checkout.ts'
import type { Insurance } from './insure.ts'
import type { Step } from './quote-shape.ts'
import type { ShopFee } from './ship.ts'
import type { Used } from './use-offers.ts'

export interface Reckoning {
  readonly checkout: Checkout
  readonly used: readonly Used[]
  readonly remaining: readonly number[]
  readonly fees: readonly ShopFee[]
  readonly insurances: readonly Insurance[]
}

/** Every fen with the row that caused it, in the order of the layers: reference offers.md §9. */
export function tellSteps({ checkout, used, fees, insurances }: Reckoning): Step[] {
  const steps: Step[] = []
  for (const line of checkout.lines) tellPieces(line, steps)
  for (const it of used) steps.push(it.offer.row.kind === 'gift' ? giftStep(it) : reductionStep(checkout, it))
  for (const fee of fees) {
    steps.push(feeStep(fee))
    const insurance = insurances.find((it) => it.shopId === fee.shopId)
    if (insurance !== undefined) steps.push(insuranceStep(insurance))
  }
  for (const line of checkout.lines) tellPresale(line, steps)
  return steps
}

function tellPieces({ line, pieces }: CheckoutLine, steps: Step[]): void {
  for (const { row, quantity, unitFen } of pieces) {
    steps.push({
      layer: 1,
      kind: row.kind,
      sourceId: row.id,
      seq: row.seq,
      lineId: line.lineId,
      quantity,
      unitFen,
      amountFen: quantity * unitFen,
    })
  }
}

function giftStep({ offer, thresholdFen, gift, sets }: Used): Step {
  return {
    layer: offer.layer,
    kind: offer.row.kind,
    sourceId: offer.row.id,
    seq: offer.row.seq,
    baseFen: thresholdFen,
    baseQty: offer.thresholdQty,
    skuId: gift?.skuId ?? '',
    quantity: sets * (gift?.quantity ?? 0),
  }
}

function reductionStep({ lines }: Checkout, it: Used): Step {
  const { offer, shares } = it
  const split: Record<string, number> = {}
  for (let index = 0; index < shares.length; index++) {
    const fen = shares[index] ?? 0
    const line = lines[offer.covers[index] ?? 0]?.line
    if (fen > 0 && line !== undefined) split[line.lineId] = fen
  }
  const { row } = offer
  const step = {
    layer: offer.layer,
    kind: row.kind,
    sourceId: row.id,
    seq: row.seq,
    baseFen: it.thresholdFen,
    baseQty: offer.thresholdQty,
    openFen: it.openFen,
    nominalFen: it.nominalFen,
    reductionFen: it.reductionFen,
    split,
    afterFen: it.afterFen,
  }
  return row.kind === 'points' ? { ...step, pointsUsed: pointsOf(it) } : step
}

export const pointsOf = ({ offer, reductionFen }: Used): number =>
  offer.row.kind === 'points' ? reductionFen * (offer.row.terms.pointsPerFen ?? 1) : 0

const feeStep = ({ shopId, row, freeBy, weightGram, feeFen }: ShopFee): Step => ({
  layer: 9,
  kind: 'shipping-fee',
  shopId,
  sourceId: row?.id ?? null,
  seq: row?.seq ?? null,
  freeBy: freeBy.map(({ id }) => id),
  weightGram,
  feeFen,
})

const insuranceStep = ({ shopId, row, feeFen }: Insurance): Step => ({
  layer: 9,
  kind: row.kind,
  shopId,
  sourceId: row.id,
  seq: row.seq,
  feeFen,
})

function tellPresale({ line, presale, depositFen }: CheckoutLine, steps: Step[]): void {
  if (presale === null) return
  const { row, phase } = presale
  steps.push({
    layer: 10,
    kind: row.kind,
    sourceId: row.id,
    seq: row.seq,
    lineId: line.lineId,
    phase,
    depositFen,
    gainFen: ((row.terms.expandFen ?? 0) - (row.terms.depositFen ?? 0)) * line.quantity,
    balanceFrom: toIso(row.balanceFrom),
    balanceTo: toIso(row.balanceTo),
  })
}
