import type { Generated } from 'kysely'
import type { DefaultJsonColumn, JsonColumn } from './json-column.ts'

// One interface a table, as in migrations/: the migration is the truth, a contract test compares.

export interface OrganisationTable {
  org_id: string
  name: string
  settings: DefaultJsonColumn
  created_at: number
}

export interface ShopGroupTable {
  org_id: string
  group_id: string
  name: string
  settings: DefaultJsonColumn
  created_at: number
}

export interface ShopTable {
  org_id: string
  shop_id: string
  group_id: string | null
  name: string
  industry: string | null
  currency: Generated<string>
  backend: Generated<string>
  backend_settings: DefaultJsonColumn
  settings: DefaultJsonColumn
  robot_on: Generated<boolean>
  version: Generated<number>
  /** Moves when the mirror changed a product or a coupon; `version` when a setting changed. */
  goods_version: Generated<number>
  created_at: number
}

export interface StaffTable {
  org_id: string
  staff_id: string
  email: string
  name: string
  password_hash: string
  role: 'owner' | 'supervisor' | 'agent' | 'marketer' | 'viewer'
  shop_ids: string[] | null
  created_at: number
  disabled_at: number | null
}

export interface StaffAddressTable {
  email_digest: Buffer
  org_id: string
  staff_id: string
}

export interface SignInTable {
  org_id: string
  sign_in_id: string
  staff_id: string
  token_digest: Buffer
  created_at: number
  expires_at: number
  revoked_at: number | null
  address: string | null
  agent: string | null
}

export interface ApiKeyTable {
  org_id: string
  key_id: string
  name: string
  key_digest: Buffer
  prefix: string
  scopes: string[]
  shop_ids: string[] | null
  created_by: string | null
  created_at: number
  revoked_at: number | null
  last_used_at: number | null
}

export interface SecretOwnerTable {
  digest: Buffer
  org_id: string
  kind: string
  row_id: string
}

export interface AuditTable {
  org_id: string
  seq: number
  at: number
  actor_kind: string
  actor_id: string
  act: string
  target: string
  digest: string
  detail: DefaultJsonColumn
  previous_hash: string
  hash: string
}

export interface ChannelAccountTable {
  org_id: string
  channel_id: string
  shop_id: string
  kind: string
  name: string
  secrets: Generated<string[]>
  outbound_url: string | null
  settings: DefaultJsonColumn
  enabled: Generated<boolean>
  version: Generated<number>
  created_at: number
}

export interface ChannelOwnerTable {
  channel_id: string
  org_id: string
  shop_id: string
}

export interface ShopOwnerTable {
  shop_id: string
  org_id: string
}

export interface WebhookEndpointTable {
  org_id: string
  endpoint_id: string
  shop_id: string | null
  url: string
  secrets: string[]
  types: string[]
  enabled: Generated<boolean>
  created_at: number
  disabled_reason: string | null
}

export interface WebhookDeliveryTable {
  org_id: string
  webhook_delivery_id: string
  endpoint_id: string
  type: string
  body: JsonColumn
  state: string
  attempts: Generated<number>
  next_at: number | null
  claimed_until: Generated<number>
  created_at: number
  settled_at: number | null
  reason: string | null
}

export interface WebhookAttemptTable {
  org_id: string
  webhook_delivery_id: string
  attempt: number
  at: number
  outcome: string
  status: number | null
  reason: string | null
  duration_ms: number | null
}
