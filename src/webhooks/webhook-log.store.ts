import { sql } from 'kysely'
import type { Tx } from '../storage/index.ts'
import { toIso } from '../kernel/clock.ts'
import type { EventType } from '../kernel/events.ts'
import { newUuid } from '../kernel/ids.ts'
import type { EndpointKey } from './endpoint.store.ts'
import type { WebhookPayload } from './payload.ts'

/** Ten tries make a round; a replay starts the next one. */
export const TRIES_PER_ROUND = 10

export interface WebhookRow {
  readonly webhookDeliveryId: string
  readonly endpointId: string
  readonly type: string
  readonly state: string
  readonly attempts: number
  readonly nextAt: number | null
  readonly reason: string | null
  readonly createdAt: number
  readonly settledAt: number | null
}

export interface WebhookLogQuery extends EndpointKey {
  readonly state: string | null
  /** Where the page before ended. */
  readonly before: { readonly createdAt: number; readonly webhookDeliveryId: string } | null
  readonly most: number
}

const COLUMNS = [
  'webhook_delivery_id as webhookDeliveryId',
  'endpoint_id as endpointId',
  'type',
  'state',
  'attempts',
  'next_at as nextAt',
  'reason',
  'created_at as createdAt',
  'settled_at as settledAt',
] as const

export const findWebhook = (
  tx: Tx,
  key: EndpointKey & { readonly webhookDeliveryId: string },
): Promise<(WebhookRow & { readonly body: unknown }) | undefined> =>
  tx
    .selectFrom('webhook_delivery')
    .select([...COLUMNS, 'body'])
    .where('org_id', '=', key.orgId)
    .where('endpoint_id', '=', key.endpointId)
    .where('webhook_delivery_id', '=', key.webhookDeliveryId)
    .executeTakeFirst()

/** What was sent to an endpoint, newest first. */
export function listWebhooks(tx: Tx, query: WebhookLogQuery): Promise<readonly WebhookRow[]> {
  let rows = tx
    .selectFrom('webhook_delivery')
    .select(COLUMNS)
    .where('org_id', '=', query.orgId)
    .where('endpoint_id', '=', query.endpointId)
  if (query.state) rows = rows.where('state', '=', query.state)
  const { before } = query
  if (before) {
    rows = rows.where(
      sql<boolean>`(created_at, webhook_delivery_id) < (${before.createdAt}, ${before.webhookDeliveryId}::uuid)`,
    )
  }
  return rows.orderBy('created_at', 'desc').orderBy('webhook_delivery_id', 'desc').limit(query.most).execute()
}

export interface WebhookAttempt {
  readonly attempt: number
  readonly at: number
  readonly outcome: string
  readonly status: number | null
  readonly reason: string | null
  readonly durationMs: number | null
}

export const listWebhookAttempts = (
  tx: Tx,
  orgId: string,
  webhookDeliveryId: string,
): Promise<readonly WebhookAttempt[]> =>
  tx
    .selectFrom('webhook_attempt')
    .select(['attempt', 'at', 'outcome', 'status', 'reason', 'duration_ms as durationMs'])
    .where('org_id', '=', orgId)
    .where('webhook_delivery_id', '=', webhookDeliveryId)
    .orderBy('attempt')
    .execute()

const TEST: EventType = 'webhook.tested'

/** One delivery to this endpoint alone, whatever it listens to: shows whoever connects it that all is well. Gives its id. */
export async function sendTestWebhook(tx: Tx, key: EndpointKey, at: number): Promise<string> {
  const webhookDeliveryId = newUuid(at)
  const payload: WebhookPayload = { type: TEST, timestamp: toIso(at), data: { endpointId: key.endpointId } }
  await tx
    .insertInto('webhook_delivery')
    .values({
      org_id: key.orgId,
      webhook_delivery_id: webhookDeliveryId,
      endpoint_id: key.endpointId,
      type: TEST,
      body: JSON.stringify(payload),
      state: 'pending',
      next_at: at,
      created_at: at,
      settled_at: null,
      reason: null,
    })
    .execute()
  return webhookDeliveryId
}

export interface WebhookReplay extends EndpointKey {
  /** One delivery, or every dead one that was made since then (and before `until`, where it is given). */
  readonly which: { readonly webhookDeliveryId: string } | { readonly since: number; readonly until?: number }
  readonly at: number
}

/** Sends dead (and, when named, also delivered) ones again under the same id, with a fresh round of tries. Says how many. */
export async function replayWebhooks(tx: Tx, replay: WebhookReplay): Promise<number> {
  let rows = tx
    .updateTable('webhook_delivery')
    .set({
      state: 'pending',
      attempts: sql<number>`((attempts + ${TRIES_PER_ROUND - 1}) / ${TRIES_PER_ROUND}) * ${TRIES_PER_ROUND}`,
      next_at: replay.at,
      claimed_until: 0,
      reason: null,
      settled_at: null,
    })
    .where('org_id', '=', replay.orgId)
    .where('endpoint_id', '=', replay.endpointId)
  const { which } = replay
  if ('since' in which) {
    rows = rows.where('state', '=', 'dead').where('created_at', '>=', which.since)
    if (which.until !== undefined) rows = rows.where('created_at', '<', which.until)
  } else
    rows = rows.where('webhook_delivery_id', '=', which.webhookDeliveryId).where('state', 'in', ['dead', 'delivered'])
  const done = await rows.returning('webhook_delivery_id').execute()
  return done.length
}
