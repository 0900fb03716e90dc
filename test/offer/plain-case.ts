export interface PlainRow {
  readonly id: string
  readonly seq: number
  readonly recordedAt: string
  readonly kind: string
  readonly owner: string
  readonly validFrom: string
  readonly validTo: string | null
  readonly scope?: {
    skus?: string[]
    products?: string[]
    categories?: string[]
    shops?: string[]
    exceptSkus?: string[]
    exceptProducts?: string[]
    exceptCategories?: string[]
  }
  readonly audience?: { newBuyer?: true; members?: string[]; segments?: string[]; notSegments?: string[] }
  readonly entrance?: string
  readonly daily?: { from: string; to: string }
  readonly limits?: { perBuyer?: number; stock?: number }
  readonly exclusive?: string[]
  readonly notWith?: string[]
  readonly priceFen?: number
  readonly payBp?: number
  readonly offFen?: number
  readonly pieces?: { n: number; payBp: number }[]
  readonly repeat?: boolean
  readonly tiers?: PlainTier[]
  readonly every?: {
    stepFen?: number
    stepQty?: number
    offFen?: number
    maxFen?: number
    gift?: PlainGift
    maxTimes?: number
  }
  readonly thresholdOn?: 'price' | 'remaining'
  readonly pointsPerFen?: number
  readonly maxBp?: number
  readonly regions?: string[]
  readonly exceptRegions?: string[]
  readonly fee?: { flatFen?: number; firstGram?: number; firstFen?: number; stepGram?: number; stepFen?: number }
  readonly minFen?: number
  readonly minQty?: number
  readonly maxGram?: number
  readonly feeFen?: number
  readonly paidBy?: 'seller' | 'buyer'
}
export interface PlainGift {
  skuId: string
  quantity: number
  valueFen: number
}
export interface PlainTier {
  minFen?: number
  minQty?: number
  offFen?: number
  payBp?: number
  maxFen?: number
  gift?: PlainGift
}
export interface PlainLine {
  lineId: string
  skuId: string
  productId: string
  shopId: string
  categoryIds: string[]
  quantity: number
  weightGram?: number
  entrance?: string
}
export interface PlainCase {
  ledger: { entries: PlainRow[]; taken?: Record<string, number> }
  cart: { lines: PlainLine[]; usePoints?: boolean; insurance?: boolean }
  buyer: {
    region?: string
    newBuyer?: Record<string, boolean>
    member?: Record<string, string>
    segments?: string[]
    used?: Record<string, number>
    points?: number
    holds?: { entryId: string }[]
  }
  at: string
}

export interface PlainAnswer {
  readonly lines: { lineId: string; goodsFen: number; payableFen: number }[]
  readonly chosen: string[]
  readonly goodsFen: number
  readonly goodsPayableFen: number
  readonly shippingFen: number | null
  readonly insuranceFen: number
  readonly payableFen: number | null
  readonly pointsUsed: number
  readonly gifts: { sourceId: string; skuId: string; quantity: number }[]
}
