import type { CompiledLedger } from './compile-ledger.ts'

/** One SKU of a cart; `entrance` says where it was put into the cart ("live:r8"). Weights in gram, `stock` as the shop says it. */
export interface CartLine {
  readonly lineId: string
  readonly skuId: string
  readonly productId: string
  readonly shopId: string
  readonly categoryIds: readonly string[]
  readonly quantity: number
  readonly weightGram?: number | undefined
  readonly stock?: number | undefined
  readonly entrance?: string | undefined
}

export interface Cart {
  readonly lines: readonly CartLine[]
  readonly usePoints?: boolean | undefined
  readonly insurance?: boolean | undefined
}

/** A claimed coupon or red packet. With `seq` it keeps the terms of that row; its own window is ISO texts, open where absent. */
export interface Hold {
  readonly entryId: string
  readonly seq?: number | undefined
  readonly validFrom?: string | undefined
  readonly validTo?: string | undefined
}

export interface Deposit {
  readonly entryId: string
  readonly seq: number
  readonly skuId: string
  readonly quantity: number
}

/** What is known of a buyer. An absent or null fact is unknown: an offer that needs it is not applied, and `why` says so. */
export interface QuoteBuyer {
  readonly id?: string | undefined
  readonly region?: string | null | undefined
  readonly newBuyer?: Readonly<Record<string, boolean | null>> | undefined
  readonly member?: Readonly<Record<string, string | null>> | undefined
  readonly segments?: readonly string[] | null | undefined
  readonly used?: Readonly<Record<string, number>> | undefined
  readonly points?: number | undefined
  readonly holds?: readonly Hold[] | undefined
  readonly deposits?: readonly Deposit[] | undefined
}

/** `at` and `knownAt` are epoch ms (NaN: could not be read, and the quote says so); `taken` counts units gone of limited rows. */
export interface Question {
  readonly ledger: CompiledLedger
  readonly taken?: Readonly<Record<string, number>> | undefined
  readonly cart: Cart
  readonly buyer: QuoteBuyer
  readonly at: number
  readonly knownAt?: number | undefined
}

export interface Note {
  readonly code: string
  readonly ref: string | null
}

export interface Refused {
  readonly status: 'refused'
  readonly version: number | null
  readonly errors: readonly Note[]
}

/** One step of the arithmetic with the row that caused it; which fields a layer has is told in reference offers.md §9. */
export interface Step {
  readonly layer: number
  readonly kind: string
  readonly sourceId: string | null
  readonly seq: number | null
  readonly lineId?: string
  readonly quantity?: number
  readonly unitFen?: number
  readonly amountFen?: number
  readonly baseFen?: number
  readonly baseQty?: number
  readonly openFen?: number
  readonly nominalFen?: number
  readonly reductionFen?: number
  readonly split?: Readonly<Record<string, number>>
  readonly afterFen?: number
  readonly pointsUsed?: number
  readonly skuId?: string
  readonly shopId?: string
  readonly freeBy?: readonly string[]
  readonly weightGram?: number | null
  readonly feeFen?: number | null
  readonly phase?: 'deposit' | 'waiting' | 'balance'
  readonly depositFen?: number
  readonly gainFen?: number
  readonly balanceFrom?: string
  readonly balanceTo?: string
}

export interface QuotedLine {
  readonly lineId: string
  readonly listFen: number | null
  readonly skuFen: number
  readonly goodsFen: number
  readonly reductionFen: number
  readonly payableFen: number
}

export interface QuotedShop {
  readonly shopId: string
  readonly goodsFen: number
  readonly reductionFen: number
  readonly shippingFen: number | null
  readonly insuranceFen: number
  readonly payableFen: number | null
}

export interface QuotedGift {
  readonly sourceId: string
  readonly skuId: string
  readonly quantity: number
}

export interface WhyNot {
  readonly sourceId: string
  readonly reason: string
}

/** How to pay less: claim an offer, or buy more to reach the next step. `gainFen` null: not told in fen (rates, gifts, shipping). */
export interface Advice {
  readonly kind: 'claim' | 'next-tier'
  readonly sourceId: string
  readonly gainFen: number | null
  readonly missingFen?: number
  readonly missingQty?: number
}

/** What a checkout costs. Instants are UTC texts, money fen; a sum with an unknown part is null and `problems` says why. */
export interface Quoted {
  readonly status: 'quoted'
  readonly version: number
  readonly phase: 'normal' | 'deposit' | 'waiting' | 'balance'
  readonly pricedAt: string
  readonly validTo: string | null
  readonly lines: readonly QuotedLine[]
  readonly shops: readonly QuotedShop[]
  readonly chosen: readonly string[]
  readonly steps: readonly Step[]
  readonly gifts: readonly QuotedGift[]
  readonly goodsFen: number
  readonly reductionFen: number
  readonly goodsPayableFen: number
  readonly shippingFen: number | null
  readonly insuranceFen: number
  readonly payableFen: number | null
  readonly dueNowFen: number | null
  readonly dueLaterFen: number | null
  readonly pointsUsed: number
  readonly why: readonly WhyNot[]
  readonly advice: readonly Advice[]
  readonly problems: readonly Note[]
}

export type Quote = Quoted | Refused
