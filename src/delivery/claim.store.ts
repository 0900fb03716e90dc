import { z } from 'zod'
import { content } from '../message/index.ts'
import type { Database } from '../storage/index.ts'
import { CLAIM_MS, type DeliveryJob, type Speaker } from './delivery-job.ts'

/** A delivery taken over from the database: `wasSending` = a process died (or hangs) between sending and settling it. */
export interface Claimed {
  readonly job: DeliveryJob
  readonly wasSending: boolean
}

export interface DeliveryKey {
  readonly orgId: string
  readonly conversationId: string
  readonly deliveryId: string
}

/** Deliveries whose time has come and that no process holds. Ids only: they are read across organisations. */
export async function findDue(database: Database, at: number, most: number): Promise<readonly DeliveryKey[]> {
  const rows = await database.hot.run<{ org_id: string; conversation_id: string; delivery_id: string }>([], {
    name: 'delivery-due',
    text: 'select org_id, conversation_id, delivery_id from due_deliveries($1, $2)',
    values: [at, most],
  })
  return rows.map((row) => ({
    orgId: row.org_id,
    conversationId: row.conversation_id,
    deliveryId: row.delivery_id,
  }))
}

const TEXT = `
  with mine as (
    update due_delivery d set claimed_until = $4::bigint + ${CLAIM_MS}, state = case when d.state = 'sending' then 'retrying' else d.state end
    from (select o.org_id, o.conversation_id, o.first_seq, o.delivery_id, o.state
          from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as i(org_id, conversation_id, delivery_id)
          join due_delivery o on o.org_id = i.org_id and o.conversation_id = i.conversation_id and o.delivery_id = i.delivery_id
          where o.claimed_until < $4
          for update of o skip locked) old
    where d.org_id = old.org_id and d.conversation_id = old.conversation_id and d.first_seq = old.first_seq and d.delivery_id = old.delivery_id
    returning d.*, old.state as old_state)
  select d.org_id, d.delivery_id, d.conversation_id, d.shop_id, d.channel_id, d.turn_id, d.seqs, d.epoch, d.attempts, d.created_at,
    d.old_state, c.buyer_id, b.external_id as buyer_ref, m.message_ids, m.contents, m.role
  from mine d
  join conversation c on c.org_id = d.org_id and c.conversation_id = d.conversation_id
  join buyer b on b.org_id = c.org_id and b.buyer_id = c.buyer_id
  cross join lateral (
    select array_agg(m.message_id::text order by m.seq) as message_ids, json_agg(m.content order by m.seq) as contents, min(m.role) as role
    from message m where m.org_id = d.org_id and m.conversation_id = d.conversation_id and m.seq = any(d.seqs)) m
  order by d.seqs`

const row = z.object({
  org_id: z.string(),
  delivery_id: z.string(),
  conversation_id: z.string(),
  shop_id: z.string(),
  channel_id: z.string(),
  turn_id: z.string().nullable(),
  seqs: z.array(z.int()),
  epoch: z.int(),
  attempts: z.int(),
  created_at: z.int(),
  old_state: z.string(),
  buyer_id: z.string(),
  buyer_ref: z.string(),
  // Erased messages leave a delivery without words: it is refused, and holds nobody up. (json_agg, not jsonb_agg: that one
  // reads every text, and one that it cannot read would fail the whole batch.)
  message_ids: z.array(z.string()).nullable(),
  contents: z.array(content).catch([]),
  role: z.string().nullable(),
})

/** Takes these deliveries for this process, with everything that a send needs. What somebody else holds is left out. */
export async function claimDeliveries(
  database: Database,
  ids: readonly DeliveryKey[],
  at: number,
): Promise<readonly Claimed[]> {
  const rows = await database.hot.run([...new Set(ids.map((each) => each.orgId))], {
    name: 'delivery-claim',
    text: TEXT,
    values: [
      ids.map((each) => each.orgId),
      ids.map((each) => each.conversationId),
      ids.map((each) => each.deliveryId),
      at,
    ],
  })
  return z
    .array(row)
    .parse(rows)
    .map((each) => ({ job: jobOf(each), wasSending: each.old_state === 'sending' }))
}

const jobOf = (each: z.infer<typeof row>): DeliveryJob => ({
  orgId: each.org_id,
  shopId: each.shop_id,
  channelId: each.channel_id,
  conversationId: each.conversation_id,
  deliveryId: each.delivery_id,
  turnId: each.turn_id,
  seqs: each.seqs,
  messageIds: each.message_ids ?? [],
  contents: each.contents,
  role: speaker(each.role),
  epoch: each.epoch,
  buyerId: each.buyer_id,
  buyerRef: each.buyer_ref,
  attempts: each.attempts,
  createdAt: each.created_at,
  isAhead: false,
})

const speaker = (role: string | null): Speaker => (role === 'agent' || role === 'system' ? role : 'robot')
