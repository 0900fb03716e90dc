import type { Selectable } from 'kysely'
import type { Tables } from '../storage/index.ts'

/** Who answers: the robot, nobody yet (handed off), a person. */
export type Owner = 'robot' | 'waiting' | 'human'

/** Buyer × shop × channel: has no end; `lastSeq` is the number of the last message that the buyer can see. */
export interface Conversation {
  readonly conversationId: string
  readonly shopId: string
  readonly channelId: string
  readonly buyer: {
    readonly buyerId: string
    /** The channel's own id of the buyer. */
    readonly externalId: string
    readonly name: string | null
    /** The shop's id of the buyer, when somebody who may vouch for it said so. */
    readonly customerId: string | null
  }
  readonly owner: Owner
  /** Who holds it: a staff id or the id of an API key. */
  readonly assignedTo: string | null
  /** Raised by every take-over and give-back: replies of an older one are void. */
  readonly epoch: number
  readonly sessionId: string | null
  readonly lastSeq: number
  readonly lastAt: number
  readonly createdAt: number
}

export const CONVERSATION_COLUMNS = [
  'c.conversation_id',
  'c.shop_id',
  'c.channel_id',
  'c.buyer_id',
  'c.owner',
  'c.assigned_to',
  'c.epoch',
  'c.session_id',
  'c.next_seq',
  'c.last_at',
  'c.created_at',
  'b.external_id',
  'b.name',
  'b.customer_id',
] as const

type Row = Omit<Selectable<Tables['conversation']>, 'org_id'> &
  Pick<Selectable<Tables['buyer']>, 'external_id' | 'name' | 'customer_id'>

export const conversationOf = (row: Row): Conversation => ({
  conversationId: row.conversation_id,
  shopId: row.shop_id,
  channelId: row.channel_id,
  buyer: { buyerId: row.buyer_id, externalId: row.external_id, name: row.name, customerId: row.customer_id },
  owner: row.owner,
  assignedTo: row.assigned_to,
  epoch: row.epoch,
  sessionId: row.session_id,
  lastSeq: row.next_seq - 1,
  lastAt: row.last_at,
  createdAt: row.created_at,
})
