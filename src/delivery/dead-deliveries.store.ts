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
  'reason',
  'created_at as createdAt',
] as const

// What is under way and what is finished, as one list.
const finished = (tx: Tx) =>
  tx
    .selectFrom('delivery')
    .select([
      ...COLUMNS,
      sql<number | null>`null::bigint`.as('nextAt'),
      'receipt',
      'losses',
      sql<number | null>`settled_at`.as('settledAt'),
    ])
const underWay = (tx: Tx) =>
  tx
    .selectFrom('due_delivery')
    .select([
      ...COLUMNS,
      sql<number | null>`next_at`.as('nextAt'),
      sql<string | null>`null`.as('receipt'),
      sql<unknown>`null::json`.as('losses'),
      sql<number | null>`null::bigint`.as('settledAt'),
    ])

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
  let rows = finished(tx)
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
export async function listDeliveries(
  tx: Tx,
  { orgId, conversationId, most }: { readonly orgId: string; readonly conversationId: string; readonly most: number },
): Promise<readonly DeliveryRow[]> {
  const done = finished(tx).where('org_id', '=', orgId).where('conversation_id', '=', conversationId)
  const open = underWay(tx).where('org_id', '=', orgId).where('conversation_id', '=', conversationId)
  return done.unionAll(open).orderBy('seqs').limit(most).execute()
}

export async function findDelivery(tx: Tx, orgId: string, deliveryId: string): Promise<DeliveryRow | undefined> {
  const done = finished(tx).where('org_id', '=', orgId).where('delivery_id', '=', deliveryId)
  const open = underWay(tx).where('org_id', '=', orgId).where('delivery_id', '=', deliveryId)
  return done.unionAll(open).executeTakeFirst()
}

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
  const { rows } = await sql`
    with dead as (
      delete from delivery where org_id = ${replay.orgId} and delivery_id = ${replay.deliveryId} and state = any (${[...DEAD_STATES]}::text[]) returning *)
    insert into due_delivery (org_id, conversation_id, first_seq, delivery_id, shop_id, channel_id, turn_id, seqs, epoch, attempts, next_at, created_at)
    select d.org_id, d.conversation_id, coalesce(d.seqs[1], 0), d.delivery_id, d.shop_id, d.channel_id, d.turn_id, d.seqs, c.epoch,
      ((d.attempts + ${TRIES_PER_ROUND - 1}) / ${TRIES_PER_ROUND}) * ${TRIES_PER_ROUND}, ${replay.at}, d.created_at
    from dead d join conversation c on c.org_id = d.org_id and c.conversation_id = d.conversation_id
    returning delivery_id`.execute(tx)
  return rows.length === 1
}
