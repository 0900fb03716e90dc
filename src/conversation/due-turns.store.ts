import { z } from 'zod'
import { inboundContent, reference } from '../message/index.ts'
import type { HotLane } from '../storage/index.ts'

const claimed = z.object({
  org_id: z.string(),
  turn_id: z.string(),
  conversation_id: z.string(),
  shop_id: z.string(),
  channel_id: z.string(),
  channel_kind: z.string(),
  external_id: z.string(),
  session_id: z.string().nullable(),
  epoch: z.number(),
  claim: z.string(),
  attempts: z.number(),
  received_at: z.number(),
  version: z.number(),
  goods_version: z.number(),
  // What we can no longer read leaves a turn without words: it goes to a person, and holds no other turn up.
  messages: z
    .array(
      z.object({
        message_id: z.string(),
        seq: z.number(),
        content: inboundContent,
        reference: reference.nullable(),
        sent_at: z.number(),
      }),
    )
    .catch([]),
})
/** A turn that nobody answered in time, taken over with everything needed to answer it. */
export type ClaimedTurn = z.infer<typeof claimed>

const CLAIM = `
  with mine as (
    update due_turn t set claim = $3, claimed_until = $4, attempts = t.attempts + 1 from unnest($1::uuid[], $2::uuid[]) as i(org_id, turn_id)
    where t.org_id = i.org_id and t.turn_id = i.turn_id and t.claimed_until < $5 returning t.*)
  select t.org_id, t.turn_id, t.conversation_id, t.shop_id, t.epoch, t.claim, t.attempts, t.received_at, c.channel_id, c.session_id,
    a.kind as channel_kind, b.external_id, s.version, s.goods_version,
    coalesce((select json_agg(json_build_object('message_id', m.message_id, 'seq', m.seq, 'content', m.content, 'reference', m.reference, 'sent_at', m.sent_at) order by m.seq)
      from message m where m.org_id = t.org_id and m.conversation_id = t.conversation_id and m.turn_id = t.turn_id and m.role = 'buyer'), '[]') as messages
  from mine t join conversation c using (org_id, conversation_id) join buyer b using (org_id, buyer_id)
    join channel_account a on a.org_id = c.org_id and a.channel_id = c.channel_id join shop s on s.org_id = t.org_id and s.shop_id = t.shop_id`

export interface Claiming {
  readonly claim: string
  readonly at: number
  readonly until: number
  readonly most: number
}

/** Takes overdue turns over: exactly one caller gets each. */
export async function claimDueTurns(hot: HotLane, { claim, at, until, most }: Claiming): Promise<ClaimedTurn[]> {
  const due = await hot.run<{ org_id: string; turn_id: string }>([], {
    name: 'due-turns',
    text: 'select * from due_turns($1, $2)',
    values: [at, most],
  })
  if (due.length === 0) return []
  const orgIds = due.map((row) => row.org_id)
  const values = [orgIds, due.map((row) => row.turn_id), claim, until, at]
  const rows = await hot.run([...new Set(orgIds)], { name: 'claim-turns', text: CLAIM, values })
  return rows.map((row) => claimed.parse(row))
}

const FAIL = `
  with lost as (delete from due_turn where org_id = $1 and turn_id = $2 and claim = $3 returning *),
  logged as (
    insert into turn (org_id, turn_id, conversation_id, shop_id, state, epoch, attempts, received_at, settled_at)
    select org_id, turn_id, conversation_id, shop_id, 'failed', epoch, attempts, received_at, $4::bigint from lost on conflict do nothing),
  waiting as (update conversation c set owner = 'waiting' from lost l where c.org_id = l.org_id and c.conversation_id = l.conversation_id and c.owner = 'robot')
  insert into outbox (org_id, events, at) select org_id, json_build_array(
    json_build_object('type', 'alert.raised', 'orgId', org_id, 'shopId', shop_id, 'key', conversation_id, 'at', $4::bigint,
      'body', json_build_object('alert', 'turn-failed', 'turnId', turn_id, 'conversationId', conversation_id))), $4 from lost`

/** Gives a turn up after too many tries: the conversation waits for a person and an alert is raised. */
export async function failTurn(
  hot: HotLane,
  turn: { orgId: string; turnId: string; claim: string; at: number },
): Promise<void> {
  await hot.run([turn.orgId], { name: 'fail-turn', text: FAIL, values: [turn.orgId, turn.turnId, turn.claim, turn.at] })
}
