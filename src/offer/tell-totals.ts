import type { Quoted, QuotedLine, QuotedShop } from './quote-shape.ts'
import type { Reckoning } from './tell-steps.ts'

export function tellLines({ checkout, remaining }: Reckoning): QuotedLine[] {
  return checkout.lines.map(({ line, listFen, skuFen, goodsFen }, place) => {
    const payableFen = remaining[place] ?? 0
    return { lineId: line.lineId, listFen, skuFen, goodsFen, reductionFen: goodsFen - payableFen, payableFen }
  })
}

export function tellShops({ checkout, remaining, fees, insurances }: Reckoning): QuotedShop[] {
  return fees.map(({ shopId, feeFen }) => {
    let goodsFen = 0
    let leftFen = 0
    checkout.lines.forEach((line, place) => {
      if (line.line.shopId !== shopId) return
      goodsFen += line.goodsFen
      leftFen += remaining[place] ?? 0
    })
    const insuranceFen = insurances.find((it) => it.shopId === shopId)?.feeFen ?? 0
    const payableFen = feeFen === null ? null : leftFen + feeFen + insuranceFen
    return { shopId, goodsFen, reductionFen: goodsFen - leftFen, shippingFen: feeFen, insuranceFen, payableFen }
  })
}

type Totals = Pick<
  Quoted,
  | 'goodsFen'
  | 'reductionFen'
  | 'goodsPayableFen'
  | 'shippingFen'
  | 'insuranceFen'
  | 'payableFen'
  | 'dueNowFen'
  | 'dueLaterFen'
>

/** A sum with an unknown part is null. */
export function tellTotals({ checkout }: Reckoning, shops: readonly QuotedShop[]): Totals {
  const goodsFen = shops.reduce((sum, shop) => sum + shop.goodsFen, 0)
  const reductionFen = shops.reduce((sum, shop) => sum + shop.reductionFen, 0)
  const shippingFen = sumOrNull(shops.map((shop) => shop.shippingFen))
  const payableFen = sumOrNull(shops.map((shop) => shop.payableFen))
  return {
    goodsFen,
    reductionFen,
    goodsPayableFen: goodsFen - reductionFen,
    shippingFen,
    insuranceFen: shops.reduce((sum, shop) => sum + shop.insuranceFen, 0),
    payableFen,
    ...dues(checkout.lines, payableFen),
  }
}

const sumOrNull = (parts: readonly (number | null)[]): number | null =>
  parts.reduce<number | null>((sum, part) => (sum === null || part === null ? null : sum + part), 0)

function dues(
  lines: Reckoning['checkout']['lines'],
  payableFen: number | null,
): Pick<Quoted, 'dueNowFen' | 'dueLaterFen'> {
  const depositFen = lines.reduce((sum, line) => sum + line.depositFen, 0)
  const phase = lines.find(({ presale }) => presale !== null)?.presale?.phase
  const restFen = payableFen === null ? null : payableFen - depositFen
  if (phase === 'deposit') return { dueNowFen: depositFen, dueLaterFen: restFen }
  if (phase === 'waiting') return { dueNowFen: 0, dueLaterFen: restFen }
  return { dueNowFen: restFen, dueLaterFen: 0 }
}
