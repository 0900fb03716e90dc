import { type HotPart, plainArray, textArray } from '../storage/index.ts'

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
  readonly receivedAt: number
  /** Processes that had the turn, this one included. */
  readonly attempts: number
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
  /** The other side fetches: what is stored is delivered. */
  readonly isPulled: boolean
  readonly remember: readonly {
    readonly kind: string
    readonly key: string
    readonly value: string
    readonly expiresAt: number | null
  }[]
  readonly forget: readonly { readonly kind: string; readonly key: string }[]
}

export interface SettledRow {
  readonly n: number
  /** False: somebody took the conversation over, or another process answered: nothing was said. */
  readonly is_open: boolean
  readonly first_seq: number
  /** An earlier reply of the conversation is still on its way. */
  readonly has_earlier: boolean
}

// The due turn is deleted exactly once: that is what makes the answer happen once, whoever else may have taken the turn for
// lost. The conversation's row is locked by its update, which looks at the fence at the same time. Long texts are taken by
// their place in their array rather than carried through every step, and what was taken is known by a hashed look-up ("is
// true" keeps it one): a batch joined with itself would be read once a row, or all that is due would.
const SETTLE = `
  with input as (
    select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[], $8::uuid[], $9::uuid[], $10::int[], $11::bigint[],
      $12::text[], $13::text[], $14::text[], $15::real[], $17::boolean[], $18::boolean[], $19::int[], $20::int[], $21::bigint[], $39::bigint[], $40::int[]) with ordinality
      as i(org_id, shop_id, channel_id, conversation_id, buyer_id, session_id, turn_id, claim, delivery_id, epoch, at,
        decision, intent, scenario, confidence, hands_off, is_pulled, messages, from_place, delivery_until, received_at, attempts, n)),
  gone as (
    delete from due_turn t where t.org_id = any ($1::uuid[]) and t.turn_id = any ($7::uuid[]) and t.claim = any ($8::uuid[]) returning t.turn_id),
  taken as (
    select i.*, i.hands_off and (select c.owner = 'robot' from conversation c where c.org_id = i.org_id and c.conversation_id = i.conversation_id) as was_robots
    from input i where (i.turn_id in (select turn_id from gone)) is true),
  moved as (
    update conversation c set
      next_seq = case when c.epoch = k.epoch then c.next_seq + k.messages else c.next_seq end,
      owner = case when c.epoch = k.epoch and k.hands_off and c.owner = 'robot' then 'waiting' else c.owner end
    from taken k where c.org_id = k.org_id and c.conversation_id = k.conversation_id
    returning k.*, c.epoch = k.epoch as is_open, c.next_seq - k.messages as first_seq),
  logged as (
    insert into turn (org_id, turn_id, conversation_id, shop_id, state, epoch, attempts, received_at, settled_at, decision, intent, scenario, confidence, trace)
    select org_id, turn_id, conversation_id, shop_id, case when is_open then 'settled' else 'fenced' end, epoch, attempts, received_at, at, decision, intent, scenario,
      confidence, (($16::text[])[n])::json from moved),
  said as (
    insert into message (org_id, conversation_id, seq, message_id, shop_id, session_id, turn_id, role, content, sent_at, stored_at)
    select k.org_id, k.conversation_id, k.first_seq + g, ($22::uuid[])[k.from_place + g], k.shop_id, k.session_id, k.turn_id, 'robot', (($23::text[])[k.from_place + g])::json, k.at, k.at
    from moved k cross join lateral generate_series(0, k.messages - 1) g where k.is_open),
  queued as (
    insert into due_delivery (org_id, conversation_id, first_seq, delivery_id, shop_id, channel_id, turn_id, seqs, epoch, next_at, claimed_until, created_at)
    select org_id, conversation_id, first_seq, delivery_id, shop_id, channel_id, turn_id, array(select generate_series(first_seq, first_seq + messages - 1)), epoch, at, delivery_until, at
    from moved where is_open and messages > 0 and not is_pulled),
  pulled as (
    insert into delivery (org_id, delivery_id, conversation_id, shop_id, channel_id, turn_id, seqs, epoch, state, attempts, receipt, created_at, settled_at)
    select org_id, delivery_id, conversation_id, shop_id, channel_id, turn_id, array(select generate_series(first_seq, first_seq + messages - 1)), epoch, 'delivered', 1, 'pull', at, at
    from moved where is_open and messages > 0 and is_pulled),
  told as (
    insert into outbox (org_id, events, at)
    select org_id, ('[' || string_agg(concat('{"type":"turn.understood"', head, turn, ',"intent":', coalesce(to_json(intent)::text, 'null'), ',"confidence":', confidence, '}},{"type":"reply.decided"', head,
        turn, ',"decision":', coalesce(to_json(decision)::text, 'null'), ',"scenario":', coalesce(to_json(scenario)::text, 'null'), ',"messages":', messages, ',"fenced":', case when is_open then 'false' else 'true' end, '}}',
        case when was_robots and is_open then concat(',{"type":"conversation.handed-off"', head, turn, ',"scenario":', coalesce(to_json(scenario)::text, 'null'), '}}') end,
        case when is_pulled and is_open and messages > 0 then concat(',{"type":"reply.delivered"', head, '"deliveryId":"', delivery_id, '","conversationId":"', conversation_id, '","channelId":"', channel_id,
          '","turnId":"', turn_id, '","seqs":', array_to_json(array(select generate_series(first_seq, first_seq + messages - 1))), ',"state":"delivered","attempts":1}}') end), ',' order by n) || ']')::json, max(at)
    from moved cross join lateral (select concat(',"orgId":"', org_id, '","shopId":"', shop_id, '","key":"', conversation_id, '","at":', at, ',"body":{') as head,
      concat('"turnId":"', turn_id, '","conversationId":"', conversation_id, '"') as turn) h
    group by org_id),
  forgotten as (
    delete from memory m using unnest($24::uuid[], $25::uuid[], $26::uuid[], $27::text[], $28::text[], $29::uuid[]) as f(org_id, shop_id, buyer_id, kind, key, turn_id)
    where m.org_id = f.org_id and m.shop_id = f.shop_id and m.buyer_id = f.buyer_id and m.kind = f.kind and m.key = f.key and (f.turn_id in (select turn_id from taken)) is true),
  remembered as (
    insert into memory (org_id, shop_id, buyer_id, kind, key, value, scope, source_turn, recorded_at, expires_at)
    select r.org_id, r.shop_id, r.buyer_id, r.kind, r.key, r.value::jsonb, 'shop', r.turn_id, r.at, r.expires_at
    from unnest($30::uuid[], $31::uuid[], $32::uuid[], $33::text[], $34::text[], $35::text[], $36::uuid[], $37::bigint[], $38::bigint[])
      as r(org_id, shop_id, buyer_id, kind, key, value, turn_id, at, expires_at) where (r.turn_id in (select turn_id from taken)) is true
    on conflict (org_id, shop_id, buyer_id, kind, key) do update set value = excluded.value, source_turn = excluded.source_turn,
      recorded_at = excluded.recorded_at, expires_at = excluded.expires_at)
  select n::int, is_open, first_seq, exists (select from due_delivery d where d.org_id = moved.org_id and d.conversation_id = moved.conversation_id
    and d.first_seq < moved.first_seq) as has_earlier from moved`

