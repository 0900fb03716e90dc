import type { HotStatement } from '../storage/index.ts'

/** A turn that was thought through: its reply, its trace, what to remember. Written in one batch with others. */
export interface SettledTurn {
  readonly orgId: string
  readonly shopId: string
  readonly channelId: string
  readonly conversationId: string
  readonly buyerId: string
  readonly sessionId: string
  readonly turnId: string
  readonly claim: string
  readonly epoch: number
  readonly at: number
  readonly decision: string
  readonly intent: string | null
  readonly scenario: string | null
  readonly confidence: number
  readonly trace: string
  readonly handsOff: boolean
  readonly messages: readonly { readonly messageId: string; readonly content: string }[]
  readonly deliveryId: string
  readonly deliveryClaimedUntil: number
  readonly remember: readonly {
    readonly kind: string
    readonly key: string
    readonly value: string
    readonly expiresAt: number | null
  }[]
  readonly forget: readonly { readonly kind: string; readonly key: string }[]
}

export interface SettledRow {
  readonly turn_id: string
  /** False: somebody took the conversation over, or another process answered: nothing was said. */
  readonly is_open: boolean
  readonly first_seq: number
}

// `open` locks the conversations in a fixed order and looks at the fence. The turn row moves from 'due' exactly once: that
// is what makes the answer happen once, whoever else may have taken the turn for lost. `coalesce` keeps the planner from
// the partial index of all due turns: the key is meant.
const SETTLE = `
  with input as (
    select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[], $8::int[], $9::bigint[], $10::text[], $11::text[],
      $12::text[], $13::real[], $14::text[], $15::boolean[], $16::int[], $17::uuid[], $18::bigint[])
      as i(org_id, shop_id, channel_id, conversation_id, session_id, turn_id, claim, epoch, at, decision, intent, scenario, confidence, trace, hands_off, messages, delivery_id, delivery_until)),
  head as (
    select c.* from (select distinct org_id, conversation_id from input order by conversation_id) i
    cross join lateral (select c.org_id, c.conversation_id, c.epoch, c.owner, c.next_seq from conversation c
      where c.org_id = i.org_id and c.conversation_id = i.conversation_id for update) c),
  taken as (
    update turn t set state = case when h.epoch = i.epoch then 'settled' else 'fenced' end, settled_at = i.at, decision = i.decision, intent = i.intent,
      scenario = i.scenario, confidence = i.confidence, trace = i.trace::json
    from input i join head h using (org_id, conversation_id)
    where t.org_id = i.org_id and t.turn_id = i.turn_id and coalesce(t.state, '') = 'due' and t.claim = i.claim
    returning i.*, h.epoch = i.epoch as is_open, h.next_seq as first_seq, h.owner),
  moved as (
    update conversation c set next_seq = c.next_seq + k.messages, owner = case when k.hands_off and c.owner = 'robot' then 'waiting' else c.owner end
    from taken k where k.is_open and (k.messages > 0 or k.hands_off) and c.org_id = k.org_id and c.conversation_id = k.conversation_id),
  said as (
    insert into message (org_id, conversation_id, seq, message_id, shop_id, session_id, turn_id, role, content, sent_at, stored_at)
    select k.org_id, k.conversation_id, k.first_seq + m.place, m.message_id, k.shop_id, k.session_id, k.turn_id, 'robot', m.content::jsonb, k.at, k.at
    from taken k join unnest($19::uuid[], $20::int[], $21::uuid[], $22::text[]) as m(turn_id, place, message_id, content) using (turn_id) where k.is_open),
  queued as (
    insert into delivery (org_id, delivery_id, conversation_id, shop_id, channel_id, turn_id, seqs, epoch, state, next_at, claimed_until, created_at)
    select org_id, delivery_id, conversation_id, shop_id, channel_id, turn_id, array(select generate_series(first_seq, first_seq + messages - 1)), epoch, 'pending', at, delivery_until, at
    from taken where is_open and messages > 0),
  told as (
    insert into outbox (org_id, key, events, at)
    select org_id, conversation_id, jsonb_build_array(
        jsonb_build_object('type', 'turn.understood', 'orgId', org_id, 'shopId', shop_id, 'key', conversation_id, 'at', at,
          'body', jsonb_build_object('turnId', turn_id, 'conversationId', conversation_id, 'intent', intent, 'confidence', confidence)),
        jsonb_build_object('type', 'reply.decided', 'orgId', org_id, 'shopId', shop_id, 'key', conversation_id, 'at', at,
          'body', jsonb_build_object('turnId', turn_id, 'conversationId', conversation_id, 'decision', decision, 'scenario', scenario, 'messages', messages, 'fenced', not is_open)))
      || case when hands_off and is_open and owner = 'robot' then jsonb_build_array(jsonb_build_object('type', 'conversation.handed-off', 'orgId', org_id, 'shopId', shop_id,
          'key', conversation_id, 'at', at, 'body', jsonb_build_object('turnId', turn_id, 'conversationId', conversation_id, 'scenario', scenario))) else '[]'::jsonb end, at
    from taken),
  forgotten as (
    delete from memory m using unnest($23::uuid[], $24::uuid[], $25::uuid[], $26::text[], $27::text[], $28::uuid[]) as f(org_id, shop_id, buyer_id, kind, key, turn_id)
    where m.org_id = f.org_id and m.shop_id = f.shop_id and m.buyer_id = f.buyer_id and m.kind = f.kind and m.key = f.key and f.turn_id in (select turn_id from taken)),
  remembered as (
    insert into memory (org_id, shop_id, buyer_id, kind, key, value, scope, source_turn, recorded_at, expires_at)
    select r.org_id, r.shop_id, r.buyer_id, r.kind, r.key, r.value::jsonb, 'shop', r.turn_id, r.at, r.expires_at
    from unnest($29::uuid[], $30::uuid[], $31::uuid[], $32::text[], $33::text[], $34::text[], $35::uuid[], $36::bigint[], $37::bigint[])
      as r(org_id, shop_id, buyer_id, kind, key, value, turn_id, at, expires_at) where r.turn_id in (select turn_id from taken)
    on conflict (org_id, shop_id, buyer_id, kind, key) do update set value = excluded.value, source_turn = excluded.source_turn,
      recorded_at = excluded.recorded_at, expires_at = excluded.expires_at)
  select turn_id, is_open, first_seq from taken`

