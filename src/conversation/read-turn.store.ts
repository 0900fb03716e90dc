import { z } from 'zod'
import type { Tx } from '../storage/index.ts'
import { type LoggedMessage, MESSAGE_COLUMNS, messageOf } from './read-messages.store.ts'

const state = z.enum(['due', 'settled', 'fenced', 'failed'])

/** One turn of the log: what was heard, what was decided, what was said and why. */
export interface LoggedTurn {
  readonly turnId: string
  readonly conversationId: string
  readonly shopId: string
  /** `fenced`: thought through, but a person had taken the talk over; `failed`: given to a person after too many tries. */
  readonly state: 'due' | 'settled' | 'fenced' | 'failed'
  readonly decision: string | null
  readonly intent: string | null
  readonly scenario: string | null
  readonly confidence: number | null
  readonly receivedAt: number
  readonly settledAt: number | null
  /** As the path wrote it (`Trace` of dialogue); null before it is settled. */
  readonly trace: unknown
  readonly heard: readonly LoggedMessage[]
  readonly said: readonly LoggedMessage[]
}

/** Undefined: there is no such turn. */
export async function readTurn(tx: Tx, orgId: string, turnId: string): Promise<LoggedTurn | undefined> {
  const row = await tx
    .selectFrom('turn')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('turn_id', '=', turnId)
    .executeTakeFirst()
  if (!row) return readDueTurn(tx, orgId, turnId)
  const messages = await messagesOfTurn(tx, { orgId, conversationId: row.conversation_id, turnId })
  return {
    turnId,
    conversationId: row.conversation_id,
    shopId: row.shop_id,
    state: state.parse(row.state),
    decision: row.decision,
    intent: row.intent,
    scenario: row.scenario,
    confidence: row.confidence,
    receivedAt: row.received_at,
    settledAt: row.settled_at,
    trace: row.trace,
    heard: messages.filter(({ role }) => role === 'buyer'),
    said: messages.filter(({ role }) => role === 'robot'),
  }
}

/** A turn that is still being answered. */
async function readDueTurn(tx: Tx, orgId: string, turnId: string): Promise<LoggedTurn | undefined> {
  const row = await tx
    .selectFrom('due_turn')
    .select(['conversation_id', 'shop_id', 'received_at'])
    .where('org_id', '=', orgId)
    .where('turn_id', '=', turnId)
    .executeTakeFirst()
  if (!row) return undefined
  const { conversation_id: conversationId, shop_id: shopId, received_at: receivedAt } = row
  const undecided = { decision: null, intent: null, scenario: null, confidence: null, settledAt: null, trace: null }
  const heard = await messagesOfTurn(tx, { orgId, conversationId, turnId })
  return { turnId, conversationId, shopId, state: 'due', ...undecided, receivedAt, heard, said: [] }
}

interface TurnKey {
  readonly orgId: string
  readonly conversationId: string
  readonly turnId: string
}

async function messagesOfTurn(tx: Tx, { orgId, conversationId, turnId }: TurnKey): Promise<LoggedMessage[]> {
  const rows = await tx
    .selectFrom('message')
    .select(MESSAGE_COLUMNS)
    .where('org_id', '=', orgId)
    .where('conversation_id', '=', conversationId)
    .where('turn_id', '=', turnId)
    .orderBy('seq')
    .execute()
  return rows.map(messageOf)
}
