import type { Generated } from 'kysely'
import type { JsonColumn } from './json-column.ts'

export interface LiveRoomTable {
  org_id: string
  shop_id: string
  room_id: string
  title: string
  host: string
  state: 'live' | 'ended'
  on_air: string | null
  running_order: JsonColumn
  promises: JsonColumn
  version: Generated<number>
  opened_ledger: number
  closed_ledger: number | null
  opened_at: number
  closed_at: number | null
  shop_may_change: Generated<boolean>
  may_change_shop: Generated<boolean>
  changed_at: number
}

export interface ToldCorrectionTable {
  org_id: string
  shop_id: string
  correction_id: string
  conversation_id: string
  buyer_id: string
  fact_key: string
  told: JsonColumn
  version: number
  now_fen: number | null
  message_id: string
  sent_by: string
  sent_at: number
}

export interface LiveQuestionTable {
  org_id: string
  shop_id: string
  room_id: string
  question_id: string
  product_id: Generated<string>
  comments: number
  sample: string
  first_at: number
  last_at: number
  announced_at: number | null
  pinned_at: number | null
  pinned_by: string | null
}

export interface LiveTallyTable {
  org_id: string
  shop_id: string
  room_id: string
  received: number
  doubled: number
  shared: number
  personal: number
  noise: number
  unread: number
  viewers: number | null
  last_at: number
}
