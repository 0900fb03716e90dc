import { type HotPart, type HotStatement, plainArray, textArray } from '../storage/index.ts'

/** A buyer's message on its way into the log. `key` is the platform's message id: the same key twice is the same message. */
export interface Heard {
  readonly orgId: string
  readonly shopId: string
  readonly channelId: string
  readonly conversationId: string
  readonly sessionId: string
  /** Set when this message opens the session. */
  readonly opensSession: boolean
  /** Set when it does and an earlier session may still be open. */
  readonly closesSession: boolean
  readonly turnId: string
  readonly claim: string
  readonly messageId: string
  readonly key: string
  readonly bodyDigest: string
  readonly content: string
  readonly reference: string | null
  readonly sentAt: number
  readonly storedAt: number
  readonly dueAt: number
  readonly claimedUntil: number
  /** When the idempotency key may be forgotten. */
  readonly keepKeyUntil: number
}

export interface HeardRow {
  readonly n: number
  readonly seq: number
  readonly epoch: number
  readonly owner: 'robot' | 'waiting' | 'human'
  /** The session that the message went to: another process may have opened one first. */
  readonly session_id: string | null
  /** What the shop's read model must be at least: a change that was acknowledged before this message counts for its answer. */
  readonly shop_version: number
  readonly goods_version: number
}

// Not the one that is being opened: a batch whose commit was done and whose answer was lost is written again.
const SESSIONS_CLOSED = `
  with closed as (
    update session s set closed_at = $4, closed_by = 'silence' from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as i(org_id, conversation_id, opening_id)
    where s.org_id = i.org_id and s.conversation_id = i.conversation_id and s.closed_at is null and s.session_id <> i.opening_id
    returning s.org_id, s.session_id, s.conversation_id, s.shop_id)
  insert into outbox (org_id, events, at)
  select org_id, json_agg(json_build_object('type', 'session.closed', 'orgId', org_id, 'shopId', shop_id,
    'key', conversation_id, 'at', $4::bigint, 'body', json_build_object('sessionId', session_id, 'conversationId', conversation_id, 'by', 'silence'))), $4::bigint
  from closed group by org_id`

const SESSIONS_OPENED = `
  with opened as (
    insert into session (org_id, session_id, conversation_id, shop_id, opened_by, opened_at)
    select i.*, 'buyer', $5::bigint from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[]) as i
    on conflict do nothing returning org_id, session_id, conversation_id, shop_id)
  , told as (
    insert into outbox (org_id, events, at)
    select org_id, json_agg(json_build_object('type', 'session.opened', 'orgId', org_id, 'shopId', shop_id,
      'key', conversation_id, 'at', $5::bigint, 'body', json_build_object('sessionId', session_id, 'conversationId', conversation_id))), $5::bigint
    from opened group by org_id)
  update conversation c set session_id = o.session_id from opened o where c.org_id = o.org_id and c.conversation_id = o.conversation_id`