const isSettledRow = (row: unknown): row is SettledRow => typeof row === 'object' && row !== null && 'is_open' in row

/** Turns that were thought through. Null: the turn was no longer ours to answer. */
export const settledPart: HotPart<SettledTurn, SettledRow | null> = {
  place: 3,
  keyOf: (one) => one.conversationId,
  orgOf: (one) => one.orgId,
  statements: (batch) => [
    {
      name: 'settle-turns',
      text: SETTLE,
      values: [
        ...turnColumns(batch),
        ...messageColumns(batch),
        ...forgetColumns(batch),
        ...rememberColumns(batch),
        ...heardColumns(batch),
      ],
    },
  ],
  // The statement itself fixes the columns; a schema check per row would cost more than the row.
  answers(batch, rows) {
    const answers: (SettledRow | null)[] = batch.map(() => null)
    for (const row of rows) if (isSettledRow(row)) answers[row.n - 1] = row
    return answers
  },
}

function turnColumns(batch: readonly SettledTurn[]): unknown[] {
  let place = 1
  const places = batch.map(({ messages }) => {
    const first = place
    place += messages.length
    return first
  })
  return [
    plainArray(batch.map((one) => one.orgId)),
    plainArray(batch.map((one) => one.shopId)),
    plainArray(batch.map((one) => one.channelId)),
    plainArray(batch.map((one) => one.conversationId)),
    plainArray(batch.map((one) => one.buyerId)),
    // A turn that is healed late may find every session closed.
    plainArray(batch.map((one) => one.sessionId || null)),
    plainArray(batch.map((one) => one.turnId)),
    plainArray(batch.map((one) => one.claim)),
    plainArray(batch.map((one) => one.deliveryId)),
    plainArray(batch.map((one) => one.epoch)),
    plainArray(batch.map((one) => one.at)),
    textArray(batch.map((one) => one.decision)),
    textArray(batch.map((one) => one.intent)),
    textArray(batch.map((one) => one.scenario)),
    plainArray(batch.map((one) => one.confidence)),
    textArray(batch.map((one) => one.trace)),
    plainArray(batch.map((one) => one.handsOff)),
    plainArray(batch.map((one) => one.isPulled)),
    plainArray(batch.map((one) => one.messages.length)),
    plainArray(places),
    plainArray(batch.map((one) => one.deliveryClaimedUntil)),
  ]
}

