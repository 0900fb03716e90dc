import type { BuyerFileTable } from './tables-files.ts'
import type { DocumentChunkTable, DocumentTable, DocumentVersionTable } from './tables-document.ts'
import type { SavedViewTable, TestCaseTable } from './tables-console.ts'
import type {
  OrganisationTable,
  ShopGroupTable,
  ShopTable,
  StaffTable,
  StaffAddressTable,
  SignInTable,
  ApiKeyTable,
  SecretOwnerTable,
  AuditTable,
  ChannelAccountTable,
  ChannelOwnerTable,
  ShopOwnerTable,
  WebhookEndpointTable,
  WebhookDeliveryTable,
  WebhookAttemptTable,
} from './tables-house.ts'
import type {
  ProductTable,
  ShopOrderTable,
  ParcelTable,
  RefundTable,
  CouponTable,
  BackendBuyerTable,
  MirrorProgressTable,
  CommerceActionTable,
  BuyerTable,
  KnowledgeDraftTable,
  KnowledgeReleaseTable,
  KnowledgeEntryTable,
  PackSubscriptionTable,
  ValidityTable,
} from './tables-shop.ts'
import type {
  ConversationTable,
  SessionTable,
  MessageTable,
  DueTurnTable,
  TurnTable,
  DueDeliveryTable,
  DeliveryTable,
  DeliveryAttemptTable,
  ContactWindowTable,
  MemoryTable,
  IdempotencyTable,
  HeardKeyTable,
  OutboxTable,
  HandlerCursorTable,
  HandlerRetryTable,
  TimerTable,
  JobTable,
} from './tables-path.ts'
import type {
  GrantBudgetTable,
  GrantTermsTable,
  OfferBookTable,
  OfferEntryTable,
  OfferGrantTable,
} from './tables-offer.ts'
import type { LiveQuestionTable, LiveRoomTable, LiveTallyTable, ToldCorrectionTable } from './tables-live.ts'
import type { ModelEndpointTable, ModelSpendTable } from './tables-model.ts'

/** Every table by its name, for Kysely. */
export interface Tables {
  organisation: OrganisationTable
  shop_group: ShopGroupTable
  shop: ShopTable
  staff: StaffTable
  staff_address: StaffAddressTable
  sign_in: SignInTable
  api_key: ApiKeyTable
  secret_owner: SecretOwnerTable
  audit: AuditTable
  channel_account: ChannelAccountTable
  channel_owner: ChannelOwnerTable
  shop_owner: ShopOwnerTable
  product: ProductTable
  shop_order: ShopOrderTable
  parcel: ParcelTable
  refund: RefundTable
  coupon: CouponTable
  backend_buyer: BackendBuyerTable
  mirror_progress: MirrorProgressTable
  commerce_action: CommerceActionTable
  buyer: BuyerTable
  conversation: ConversationTable
  session: SessionTable
  message: MessageTable
  due_turn: DueTurnTable
  turn: TurnTable
  due_delivery: DueDeliveryTable
  delivery: DeliveryTable
  delivery_attempt: DeliveryAttemptTable
  contact_window: ContactWindowTable
  memory: MemoryTable
  idempotency: IdempotencyTable
  heard_key: HeardKeyTable
  outbox: OutboxTable
  handler_cursor: HandlerCursorTable
  handler_retry: HandlerRetryTable
  timer: TimerTable
  job: JobTable
  knowledge_draft: KnowledgeDraftTable
  knowledge_release: KnowledgeReleaseTable
  knowledge_entry: KnowledgeEntryTable
  pack_subscription: PackSubscriptionTable
  validity: ValidityTable
  offer_book: OfferBookTable
  offer_entry: OfferEntryTable
  grant_budget: GrantBudgetTable
  grant_terms: GrantTermsTable
  offer_grant: OfferGrantTable
  live_room: LiveRoomTable
  told_correction: ToldCorrectionTable
  live_question: LiveQuestionTable
  live_tally: LiveTallyTable
  webhook_endpoint: WebhookEndpointTable
  webhook_delivery: WebhookDeliveryTable
  webhook_attempt: WebhookAttemptTable
  test_case: TestCaseTable
  saved_view: SavedViewTable
  model_endpoint: ModelEndpointTable
  model_spend: ModelSpendTable
  buyer_file: BuyerFileTable
  document: DocumentTable
  document_version: DocumentVersionTable
  document_chunk: DocumentChunkTable
}