// The key decides first: only what it lets through takes a number, so that the sequence has no gaps. What it let through
// is known by our own id: a key that comes twice in one batch stands in two rows of the input. A conversation stands in one.
// "is true" keeps the look-up a hashed one: joined, it would be read once a row.
const MESSAGES = `
  with input as (
    select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[], $8::uuid[], $9::text[],
      $10::text[], $11::text[], $12::text[], $13::bigint[], $14::bigint[], $15::bigint[], $16::bigint[], $17::bigint[]) with ordinality
      as i(org_id, shop_id, channel_id, conversation_id, session_id, turn_id, claim, message_id, key, digest, content, reference, sent_at,
        stored_at, due_at, claimed_until, keep_until, n)),
  fresh as (
    insert into heard_key (org_id, channel_id, key, digest, message_id, expires_at)
    select org_id, channel_id, key, digest, message_id, keep_until from input
    on conflict do nothing returning message_id),
  placed as (
    update conversation c set next_seq = c.next_seq + 1, last_at = greatest(c.last_at, i.stored_at) from input i
    where c.org_id = i.org_id and c.conversation_id = i.conversation_id and (i.message_id in (select message_id from fresh)) is true
    returning i.*, c.next_seq - 1 as seq, c.epoch, c.owner, c.session_id as open_session),
  stored as (
    insert into message (org_id, conversation_id, seq, message_id, shop_id, session_id, turn_id, role, content, reference, sent_at, stored_at)
    select org_id, conversation_id, seq, message_id, shop_id, coalesce(open_session, session_id), turn_id, 'buyer', content::json, reference::json, sent_at, stored_at from placed),
  due as (
    insert into due_turn (org_id, turn_id, conversation_id, shop_id, epoch, due_at, claim, claimed_until, received_at)
    select org_id, turn_id, conversation_id, shop_id, epoch, due_at, claim, claimed_until, stored_at from placed
    on conflict (org_id, turn_id) do nothing),
  told as (
    insert into outbox (org_id, events, at)
    select org_id, ('[' || string_agg(concat('{"type":"message.received","orgId":"', org_id, '","shopId":"', shop_id, '","key":"', conversation_id, '","at":', stored_at,
      ',"body":{"messageId":"', message_id, '","conversationId":"', conversation_id, '","channelId":"', channel_id, '","turnId":"', turn_id, '","seq":', seq, '}}'), ',' order by n) || ']')::json, max(stored_at)
    from placed group by org_id)
  select p.n::int, p.seq, p.epoch, p.owner, coalesce(p.open_session, p.session_id) as session_id, s.version as shop_version, s.goods_version
  from placed p join shop s on s.org_id = p.org_id and s.shop_id = p.shop_id`

const isHeardRow = (row: unknown): row is HeardRow => typeof row === 'object' && row !== null && 'seq' in row

/** Messages of buyers. Null: the key was known, the message is a repetition. */
export const heardPart: HotPart<Heard, HeardRow | null> = {
  place: 2,
  keyOf: (one) => one.conversationId,
  orgOf: (one) => one.orgId,
  statements(batch) {
    const opening = batch.filter((one) => one.opensSession)
    const messages = { name: 'store-heard', text: MESSAGES, values: columns(batch) }
    return opening.length > 0 ? [...sessionStatements(opening), messages] : [messages]
  },
  // The statement itself fixes the columns; a schema check per row would cost more than the row.
  answers(batch, rows) {
    const answers: (HeardRow | null)[] = batch.map(() => null)
    for (const row of rows) if (isHeardRow(row)) answers[row.n - 1] = row
    return answers
  },
}

function sessionStatements(opening: readonly Heard[]): HotStatement[] {
  const at = opening[0]?.storedAt ?? 0
  const closing = opening.filter((one) => one.closesSession)
  const closed = [
    plainArray(closing.map((one) => one.orgId)),
    plainArray(closing.map((one) => one.conversationId)),
    plainArray(closing.map((one) => one.sessionId)),
    at,
  ]
  const opened = [
    plainArray(opening.map((one) => one.orgId)),
    plainArray(opening.map((one) => one.sessionId)),
    plainArray(opening.map((one) => one.conversationId)),
    plainArray(opening.map((one) => one.shopId)),
    at,
  ]
  return [
    ...(closing.length > 0 ? [{ name: 'close-sessions', text: SESSIONS_CLOSED, values: closed }] : []),
    { name: 'open-sessions', text: SESSIONS_OPENED, values: opened },
  ]
}

const columns = (batch: readonly Heard[]): unknown[] => [
  plainArray(batch.map((one) => one.orgId)),
  plainArray(batch.map((one) => one.shopId)),
  plainArray(batch.map((one) => one.channelId)),
  plainArray(batch.map((one) => one.conversationId)),
  plainArray(batch.map((one) => one.sessionId)),
  plainArray(batch.map((one) => one.turnId)),
  plainArray(batch.map((one) => one.claim)),
  plainArray(batch.map((one) => one.messageId)),
  textArray(batch.map((one) => one.key)),
  textArray(batch.map((one) => one.bodyDigest)),
  textArray(batch.map((one) => one.content)),
  textArray(batch.map((one) => one.reference)),
  plainArray(batch.map((one) => one.sentAt)),
  plainArray(batch.map((one) => one.storedAt)),
  plainArray(batch.map((one) => one.dueAt)),
  plainArray(batch.map((one) => one.claimedUntil)),
  plainArray(batch.map((one) => one.keepKeyUntil)),
]
