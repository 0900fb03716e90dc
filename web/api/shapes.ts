import type { z } from 'zod'
import type { conversationView, factView, messageView, sessionView } from '../../src/http/views/conversation-views.ts'
import type {
  diagnosisView,
  diffView,
  entryBody,
  entryView,
  releaseView,
  workspaceEntryView,
} from '../../src/http/views/knowledge-views.ts'
import type { attemptView, channelView, endpointView, webhookView } from '../../src/http/views/messaging-views.ts'
import type {
  buyerView,
  couponView,
  orderView,
  parcelView,
  productView,
  progressView,
  refundView,
} from '../../src/http/views/mirror-views.ts'
import type { figureView } from '../../src/http/views/figure-views.ts'
import type { toldView } from '../../src/http/views/told-views.ts'
import type { roomView } from '../../src/http/routes/live-rooms.ts'
import type {
  budgetView,
  conflictView,
  grantOverviewView,
  grantView,
  offerView,
  stopView,
  termsView,
} from '../../src/http/views/offer-views.ts'
import type { quoteView } from '../../src/http/views/quote-views.ts'
import type { talkView } from '../../src/http/routes/conversations.ts'
import type { savedViewView } from '../../src/http/routes/saved-views.ts'
import type { usedValidityView } from '../../src/http/routes/validities.ts'
import type { testCaseView, testRunView } from '../../src/http/views/test-case-views.ts'
import type { settingsView, shopView } from '../../src/http/views/shop-views.ts'
import type { apiKeyView, auditView, meView, staffView } from '../../src/http/views/staff-views.ts'
import type { turnView } from '../../src/http/views/turn-view.ts'

/*
 * What the server answers, taken from its own route table: types only, nothing of it reaches the browser. A view that
 * changes there breaks the build here.
 */
export interface Page<Item> {
  readonly items: readonly Item[]
  readonly next: string | null
}
export interface Listed<Item> {
  readonly items: readonly Item[]
}

export type Me = z.infer<typeof meView>
export type Permission = Me['permissions'][number]
export type Staff = z.infer<typeof staffView>
export type Role = Staff['role']
export type Shop = z.infer<typeof shopView>
export type Settings = z.infer<typeof settingsView>
export type ApiKey = z.infer<typeof apiKeyView>
export type AuditRow = z.infer<typeof auditView>

export type Conversation = z.infer<typeof conversationView>
export type Talk = z.infer<typeof talkView>
export type Owner = Conversation['owner']
export type Message = z.infer<typeof messageView>
export type Content = Message['content']
export type Session = z.infer<typeof sessionView>
export type Fact = z.infer<typeof factView>
export type Turn = z.infer<typeof turnView>
export type Why = NonNullable<Turn['why']>

export type Entry = z.infer<typeof entryView>
export type EntryBody = z.infer<typeof entryBody>
export type Answer = EntryBody['answers'][number]
export type When = NonNullable<Answer['when']>
export type WorkspaceEntry = z.infer<typeof workspaceEntryView>
export type Release = z.infer<typeof releaseView>
export type Diff = z.infer<typeof diffView>
export type Diagnosis = z.infer<typeof diagnosisView>
export type WrittenFigure = z.infer<typeof figureView>
export type Validity = z.infer<typeof usedValidityView>
export type ValidityRule = Validity['rule']

export type TestCase = z.infer<typeof testCaseView>
export type CaseTurn = TestCase['turns'][number]
export type Expectation = CaseTurn['expect'][number]
export type TestRun = z.infer<typeof testRunView>
export type SavedView = z.infer<typeof savedViewView>

export type Product = z.infer<typeof productView>
export type Order = z.infer<typeof orderView>
export type Parcel = z.infer<typeof parcelView>
export type Refund = z.infer<typeof refundView>
export type Coupon = z.infer<typeof couponView>
export type Buyer = z.infer<typeof buyerView>
export type Progress = z.infer<typeof progressView>

export type Channel = z.infer<typeof channelView>
export type Endpoint = z.infer<typeof endpointView>
export type WebhookDelivery = z.infer<typeof webhookView>
export type Attempt = z.infer<typeof attemptView>

export type Offer = z.infer<typeof offerView>
export type OfferConflict = z.infer<typeof conflictView>
export type OfferStop = z.infer<typeof stopView>
export type Grant = z.infer<typeof grantView>
export type GrantTerms = z.infer<typeof termsView>
export type Budget = z.infer<typeof budgetView>
export type QuoteAnswer = z.infer<typeof quoteView>
export type Quote = QuoteAnswer['quote']
export type Quoted = Extract<Quote, { readonly status: 'quoted' }>
export type QuoteStep = Quoted['steps'][number]
export type LiveRoom = z.infer<typeof roomView>
export type ToldOtherwise = z.infer<typeof toldView>
export type GrantOverview = z.infer<typeof grantOverviewView>
