import type { Quoted, QuotedLine, QuotedShop } from './quote-shape.ts'
import type { Reckoning } from './tell-steps.ts'

export function tellLines({ checkout, remaining }: Reckoning): QuotedLine[] {
  return checkout.lines.map(({ line, listFen, skuFen, goodsFen }, place) => {
    const payableFen = remaining[place] ?? 0
    return { lineId: line.lineId, listFen, skuFen, goodsFen, reductionFen: goodsFen - payableFen, payableFen }
  })
}

export function tellShops({ checkout, remaining, fees, insurances }: Reckoning): QuotedShop[] {
  const { lines } = checkout
  return fees.map(({ shopId, feeFen }) => {
    let goodsFen = 0
    let leftFen = 0
    for (let place = 0; place < lines.length; place++) {
      const line = lines[place]
      if (line?.line.shopId !== shopId) continue
      goodsFen += line.goodsFen
      leftFen += remaining[place] ?? 0
    }
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
  let goodsFen = 0
  let reductionFen = 0
  let insuranceFen = 0
  let shippingFen: number | null = 0
  let payableFen: number | null = 0
  for (const shop of shops) {
    goodsFen += shop.goodsFen
    reductionFen += shop.reductionFen
    insuranceFen += shop.insuranceFen
    shippingFen = shippingFen === null || shop.shippingFen === null ? null : shippingFen + shop.shippingFen
    payableFen = payableFen === null || shop.payableFen === null ? null : payableFen + shop.payableFen
  }
  const { dueNowFen, dueLaterFen } = dues(checkout.lines, payableFen)
  const goodsPayableFen = goodsFen - reductionFen
  return { goodsFen, reductionFen, goodsPayableFen, shippingFen, insuranceFen, payableFen, dueNowFen, dueLaterFen }
}

function dues(
  lines: Reckoning['checkout']['lines'],
  payableFen: number | null,
): Pick<Quoted, 'dueNowFen' | 'dueLaterFen'> {
  let depositFen = 0
  let phase: string | null = null
  for (const line of lines) {
    depositFen += line.depositFen
    phase ??= line.presale?.phase ?? null
  }
  const restFen = payableFen === null ? null : payableFen - depositFen
  if (phase === 'deposit') return { dueNowFen: depositFen, dueLaterFen: restFen }
  if (phase === 'waiting') return { dueNowFen: 0, dueLaterFen: restFen }
  return { dueNowFen: restFen, dueLaterFen: 0 }
}
