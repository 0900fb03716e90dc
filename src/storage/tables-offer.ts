import type { Generated } from 'kysely'
import type { NullableJsonColumn } from './json-column.ts'

// One interface a table, as in migrations/: the migration is the truth, a contract test compares.

export interface OfferBookTable {
  org_id: string
  shop_id: string
  version: Generated<number>
  stopped_at: number | null
  stopped_by: string | null
  stop_reason: string | null
}

export interface OfferEntryTable {
  org_id: string
  shop_id: string
  offer_id: string
  seq: number
  recorded_at: number
  kind: string | null
  valid_from: number | null
  valid_to: number | null
  rule: NullableJsonColumn
  source: string
  changed_by: string
  reason: Generated<string>
}

export interface GrantBudgetTable {
  org_id: string
  shop_id: string
  budget_id: string
  name: string
  limit_fen: number
  spent_fen: Generated<number>
  created_at: number
  changed_at: number
}

export interface GrantTermsTable {
  org_id: string
  shop_id: string
  offer_id: string
  cap: number | null
  per_buyer: number | null
  cost_fen: number | null
  budget_id: string | null
  hold_days: number | null
  taken: Generated<number>
  changed_at: number
}

export interface OfferGrantTable {
  org_id: string
  grant_id: string
  shop_id: string
  offer_id: string
  seq: number
  holder: string
  customer_id: string | null
  buyer_id: string | null
  idempotency_key: string
  state: 'pending' | 'claimed' | 'used' | 'refused'
  cost_fen: number
  budget_id: string | null
  valid_from: number
  valid_to: number | null
  actor: string
  reason: string | null
  receipt: string | null
  order_id: string | null
  attempts: Generated<number>
  next_at: number | null
  claimed_until: Generated<number>
  created_at: number
  settled_at: number | null
}
