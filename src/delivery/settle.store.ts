import type { DomainEvent } from '../kernel/events.ts'
import { type HotPart, plainArray, textArray } from '../storage/index.ts'
import { eventOf, type Settlement } from './settlement.ts'

// Finished: out of what is under way, into the log, with its events. A delivery that another process settled first is left
// alone, and has no second event. Joined with the batch, all that is under way would be read; "is true" keeps the look-up in
// what is gone a hashed one.
const FINISHED = `
  with input as (
    select * from unnest($1::uuid[], $2::uuid[], $3::int[], $4::uuid[], $5::int[], $6::bigint[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::int[], $13::text[],
      $14::uuid[], $15::uuid[], $16::uuid[], $17::int[], $18::int[], $19::bigint[])
      with ordinality as i(org_id, conversation_id, first_seq, delivery_id, attempts, at, state, reason, receipt, losses, outcome, duration_ms, event,
        shop_id, channel_id, turn_id, messages, epoch, created_at, n)),
  gone as (
    delete from due_delivery d where d.org_id = any ($1::uuid[]) and d.conversation_id = any ($2::uuid[]) and d.delivery_id = any ($4::uuid[])
    returning d.delivery_id),
  ours as (select * from input where (delivery_id in (select delivery_id from gone)) is true),
  kept as (
    insert into delivery (org_id, delivery_id, conversation_id, shop_id, channel_id, turn_id, seqs, epoch, state, attempts, reason, receipt, losses, created_at, settled_at)
    select org_id, delivery_id, conversation_id, shop_id, channel_id, turn_id, array(select generate_series(first_seq, first_seq + messages - 1)), epoch, state, attempts,
      reason, receipt, losses::json, created_at, at from ours),
  logged as (
    insert into delivery_attempt (org_id, delivery_id, attempt, at, outcome, reason, duration_ms)
    select org_id, delivery_id, attempts, at, outcome, reason, duration_ms from ours where outcome is not null
    on conflict do nothing)
  insert into outbox (org_id, events, at)
  select org_id, ('[' || string_agg(event, ',' order by n) || ']')::json, max(at) from ours where event is not null group by org_id`

// Who did not send himself may not put off what another process is sending: it would go out twice.
const DEFERRED = `
  with input as (
    select * from unnest($1::uuid[], $2::uuid[], $3::int[], $4::uuid[], $5::int[], $6::bigint[], $7::bigint[], $8::text[], $9::text[], $10::int[])
      as i(org_id, conversation_id, first_seq, delivery_id, attempts, at, next_at, reason, outcome, duration_ms)),
  changed as (
    update due_delivery d set state = 'retrying', attempts = i.attempts, next_at = i.next_at, claimed_until = 0, reason = i.reason from input i
    where d.org_id = i.org_id and d.conversation_id = i.conversation_id and d.first_seq = i.first_seq and d.delivery_id = i.delivery_id
      and (d.state <> 'sending' or i.outcome is not null)
    returning i.*)
  insert into delivery_attempt (org_id, delivery_id, attempt, at, outcome, reason, duration_ms)
  select org_id, delivery_id, attempts, at, outcome, reason, duration_ms from changed where outcome is not null
  on conflict do nothing`

/** Deliveries that came to an end, well or badly. */
export const finishedPart: HotPart<Settlement, null> = {
  place: 4,
  keyOf: ({ job }) => job.deliveryId,
  orgOf: ({ job }) => job.orgId,
  statements: (batch) => [
    {
      name: 'delivery-finish',
      text: FINISHED,
      values: [
        ...keyColumns(batch),
        textArray(batch.map((each) => each.state)),
        textArray(batch.map((each) => each.reason)),
        textArray(batch.map((each) => each.receipt)),
        textArray(batch.map((each) => (each.losses.length > 0 ? JSON.stringify(each.losses) : null))),
        textArray(batch.map((each) => each.log?.outcome ?? null)),
        plainArray(batch.map((each) => each.log?.durationMs ?? null)),
        textArray(batch.map(eventText)),
        plainArray(batch.map(({ job }) => job.shopId)),
        plainArray(batch.map(({ job }) => job.channelId)),
        plainArray(batch.map(({ job }) => job.turnId)),
        plainArray(batch.map(({ job }) => job.seqs.length)),
        plainArray(batch.map(({ job }) => job.epoch)),
        plainArray(batch.map(({ job }) => job.createdAt)),
      ],
    },
  ],
  answers: (batch) => batch.map(() => null),
}

/** Deliveries that will be tried again. */
export const deferredPart: HotPart<Settlement, null> = {
  place: 5,
  keyOf: ({ job }) => job.deliveryId,
  orgOf: ({ job }) => job.orgId,
  statements: (batch) => [
    {
      name: 'delivery-defer',
      text: DEFERRED,
      values: [
        ...keyColumns(batch),
        plainArray(batch.map((each) => each.nextAt ?? each.at)),
        textArray(batch.map((each) => each.reason)),
        textArray(batch.map((each) => each.log?.outcome ?? null)),
        plainArray(batch.map((each) => each.log?.durationMs ?? null)),
      ],
    },
  ],
  answers: (batch) => batch.map(() => null),
}

const keyColumns = (batch: readonly Settlement[]): unknown[] => [
  plainArray(batch.map(({ job }) => job.orgId)),
  plainArray(batch.map(({ job }) => job.conversationId)),
  plainArray(batch.map(({ job }) => job.seqs[0] ?? 0)),
  plainArray(batch.map(({ job }) => job.deliveryId)),
  plainArray(batch.map((each) => each.attempts)),
  plainArray(batch.map((each) => each.at)),
]

function eventText(settlement: Settlement): string | null {
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
  return JSON.stringify(event)
}
