import type { Entry } from '../knowledge/index.ts'
import type { CartWords, FocusWords, Measure } from '../language/index.ts'
import type { CompiledLedger, Hold, OpenEntrance } from '../offer/index.ts'
import type { Coupon, ModelTask, Order, Parcel, Policies, Product, Refund } from '../shop/index.ts'
import type { Passage } from './advice.ts'
import type { Candidate } from './understanding.ts'

export interface OrderFacts {
  readonly order: Order
  readonly parcels: readonly Parcel[]
  readonly refunds: readonly Refund[]
}

/** A fact that outlives the session: with the turn it came from, its scope and its own expiry. */
export interface MemoryFact {
  readonly kind: string
  readonly key: string
  readonly value: unknown
  readonly scope: 'shop'
  readonly sourceTurn: string | null
  readonly recordedAt: number
  readonly expiresAt: number | null
}

export interface ProductHit {
  readonly product: Product
  /** 0…1: share of the weight of the mention that the title explains. */
  readonly score: number
}

/** Where a normalised text names something of the shop, and what may be meant. */
export interface ProductSpan {
  readonly from: number
  readonly to: number
  readonly products: readonly Product[]
  /** A name from end to end, and not a part of one. */
  readonly isWhole: boolean
}

/** Products of a shop as the path reads them. */
export interface CatalogueView {
  readonly isEmpty: boolean
  product(productId: string): Product | undefined
  ofSku(skuId: string): Product | undefined
  /** What can be bought, in the order of the shop. */
  readonly onShelf: readonly Product[]
  /** Products whose title or attributes the text names, best first. */
  mentioned(text: string, most: number): readonly ProductHit[]
  /** Names, and runs of a title that are more than a common word, in the order of the text. */
  named(plain: string, pointsAt: (plain: string, to: number) => boolean): readonly ProductSpan[]
}

/** What a shop's robot knows, ready to be asked. One object per version: an answer names the version it used. */
export interface KnowledgeView {
  readonly version: string
  entry(entryId: string): Entry | undefined
  match(text: string, most: number): readonly Candidate[]
  attribute(attributeId: string): AttributeView | undefined
  /** The attribute that the words ask for ("什么料子"), if any. */
  attributeAsked(text: string): AttributeView | undefined
  /** How colours, sizes… are said: value in the listing -> other words. */
  readonly optionWords: ReadonlyMap<string, readonly string[]>
  /** A message cut where two questions may meet. */
  pieces(text: string): readonly string[]
  /** Numbers with their units, of a normalised text. */
  measures(plain: string): readonly Measure[]
  /** How buyers speak of what they put together, and where to. */
  readonly cart: CartWords
  /** How they point at things of the talk and take them back. */
  readonly focus: FocusWords
  emotionOf(text: string): { readonly kind: string; readonly confidence: number }
  speech(key: string, language: 'zh' | 'en'): readonly string[]
}

export interface AttributeView {
  readonly id: string
  readonly title: string
  /** Keys under which listings carry it. */
  readonly record: readonly string[]
}

export interface ShopView {
  readonly shopId: string
  readonly name: string
  readonly currency: string
  readonly robotOn: boolean
  readonly version: number
  readonly policies: Policies
  readonly hoursText: string
  readonly utcOffsetMinutes: number
  readonly language: 'zh' | 'en'
  readonly assistantName: string
  readonly answerThreshold: number
  readonly confirmThreshold: number
  readonly focusMs: number
  readonly handoffAfterMisses: number
  /** Null: no model is asked for this shop. */
  readonly models: ModelUse | null
}

export interface ModelUse {
  readonly tasks: readonly ModelTask[]
  readonly waitMs: number
  readonly dailyTokens: number
}

export interface BuyerView {
  readonly buyerId: string
  readonly name: string | null
  /** Known only when somebody who may vouch for it said so: orders are spoken of to nobody else. */
  readonly customerId: string | null
  readonly groups: readonly string[]
  /** Coupons and red packets that a vouched buyer claimed and has not used. */
  readonly holds: readonly Hold[]
}

/** The ledger of the shop as it was read with the turn: what was acknowledged before the turn began is in it. */
export interface OffersView {
  readonly ledger: CompiledLedger
  readonly version: number
  /** The emergency stop: nothing may be said of offers until a person releases it. */
  readonly isStopped: boolean
  /** Coupons of which nobody gets one any more: they are offered to nobody. */
  readonly exhausted: ReadonlySet<string>
}

/** A piece of a document of the shop, by its nearest sentence to a question. */
export interface NearPassage extends Passage {
  /** That sentence as it stands. */
  readonly quote: string
  /** 0…1: how much of the question it says. */
  readonly score: number
}

/** Documents that the shop gave its robot to quote. Nothing on prices and offers is in them: the ledger answers that. */
export interface DocumentsView {
  /** Best first; pieces of `text` are sentences that may be said. */
  near(question: string, most: number): readonly NearPassage[]
}

/** Everything that understanding, decision and reply may look at. They read no clock, no network and no database. */
export interface Context {
  readonly now: number
  readonly shop: ShopView
  readonly channel: { readonly kind: string; readonly profile: string }
  readonly buyer: BuyerView
  readonly catalogue: CatalogueView
  readonly knowledge: KnowledgeView
  readonly documents: DocumentsView
  /** Newest first; empty when the buyer is not vouched for. */
  readonly orders: readonly OrderFacts[]
  readonly coupons: readonly Coupon[]
  readonly offers: OffersView
  /** The live room that the buyer comes from, while it is on: the entrance of what he asks about. */
  readonly room: OpenEntrance | null
  readonly memory: readonly MemoryFact[]
  readonly agentsOnDuty: boolean
  /** Who answers at the moment: the robot, nobody yet (handed off), a person. */
  readonly handling: 'robot' | 'waiting' | 'human'
  /** Named periods of the shop that hold now. */
  readonly validities: ReadonlySet<string>
}