export function settleTurnsStatement(batch: readonly SettledTurn[]): HotStatement {
  return {
    name: 'settle-turns',
    text: SETTLE,
    values: [...turnColumns(batch), ...messageColumns(batch), ...forgetColumns(batch), ...rememberColumns(batch)],
  }
}

const turnColumns = (batch: readonly SettledTurn[]): unknown[] => [
  batch.map((one) => one.orgId),
  batch.map((one) => one.shopId),
  batch.map((one) => one.channelId),
  batch.map((one) => one.conversationId),
  batch.map((one) => one.sessionId),
  batch.map((one) => one.turnId),
  batch.map((one) => one.claim),
  batch.map((one) => one.epoch),
  batch.map((one) => one.at),
  batch.map((one) => one.decision),
  batch.map((one) => one.intent),
  batch.map((one) => one.scenario),
  batch.map((one) => one.confidence),
  batch.map((one) => one.trace),
  batch.map((one) => one.handsOff),
  batch.map((one) => one.messages.length),
  batch.map((one) => one.deliveryId),
  batch.map((one) => one.deliveryClaimedUntil),
]

function messageColumns(batch: readonly SettledTurn[]): unknown[] {
  const rows = batch.flatMap(({ turnId, messages }) =>
    messages.map((message, place) => ({ turnId, place, ...message })),
  )
  return [
    rows.map((row) => row.turnId),
    rows.map((row) => row.place),
    rows.map((row) => row.messageId),
    rows.map((row) => row.content),
  ]
}

function forgetColumns(batch: readonly SettledTurn[]): unknown[] {
  const rows = batch.flatMap((turn) => turn.forget.map((fact) => ({ turn, fact })))
  return [
    ...ownerColumns(rows),
    rows.map(({ fact }) => fact.kind),
    rows.map(({ fact }) => fact.key),
    rows.map(({ turn }) => turn.turnId),
  ]
}

function rememberColumns(batch: readonly SettledTurn[]): unknown[] {
  const rows = batch.flatMap((turn) => turn.remember.map((fact) => ({ turn, fact })))
  return [
    ...ownerColumns(rows),
    rows.map(({ fact }) => fact.kind),
    rows.map(({ fact }) => fact.key),
    rows.map(({ fact }) => fact.value),
    rows.map(({ turn }) => turn.turnId),
    rows.map(({ turn }) => turn.at),
    rows.map(({ fact }) => fact.expiresAt),
  ]
}

const ownerColumns = (rows: readonly { readonly turn: SettledTurn }[]): unknown[] => [
  rows.map(({ turn }) => turn.orgId),
  rows.map(({ turn }) => turn.shopId),
  rows.map(({ turn }) => turn.buyerId),
]
