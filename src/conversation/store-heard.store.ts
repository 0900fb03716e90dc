import type { HotStatement } from '../storage/index.ts'

/** A buyer's message on its way into the log. `key` is the platform's message id: the same key twice is the same message. */
export interface Heard {
  readonly orgId: string
  readonly shopId: string
  readonly channelId: string
  readonly conversationId: string
  readonly sessionId: string
  /** Set when this message opens the session. */
  readonly opensSession: boolean
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
  /** What the shop's read model must be at least: a change that was acknowledged before this message counts for its answer. */
  readonly shop_version: number
  readonly goods_version: number
}

const SESSIONS_CLOSED = `
  with closed as (
    update session s set closed_at = $3, closed_by = 'silence' from unnest($1::uuid[], $2::uuid[]) as i(org_id, conversation_id)
    where s.org_id = i.org_id and s.conversation_id = i.conversation_id and s.closed_at is null
    returning s.org_id, s.session_id, s.conversation_id, s.shop_id)
  insert into outbox (org_id, key, events, at)
  select org_id, conversation_id, jsonb_build_array(jsonb_build_object('type', 'session.closed', 'orgId', org_id, 'shopId', shop_id,
    'key', conversation_id, 'at', $3::bigint, 'body', jsonb_build_object('sessionId', session_id, 'conversationId', conversation_id, 'by', 'silence'))), $3::bigint
  from closed`

const SESSIONS_OPENED = `
  with opened as (
    insert into session (org_id, session_id, conversation_id, shop_id, opened_by, opened_at)
    select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::bigint[])
    on conflict do nothing returning org_id, session_id, conversation_id, shop_id, opened_at)
  , told as (
    insert into outbox (org_id, key, events, at)
    select org_id, conversation_id, jsonb_build_array(jsonb_build_object('type', 'session.opened', 'orgId', org_id, 'shopId', shop_id,
      'key', conversation_id, 'at', opened_at, 'body', jsonb_build_object('sessionId', session_id, 'conversationId', conversation_id))), opened_at
    from opened)
  update conversation c set session_id = o.session_id from opened o where c.org_id = o.org_id and c.conversation_id = o.conversation_id`

// The key decides first: only what it lets through takes a number, so that the sequence has no gaps. What it let through
// is known by our own id: a key that comes twice in one batch stands in two rows of the input.
const MESSAGES = `
  with input as (
    select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[], $8::uuid[], $9::text[],
      $10::text[], $11::text[], $12::text[], $13::bigint[], $14::bigint[], $15::bigint[], $16::bigint[], $17::bigint[]) with ordinality
      as i(org_id, shop_id, channel_id, conversation_id, session_id, turn_id, claim, message_id, key, digest, content, reference, sent_at,
        stored_at, due_at, claimed_until, keep_until, n)),
  fresh as (
    insert into idempotency (org_id, scope, key, body_digest, result, expires_at)
    select org_id, 'inbound:' || channel_id, key, digest,
      jsonb_build_object('messageId', message_id, 'conversationId', conversation_id, 'turnId', turn_id), keep_until from input
    on conflict do nothing returning org_id, (result->>'messageId')::uuid as message_id),
  admitted as (
    select i.*, row_number() over (partition by i.org_id, i.conversation_id order by i.n) as place,
      count(*) over (partition by i.org_id, i.conversation_id) as total
    from input i join fresh f on f.org_id = i.org_id and f.message_id = i.message_id),
  heads as (
    update conversation c set next_seq = c.next_seq + a.total, last_at = greatest(c.last_at, a.stored_at)
    from (select distinct on (org_id, conversation_id) org_id, conversation_id, total, stored_at from admitted order by org_id, conversation_id, n desc) a
    where c.org_id = a.org_id and c.conversation_id = a.conversation_id
    returning c.org_id, c.conversation_id, c.next_seq - a.total as first_seq, c.epoch, c.owner),
  placed as (
    select a.*, (h.first_seq + a.place - 1)::int as seq, h.epoch, h.owner from admitted a join heads h using (org_id, conversation_id)),
  stored as (
    insert into message (org_id, conversation_id, seq, message_id, shop_id, session_id, turn_id, role, content, reference, sent_at, stored_at)
    select org_id, conversation_id, seq, message_id, shop_id, session_id, turn_id, 'buyer', content::jsonb, reference::jsonb, sent_at, stored_at from placed),
  due as (
    insert into turn (org_id, turn_id, conversation_id, shop_id, state, epoch, due_at, claim, claimed_until, received_at)
    select distinct on (org_id, turn_id) org_id, turn_id, conversation_id, shop_id, 'due', epoch, due_at, claim, claimed_until, stored_at
    from placed order by org_id, turn_id, n
    on conflict (org_id, turn_id) do nothing),
  told as (
    insert into outbox (org_id, key, events, at)
    select org_id, conversation_id, jsonb_build_array(jsonb_build_object('type', 'message.received', 'orgId', org_id, 'shopId', shop_id, 'key', conversation_id,
      'at', stored_at, 'body', jsonb_build_object('messageId', message_id, 'conversationId', conversation_id, 'channelId', channel_id, 'turnId', turn_id, 'seq', seq))), stored_at
    from placed order by n)
  select p.n::int, p.seq, p.epoch, p.owner, s.version as shop_version, s.goods_version
  from placed p join shop s on s.org_id = p.org_id and s.shop_id = p.shop_id`

/** Statements of one batch, in order; the last one gives a row per message that was new. */
export function storeHeardStatements(batch: readonly Heard[]): HotStatement[] {
  const opening = batch.filter((one) => one.opensSession)
  return [
    ...(opening.length > 0 ? sessionStatements(opening) : []),
    { name: 'store-heard', text: MESSAGES, values: columns(batch) },
  ]
}

function sessionStatements(opening: readonly Heard[]): HotStatement[] {
  const orgs = opening.map((one) => one.orgId)
  const conversations = opening.map((one) => one.conversationId)
  const opened = [
    orgs,
    opening.map((one) => one.sessionId),
    conversations,
    opening.map((one) => one.shopId),
    opening.map(() => 'buyer'),
    opening.map((one) => one.storedAt),
  ]
  return [
    { name: 'close-sessions', text: SESSIONS_CLOSED, values: [orgs, conversations, opening[0]?.storedAt ?? 0] },
    { name: 'open-sessions', text: SESSIONS_OPENED, values: opened },
  ]
}

const columns = (batch: readonly Heard[]): unknown[] => [
  batch.map((one) => one.orgId),
  batch.map((one) => one.shopId),
  batch.map((one) => one.channelId),
  batch.map((one) => one.conversationId),
  batch.map((one) => one.sessionId),
  batch.map((one) => one.turnId),
  batch.map((one) => one.claim),
  batch.map((one) => one.messageId),
  batch.map((one) => one.key),
  batch.map((one) => one.bodyDigest),
  batch.map((one) => one.content),
  batch.map((one) => one.reference),
  batch.map((one) => one.sentAt),
  batch.map((one) => one.storedAt),
  batch.map((one) => one.dueAt),
  batch.map((one) => one.claimedUntil),
  batch.map((one) => one.keepKeyUntil),
]
