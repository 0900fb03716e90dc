import { sql } from 'kysely'
import type { Tx } from '../storage/index.ts'
import { TRIES_PER_ROUND } from './settlement.ts'

export interface DeliveryRow {
  readonly deliveryId: string
  readonly shopId: string
  readonly channelId: string
  readonly conversationId: string
  readonly turnId: string | null
  readonly seqs: readonly number[]
  readonly state: string
  readonly attempts: number
  readonly nextAt: number | null
  readonly reason: string | null
  readonly receipt: string | null
  readonly losses: unknown
  readonly createdAt: number
  readonly settledAt: number | null
}

const COLUMNS = [
  'delivery_id as deliveryId',
  'shop_id as shopId',
  'channel_id as channelId',
  'conversation_id as conversationId',
  'turn_id as turnId',
  'seqs',
  'state',
  'attempts',
  'next_at as nextAt',
  'reason',
  'receipt',
  'losses',
  'created_at as createdAt',
  'settled_at as settledAt',
] as const

/** What a person should look at: given up, refused, held by a window, or nobody knows whether it arrived. */
export const DEAD_STATES = ['dead', 'unknown', 'refused', 'held'] as const

export interface DeadQuery {
  readonly orgId: string
  /** null = every shop of the organisation. */
  readonly shopIds: readonly string[] | null
  readonly before: string | null
  readonly most: number
}

/** The dead list, newest first; `before` is the last delivery id of the page before. */
export async function listDead(tx: Tx, query: DeadQuery): Promise<readonly DeliveryRow[]> {
  let rows = tx
    .selectFrom('delivery')
    .select(COLUMNS)
    .where('org_id', '=', query.orgId)
    .where('state', 'in', [...DEAD_STATES])
  if (query.shopIds) rows = rows.where('shop_id', 'in', [...query.shopIds])
  if (query.before) rows = rows.where('delivery_id', '<', query.before)
  return rows.orderBy('delivery_id', 'desc').limit(query.most).execute()
}

/** Whose conversation it is; undefined: there is none. */
export async function shopOfConversation(tx: Tx, orgId: string, conversationId: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom('conversation')
    .select('shop_id')
    .where('org_id', '=', orgId)
    .where('conversation_id', '=', conversationId)
    .executeTakeFirst()
  return row?.shop_id
}

/** The send log of one conversation, oldest first. */
export const listDeliveries = (
  tx: Tx,
  query: { readonly orgId: string; readonly conversationId: string; readonly most: number },
): Promise<readonly DeliveryRow[]> =>
  tx
    .selectFrom('delivery')
    .select(COLUMNS)
    .where('org_id', '=', query.orgId)
    .where('conversation_id', '=', query.conversationId)
    .orderBy('seqs')
    .limit(query.most)
    .execute()

export const findDelivery = (tx: Tx, orgId: string, deliveryId: string): Promise<DeliveryRow | undefined> =>
  tx
    .selectFrom('delivery')
    .select(COLUMNS)
    .where('org_id', '=', orgId)
    .where('delivery_id', '=', deliveryId)
    .executeTakeFirst()

export interface DeliveryAttempt {
  readonly attempt: number
  readonly at: number
  readonly outcome: string
  readonly reason: string | null
  readonly durationMs: number | null
}

/** The tries of one delivery. A reply that went out at the first one has no row: its delivery says it all. */
export const listAttempts = (tx: Tx, orgId: string, deliveryId: string): Promise<readonly DeliveryAttempt[]> =>
  tx
    .selectFrom('delivery_attempt')
    .select(['attempt', 'at', 'outcome', 'reason', 'duration_ms as durationMs'])
    .where('org_id', '=', orgId)
    .where('delivery_id', '=', deliveryId)
    .orderBy('attempt')
    .execute()

/**
 * Sends a dead reply once more, with a fresh round of tries. A person decided so: it takes the conversation's present
 * epoch, and the fence lets it pass. What was fenced stays fenced. False when there is no such dead delivery.
 */
export async function replayDelivery(
  tx: Tx,
  replay: { orgId: string; deliveryId: string; at: number },
): Promise<boolean> {
  const rows = await tx
    .updateTable('delivery')
    .set((eb) => ({
      state: 'pending',
      attempts: sql<number>`((attempts + ${TRIES_PER_ROUND - 1}) / ${TRIES_PER_ROUND}) * ${TRIES_PER_ROUND}`,
      next_at: replay.at,
      claimed_until: 0,
      reason: null,
      settled_at: null,
      epoch: eb
        .selectFrom('conversation')
        .select('conversation.epoch')
        .whereRef('conversation.org_id', '=', 'delivery.org_id')
        .whereRef('conversation.conversation_id', '=', 'delivery.conversation_id')
        .$asScalar(),
    }))
    .where('org_id', '=', replay.orgId)
    .where('delivery_id', '=', replay.deliveryId)
    .where('state', 'in', [...DEAD_STATES])
    .returning('delivery_id')
    .execute()
  return rows.length === 1
}