const heardColumns = (batch: readonly SettledTurn[]): unknown[] => [
  plainArray(batch.map((one) => one.receivedAt)),
  plainArray(batch.map((one) => one.attempts)),
]

function messageColumns(batch: readonly SettledTurn[]): unknown[] {
  const rows = batch.flatMap(({ messages }) => messages)
  return [plainArray(rows.map((row) => row.messageId)), textArray(rows.map((row) => row.content))]
}

function forgetColumns(batch: readonly SettledTurn[]): unknown[] {
  const rows = batch.flatMap((turn) => turn.forget.map((fact) => ({ turn, fact })))
  return [
    ...ownerColumns(rows),
    textArray(rows.map(({ fact }) => fact.kind)),
    textArray(rows.map(({ fact }) => fact.key)),
    plainArray(rows.map(({ turn }) => turn.turnId)),
  ]
}

function rememberColumns(batch: readonly SettledTurn[]): unknown[] {
  const all = batch.flatMap((turn) => turn.remember.map((fact) => ({ turn, fact })))
  // Two answers of a turn may tell the same figure; the database takes one row of a key in a statement.
  const last = new Map(
    all.map((row) => [JSON.stringify([row.turn.shopId, row.turn.buyerId, row.fact.kind, row.fact.key]), row]),
  )
  const rows = [...last.values()]
  return [
    ...ownerColumns(rows),
    textArray(rows.map(({ fact }) => fact.kind)),
    textArray(rows.map(({ fact }) => fact.key)),
    textArray(rows.map(({ fact }) => fact.value)),
    plainArray(rows.map(({ turn }) => turn.turnId)),
    plainArray(rows.map(({ turn }) => turn.at)),
    plainArray(rows.map(({ fact }) => fact.expiresAt)),
  ]
}

const ownerColumns = (rows: readonly { readonly turn: SettledTurn }[]): unknown[] => [
  plainArray(rows.map(({ turn }) => turn.orgId)),
  plainArray(rows.map(({ turn }) => turn.shopId)),
  plainArray(rows.map(({ turn }) => turn.buyerId)),
]
