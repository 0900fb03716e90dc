import type { DomainEvent } from '../kernel/events.ts'
import type { Database } from '../storage/index.ts'
import { eventOf, type Settlement } from './settlement.ts'

// Rows, attempt log and events of a whole batch in one statement. A delivery that another process settled first is left
// alone, and has no second event.
const TEXT = `
  with i as (
    select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::int[], $5::bigint[], $6::text[], $7::text[], $8::text[],
      $9::bigint[], $10::text[], $11::int[], $12::text[], $13::text[])
    as i(org_id, delivery_id, state, attempts, next_at, reason, receipt, losses, at, outcome, duration_ms, key, events)),
  changed as (
    update delivery d set state = i.state, attempts = i.attempts, next_at = i.next_at, claimed_until = 0, reason = i.reason,
      receipt = i.receipt, losses = i.losses::jsonb, settled_at = case when i.state = 'retrying' then null else i.at end
    from i where d.org_id = i.org_id and d.delivery_id = i.delivery_id and d.state in ('pending','retrying','sending')
    returning d.org_id, d.delivery_id),
  logged as (
    insert into delivery_attempt (org_id, delivery_id, attempt, at, outcome, reason, duration_ms)
    select i.org_id, i.delivery_id, i.attempts, i.at, i.outcome, i.reason, i.duration_ms
    from i join changed using (org_id, delivery_id) where i.outcome is not null
    on conflict do nothing)
  insert into outbox (org_id, key, events, at)
  select i.org_id, i.key, i.events::jsonb, i.at from i join changed using (org_id, delivery_id) where i.events is not null`

/** One statement, whatever the outcomes. Resolves after the commit. */
export async function settleDeliveries(database: Database, list: readonly Settlement[]): Promise<void> {
  await database.hot.run([...new Set(list.map((each) => each.job.orgId))], {
    name: 'delivery-settle',
    text: TEXT,
    values: [
      list.map((each) => each.job.orgId),
      list.map((each) => each.job.deliveryId),
      list.map((each) => each.state),
      list.map((each) => each.attempts),
      list.map((each) => each.nextAt),
      list.map((each) => each.reason),
      list.map((each) => each.receipt),
      list.map((each) => (each.losses.length > 0 ? JSON.stringify(each.losses) : null)),
      list.map((each) => each.at),
      list.map((each) => each.log?.outcome ?? null),
      list.map((each) => each.log?.durationMs ?? null),
      list.map((each) => each.job.conversationId),
      list.map((each) => eventsText(each)),
    ],
  })
}

function eventsText(settlement: Settlement): string | null {
  const type = eventOf(settlement)
  if (!type) return null
  const { job } = settlement
  const event: DomainEvent = {
    type,
    orgId: job.orgId,
    shopId: job.shopId,
    key: job.conversationId,
    at: settlement.at,
    body: {
      deliveryId: job.deliveryId,
      conversationId: job.conversationId,
      channelId: job.channelId,
      turnId: job.turnId,
      seqs: job.seqs,
      state: settlement.state,
      attempts: settlement.attempts,
      ...(settlement.reason === null ? {} : { reason: settlement.reason }),
    },
  }
  return JSON.stringify([event])
}
