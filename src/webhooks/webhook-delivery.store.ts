import { z } from 'zod'
import type { Database } from '../storage/index.ts'

export interface NewWebhook {
  readonly orgId: string
  readonly webhookDeliveryId: string
  readonly endpointId: string
  readonly type: string
  /** JSON text of the payload. */
  readonly body: string
  readonly at: number
}

/** Known ids are left alone: the outbox hands events out at least once. */
export async function insertWebhooks(database: Database, rows: readonly NewWebhook[]): Promise<void> {
  await database.hot.run([...new Set(rows.map((row) => row.orgId))], {
    name: 'webhook-insert',
    text: `insert into webhook_delivery (org_id, webhook_delivery_id, endpoint_id, type, body, state, next_at, created_at)
      select i.org_id, i.id, i.endpoint_id, i.type, i.body::jsonb, 'pending', i.at, i.at
      from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::bigint[]) as i(org_id, id, endpoint_id, type, body, at)
      on conflict do nothing`,
    values: [
      rows.map((row) => row.orgId),
      rows.map((row) => row.webhookDeliveryId),
      rows.map((row) => row.endpointId),
      rows.map((row) => row.type),
      rows.map((row) => row.body),
      rows.map((row) => row.at),
    ],
  })
}

export interface DueWebhook {
  readonly org_id: string
  readonly webhook_delivery_id: string
}

/** Ids only: they are read across organisations. */
export const findDueWebhooks = async (database: Database, at: number, most: number): Promise<readonly DueWebhook[]> =>
  z.array(z.object({ org_id: z.string(), webhook_delivery_id: z.string() })).parse(
    await database.hot.run([], {
      name: 'webhook-due',
      text: 'select org_id, webhook_delivery_id from due_webhooks($1, $2)',
      values: [at, most],
    }),
  )

const claimed = z.object({
  org_id: z.string(),
  webhook_delivery_id: z.string(),
  endpoint_id: z.string(),
  body: z.unknown(),
  attempts: z.int(),
  created_at: z.int(),
  url: z.string().nullable(),
  secrets: z.array(z.string()).nullable(),
  enabled: z.boolean().nullable(),
})

/** A webhook in hand, with the endpoint as it is now; null where it was removed or switched off. */
export interface Webhook {
  readonly orgId: string
  readonly webhookDeliveryId: string
  readonly endpointId: string
  readonly body: string
  readonly attempts: number
  readonly createdAt: number
  readonly endpoint: { readonly url: string; readonly secrets: readonly string[] } | null
}

export async function claimWebhooks(
  database: Database,
  due: readonly DueWebhook[],
  claim: { readonly at: number; readonly until: number },
): Promise<readonly Webhook[]> {
  const rows = await database.hot.run([...new Set(due.map((row) => row.org_id))], {
    name: 'webhook-claim',
    text: `with mine as (
        update webhook_delivery w set claimed_until = $4::bigint
        from (select o.org_id, o.webhook_delivery_id from webhook_delivery o
              where (o.org_id, o.webhook_delivery_id) in (select * from unnest($1::uuid[], $2::uuid[]))
                and o.state in ('pending','retrying') and o.claimed_until < $3 for update skip locked) d
        where w.org_id = d.org_id and w.webhook_delivery_id = d.webhook_delivery_id returning w.*)
      select m.org_id, m.webhook_delivery_id, m.endpoint_id, m.body, m.attempts, m.created_at, e.url, e.secrets, e.enabled
      from mine m left join webhook_endpoint e on e.org_id = m.org_id and e.endpoint_id = m.endpoint_id
      order by m.next_at`,
    values: [due.map((row) => row.org_id), due.map((row) => row.webhook_delivery_id), claim.at, claim.until],
  })
  return z
    .array(claimed)
    .parse(rows)
    .map((row) => ({
      orgId: row.org_id,
      webhookDeliveryId: row.webhook_delivery_id,
      endpointId: row.endpoint_id,
      body: JSON.stringify(row.body),
      attempts: row.attempts,
      createdAt: row.created_at,
      endpoint: row.enabled && row.url && row.secrets ? { url: row.url, secrets: row.secrets } : null,
    }))
}

export interface WebhookOutcome {
  readonly webhook: Webhook
  readonly state: 'delivered' | 'retrying' | 'dead'
  readonly attempts: number
  readonly nextAt: number | null
  readonly reason: string | null
  readonly at: number
  /** null: nothing was sent. */
  readonly try: { readonly status: number | null; readonly durationMs: number } | null
}

export async function settleWebhooks(database: Database, list: readonly WebhookOutcome[]): Promise<void> {
  await database.hot.run([...new Set(list.map((each) => each.webhook.orgId))], {
    name: 'webhook-settle',
    text: `with i as (
        select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::int[], $5::bigint[], $6::text[], $7::bigint[], $8::boolean[], $9::int[], $10::int[])
        as i(org_id, id, state, attempts, next_at, reason, at, tried, status, duration_ms)),
      changed as (
        update webhook_delivery w set state = i.state, attempts = i.attempts, next_at = i.next_at, reason = i.reason, claimed_until = 0,
          settled_at = case when i.state = 'retrying' then null else i.at end
        from i where w.org_id = i.org_id and w.webhook_delivery_id = i.id and w.state in ('pending','retrying')
        returning w.org_id, w.webhook_delivery_id)
      insert into webhook_attempt (org_id, webhook_delivery_id, attempt, at, outcome, status, reason, duration_ms)
      select i.org_id, i.id, i.attempts, i.at, case when i.state = 'delivered' then 'delivered' else 'failed' end, i.status, i.reason, i.duration_ms
      from i join changed c on c.org_id = i.org_id and c.webhook_delivery_id = i.id where i.tried
      on conflict do nothing`,
    values: [
      list.map((each) => each.webhook.orgId),
      list.map((each) => each.webhook.webhookDeliveryId),
      list.map((each) => each.state),
      list.map((each) => each.attempts),
      list.map((each) => each.nextAt),
      list.map((each) => each.reason),
      list.map((each) => each.at),
      list.map((each) => each.try !== null),
      list.map((each) => each.try?.status ?? null),
      list.map((each) => each.try?.durationMs ?? null),
    ],
  })
}

/** Not now: the endpoint has enough to do. It comes up again after `until`. */
export async function postponeWebhooks(database: Database, list: readonly Webhook[], until: number): Promise<void> {
  if (list.length === 0) return
  await database.hot.run([...new Set(list.map((each) => each.orgId))], {
    name: 'webhook-postpone',
    text: `update webhook_delivery w set claimed_until = $3::bigint from unnest($1::uuid[], $2::uuid[]) as i(org_id, id)
      where w.org_id = i.org_id and w.webhook_delivery_id = i.id and w.state in ('pending','retrying')`,
    values: [list.map((each) => each.orgId), list.map((each) => each.webhookDeliveryId), until],
  })
}
