import type { Selectable } from 'kysely'
import { z } from 'zod'
import { type Content, content, type InboundContent, inboundContent } from '../message/index.ts'
import type { Tables, Tx } from '../storage/index.ts'

const role = z.enum(['buyer', 'robot', 'agent', 'system'])

export interface LoggedMessage {
  readonly id: string
  readonly seq: number
  readonly role: 'buyer' | 'robot' | 'agent' | 'system'
  readonly content: Content | InboundContent
  /** When it was stored. */
  readonly at: number
  /** Of a buyer's message the turn that answers it, of a robot's the turn that it answers. */
  readonly turnId: string | null
  readonly sessionId: string | null
  /** Who of the merchant wrote it. */
  readonly author: string | null
}

export interface MessageQuery {
  readonly orgId: string
  readonly conversationId: string
  readonly afterSeq: number
  readonly limit: number
}

/** Messages after a number, in order and without gaps: 1, 2, 3… */
export async function readMessages(tx: Tx, query: MessageQuery): Promise<LoggedMessage[]> {
  const rows = await tx
    .selectFrom('message')
    .select(MESSAGE_COLUMNS)
    .where('org_id', '=', query.orgId)
    .where('conversation_id', '=', query.conversationId)
    .where('seq', '>', query.afterSeq)
    .orderBy('seq')
    .limit(query.limit)
    .execute()
  return rows.map(messageOf)
}

/** Where a message stands; undefined: there is none. */
export const findMessage = (tx: Tx, orgId: string, messageId: string) =>
  tx
    .selectFrom('message')
    .select(['conversation_id as conversationId', 'shop_id as shopId', 'turn_id as turnId', 'role'])
    .where('org_id', '=', orgId)
    .where('message_id', '=', messageId)
    .executeTakeFirst()

/** One message by its id, and where it was said; undefined: there is none. */
export async function readMessage(tx: Tx, orgId: string, messageId: string) {
  const row = await tx
    .selectFrom('message')
    .select([...MESSAGE_COLUMNS, 'conversation_id', 'shop_id'])
    .where('org_id', '=', orgId)
    .where('message_id', '=', messageId)
    .executeTakeFirst()
  return row && { message: messageOf(row), conversationId: row.conversation_id, shopId: row.shop_id }
}

export const MESSAGE_COLUMNS = [
  'message_id',
  'seq',
  'role',
  'content',
  'stored_at',
  'turn_id',
  'session_id',
  'author',
] as const

type Row = Pick<Selectable<Tables['message']>, (typeof MESSAGE_COLUMNS)[number]>

export function messageOf(row: Row): LoggedMessage {
  const speaker = role.parse(row.role)
  return {
    id: row.message_id,
    seq: row.seq,
    role: speaker,
    content: speaker === 'buyer' ? inboundContent.parse(row.content) : content.parse(row.content),
    at: row.stored_at,
    turnId: row.turn_id,
    sessionId: row.session_id,
    author: row.author,
  }
}
