import type { Generated } from 'kysely'
import type { DefaultJsonColumn, JsonColumn, NullableJsonColumn } from './json-column.ts'

// One interface a table, as in migrations/: the migration is the truth, a contract test compares.

export interface ConversationTable {
  org_id: string
  conversation_id: string
  shop_id: string
  channel_id: string
  buyer_id: string
  next_seq: Generated<number>
  epoch: Generated<number>
  owner: Generated<'robot' | 'waiting' | 'human'>
  assigned_to: string | null
  session_id: string | null
  last_at: number
  created_at: number
}

export interface SessionTable {
  org_id: string
  session_id: string
  conversation_id: string
  shop_id: string
  opened_by: string
  opened_at: number
  closed_at: number | null
  closed_by: string | null
}

export interface MessageTable {
  org_id: string
  conversation_id: string
  seq: number
  message_id: string
  shop_id: string
  session_id: string | null
  turn_id: string | null
  role: string
  author: string | null
  content: JsonColumn
  reference: NullableJsonColumn
  sent_at: number
  stored_at: number
}

export interface DueTurnTable {
  org_id: string
  turn_id: string
  conversation_id: string
  shop_id: string
  epoch: number
  due_at: number
  claim: string
  claimed_until: number
  attempts: Generated<number>
  received_at: number
}

export interface TurnTable {
  org_id: string
  turn_id: string
  conversation_id: string
  shop_id: string
  state: string
  epoch: number
  attempts: Generated<number>
  received_at: number
  settled_at: number
  decision: string | null
  intent: string | null
  scenario: string | null
  confidence: number | null
  trace: NullableJsonColumn
}

export interface DueDeliveryTable {
  org_id: string
  conversation_id: string
  first_seq: number
  delivery_id: string
  shop_id: string
  channel_id: string
  turn_id: string | null
  seqs: number[]
  epoch: number
  state: Generated<string>
  attempts: Generated<number>
  next_at: number
  claimed_until: Generated<number>
  reason: string | null
  created_at: number
}

export interface DeliveryTable {
  org_id: string
  delivery_id: string
  conversation_id: string
  shop_id: string
  channel_id: string
  turn_id: string | null
  seqs: number[]
  epoch: number
  state: string
  attempts: Generated<number>
  reason: string | null
  receipt: string | null
  losses: NullableJsonColumn
  created_at: number
  settled_at: number
}

export interface DeliveryAttemptTable {
  org_id: string
  delivery_id: string
  attempt: number
  at: number
  outcome: string
  status: number | null
  reason: string | null
  duration_ms: number | null
}

export interface ContactWindowTable {
  org_id: string
  channel_id: string
  buyer_id: string
  opened_at: number
  used: Generated<number>
}

export interface MemoryTable {
  org_id: string
  shop_id: string
  buyer_id: string
  kind: string
  key: string
  value: JsonColumn
  scope: string
  source_turn: string | null
  recorded_at: number
  expires_at: number | null
}

export interface IdempotencyTable {
  org_id: string
  scope: string
  key: string
  body_digest: string
  result: JsonColumn
  expires_at: number
}

export interface HeardKeyTable {
  org_id: string
  channel_id: string
  key: string
  digest: string
  message_id: string
  expires_at: number
}

export interface OutboxTable {
  position: Generated<number>
  txid: Generated<string>
  org_id: string
  events: JsonColumn
  at: number
}

export interface HandlerCursorTable {
  handler: string
  txid: string
  position: number
  updated_at: number
}

export interface HandlerRetryTable {
  org_id: string
  handler: string
  position: number
  index: number
  key: string
  event: JsonColumn
  state: Generated<'retrying' | 'waiting' | 'parked'>
  attempts: Generated<number>
  next_at: number
  reason: string | null
}

export interface TimerTable {
  org_id: string
  timer_id: string
  kind: string
  key: string
  due_at: number
  claimed_until: Generated<number>
  attempts: Generated<number>
  payload: JsonColumn
  created_at: number
}

export interface JobTable {
  org_id: string
  job_id: string
  kind: string
  state: Generated<string>
  progress: DefaultJsonColumn
  payload: JsonColumn
  result: NullableJsonColumn
  problem: string | null
  created_by: string
  created_at: number
  started_at: number | null
  finished_at: number | null
  claimed_until: Generated<number>
}
