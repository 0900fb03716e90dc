import type { Generated } from 'kysely'
import type { DefaultJsonColumn, JsonColumn, NullableJsonColumn } from './json-column.ts'

// One interface a table, as in migrations/: the migration is the truth, a contract test compares.

export interface ProductTable {
  org_id: string
  shop_id: string
  product_id: string
  title: string
  category: string
  on_shelf: boolean
  document: JsonColumn
  updated_at: number
  seen_at: number
}

export interface ShopOrderTable {
  org_id: string
  shop_id: string
  order_id: string
  customer_id: string
  state: string
  placed_at: number
  document: JsonColumn
  updated_at: number
  seen_at: number
}

export interface ParcelTable {
  org_id: string
  shop_id: string
  parcel_id: string
  order_id: string
  state: string
  document: JsonColumn
  updated_at: number
  seen_at: number
}

export interface RefundTable {
  org_id: string
  shop_id: string
  refund_id: string
  order_id: string
  customer_id: string
  state: string
  document: JsonColumn
  updated_at: number
  seen_at: number
}

export interface CouponTable {
  org_id: string
  shop_id: string
  coupon_id: string
  valid_from: number
  valid_to: number
  document: JsonColumn
  updated_at: number
  seen_at: number
}

export interface BackendBuyerTable {
  org_id: string
  shop_id: string
  customer_id: string
  name: string
  document: JsonColumn
  updated_at: number
  seen_at: number
}

export interface MirrorProgressTable {
  org_id: string
  shop_id: string
  kind: string
  cursor: string | null
  synced_to: number | null
  synced_at: number | null
  problem: string | null
}

export interface CommerceActionTable {
  org_id: string
  shop_id: string
  idempotency_key: string
  kind: string
  action: JsonColumn
  outcome: NullableJsonColumn
  actor: string
  at: number
}

export interface BuyerTable {
  org_id: string
  buyer_id: string
  shop_id: string
  channel_id: string
  external_id: string
  name: string | null
  customer_id: string | null
  identity: Generated<'claimed' | 'vouched'>
  created_at: number
}

export interface KnowledgeDraftTable {
  org_id: string
  scope: 'organisation' | 'group' | 'shop'
  scope_id: string
  entry_id: string
  entry: NullableJsonColumn
  base_release: number | null
  changed_by: string
  changed_at: number
}

export interface KnowledgeReleaseTable {
  org_id: string
  scope: string
  scope_id: string
  release: number
  note: Generated<string>
  summary: JsonColumn
  rolled_back_to: number | null
  published_by: string
  published_at: number
}

export interface KnowledgeEntryTable {
  org_id: string
  scope: string
  scope_id: string
  entry_id: string
  from_release: number
  to_release: number | null
  entry: JsonColumn
}

export interface PackSubscriptionTable {
  org_id: string
  shop_id: string
  pack_id: string
  version: string
  enabled: Generated<boolean>
  disabled_scenarios: Generated<string[]>
  digests: DefaultJsonColumn
  subscribed_at: number
  changed_at: number
}

export interface ValidityTable {
  org_id: string
  validity_id: string
  shop_id: string | null
  name: string
  rule: JsonColumn
  created_at: number
}
