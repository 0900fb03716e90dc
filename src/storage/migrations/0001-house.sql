-- Times are epoch milliseconds (bigint): no time zone can creep in, and every "now" is a parameter.
-- Every table carries org_id first; 0002 closes them with row-level security. Ids of platforms are text, ours are uuid.

create table organisation (
  org_id uuid primary key, name text not null, settings jsonb not null default '{}', created_at bigint not null);
create table shop_group (
  org_id uuid not null, group_id uuid not null, name text not null, settings jsonb not null default '{}', created_at bigint not null,
  primary key (org_id, group_id));
create table shop (
  org_id uuid not null, shop_id uuid not null, group_id uuid, name text not null, industry text, currency text not null default 'CNY',
  backend text not null default 'none', backend_settings jsonb not null default '{}',
  settings jsonb not null default '{}', robot_on boolean not null default true,
  version bigint not null default 1, goods_version bigint not null default 1, created_at bigint not null,
  primary key (org_id, shop_id));
create index shop_by_group on shop (org_id, group_id);

create table staff (
  org_id uuid not null, staff_id uuid not null, email text not null, name text not null, password_hash text not null,
  role text not null check (role in ('owner','supervisor','agent','marketer','viewer')),
  shop_ids uuid[] , created_at bigint not null, disabled_at bigint,
  primary key (org_id, staff_id));
-- One e-mail, one person, whatever the organisation: a sign-in names no organisation. Only the digest leaves the tenant wall.
create table staff_address (email_digest bytea primary key, org_id uuid not null, staff_id uuid not null);
create table sign_in (
  org_id uuid not null, sign_in_id uuid not null, staff_id uuid not null, token_digest bytea not null,
  created_at bigint not null, expires_at bigint not null, revoked_at bigint, address text, agent text,
  primary key (org_id, sign_in_id));
create table api_key (
  org_id uuid not null, key_id uuid not null, name text not null, key_digest bytea not null, prefix text not null,
  scopes text[] not null, shop_ids uuid[], created_by uuid, created_at bigint not null, revoked_at bigint, last_used_at bigint,
  primary key (org_id, key_id));
-- digest -> organisation: finds the tenant of a presented secret before any tenant is set; holds nothing else.
create table secret_owner (digest bytea primary key, org_id uuid not null, kind text not null, row_id uuid not null);
create table audit (
  org_id uuid not null, seq bigint not null, at bigint not null, actor_kind text not null, actor_id text not null,
  act text not null, target text not null, digest text not null, detail jsonb not null default '{}', previous_hash text not null, hash text not null,
  primary key (org_id, seq));

create table channel_account (
  org_id uuid not null, channel_id uuid not null, shop_id uuid not null, kind text not null, name text not null,
  secrets text[] not null default '{}', outbound_url text, settings jsonb not null default '{}', enabled boolean not null default true,
  version bigint not null default 1, created_at bigint not null,
  primary key (org_id, channel_id));
create table channel_owner (channel_id uuid primary key, org_id uuid not null, shop_id uuid not null);
create table shop_owner (shop_id uuid primary key, org_id uuid not null);

-- Mirror of the back ends: the document as read, the columns that are looked up by, and when we saw it.
create table product (
  org_id uuid not null, shop_id uuid not null, product_id text not null, title text not null, category text not null, on_shelf boolean not null,
  document jsonb not null, updated_at bigint not null, seen_at bigint not null,
  primary key (org_id, shop_id, product_id));
create table shop_order (
  org_id uuid not null, shop_id uuid not null, order_id text not null, customer_id text not null, state text not null,
  placed_at bigint not null, document jsonb not null, updated_at bigint not null, seen_at bigint not null,
  primary key (org_id, shop_id, order_id));
create index order_by_time on shop_order (org_id, shop_id, placed_at desc, order_id desc);
create index order_by_customer on shop_order (org_id, shop_id, customer_id, placed_at desc);
create table parcel (
  org_id uuid not null, shop_id uuid not null, parcel_id text not null, order_id text not null, state text not null,
  document jsonb not null, updated_at bigint not null, seen_at bigint not null,
  primary key (org_id, shop_id, parcel_id));
create index parcel_by_order on parcel (org_id, shop_id, order_id);
create table refund (
  org_id uuid not null, shop_id uuid not null, refund_id text not null, order_id text not null, customer_id text not null, state text not null,
  document jsonb not null, updated_at bigint not null, seen_at bigint not null,
  primary key (org_id, shop_id, refund_id));
create index refund_by_order on refund (org_id, shop_id, order_id);
create table coupon (
  org_id uuid not null, shop_id uuid not null, coupon_id text not null, valid_from bigint not null, valid_to bigint not null,
  document jsonb not null, updated_at bigint not null, seen_at bigint not null,
  primary key (org_id, shop_id, coupon_id));
create table backend_buyer (
  org_id uuid not null, shop_id uuid not null, customer_id text not null, name text not null,
  document jsonb not null, updated_at bigint not null, seen_at bigint not null,
  primary key (org_id, shop_id, customer_id));
create table mirror_progress (
  org_id uuid not null, shop_id uuid not null, kind text not null, cursor text, synced_to bigint, synced_at bigint, problem text,
  primary key (org_id, shop_id, kind));
create table commerce_action (
  org_id uuid not null, shop_id uuid not null, idempotency_key text not null, kind text not null, action jsonb not null,
  outcome jsonb, actor text not null, at bigint not null,
  primary key (org_id, shop_id, idempotency_key));

create table buyer (
  org_id uuid not null, buyer_id uuid not null, shop_id uuid not null, channel_id uuid not null, external_id text not null,
  name text, customer_id text, identity text not null default 'claimed' check (identity in ('claimed','vouched')),
  created_at bigint not null,
  primary key (org_id, buyer_id));
create unique index buyer_by_external on buyer (org_id, channel_id, external_id);
create index buyer_by_customer on buyer (org_id, shop_id, customer_id) where customer_id is not null;

create table conversation (
  org_id uuid not null, conversation_id uuid not null, shop_id uuid not null, channel_id uuid not null, buyer_id uuid not null,
  next_seq int not null default 1, epoch int not null default 0,
  owner text not null default 'robot' check (owner in ('robot','waiting','human')), assigned_to uuid,
  session_id uuid, last_at bigint not null, created_at bigint not null,
  primary key (org_id, conversation_id)) with (fillfactor = 60);
create unique index conversation_of_buyer on conversation (org_id, shop_id, channel_id, buyer_id);
-- No index holds last_at or next_seq: both change with every message, and an indexed column would cost a second page each time.
create index conversation_waiting on conversation (org_id, conversation_id) where owner <> 'robot';
-- Session ids sort by time: the list of conversations is in the order of their latest sessions.
create index conversation_by_session on conversation (org_id, session_id);
create table session (
  org_id uuid not null, session_id uuid not null, conversation_id uuid not null, shop_id uuid not null, opened_by text not null,
  opened_at bigint not null, closed_at bigint, closed_by text,
  primary key (org_id, session_id));
create index session_by_conversation on session (org_id, conversation_id, session_id);
create index session_open_since on session (opened_at) where closed_at is null;
create unique index session_open on session (org_id, conversation_id) where closed_at is null;

create table message (
  org_id uuid not null, conversation_id uuid not null, seq int not null, message_id uuid not null, shop_id uuid not null,
  session_id uuid, turn_id uuid, role text not null, author text, content json not null, reference json,
  sent_at bigint not null, stored_at bigint not null,
  primary key (org_id, conversation_id, seq)) partition by hash (org_id);
create index message_by_id on message (org_id, message_id);

-- What is under way lies in small tables of its own: written once, deleted once, never updated into an index. What is finished
-- is then written once and never touched again.
create table due_turn (
  org_id uuid not null, turn_id uuid not null, conversation_id uuid not null, shop_id uuid not null,
  epoch int not null, due_at bigint not null, claim uuid not null, claimed_until bigint not null, attempts smallint not null default 1, received_at bigint not null,
  primary key (org_id, turn_id)) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
create table turn (
  org_id uuid not null, turn_id uuid not null, conversation_id uuid not null, shop_id uuid not null,
  state text not null, epoch int not null, attempts smallint not null default 1,
  received_at bigint not null, settled_at bigint not null, decision text, intent text, scenario text, confidence real, trace json,
  primary key (org_id, turn_id)) partition by hash (org_id);
-- Talks are found by how they went.
create index turn_by_conversation on turn (org_id, conversation_id);

-- first_seq stands in the key: an earlier reply that is still under way holds a later one of the same conversation back.
create table due_delivery (
  org_id uuid not null, conversation_id uuid not null, first_seq int not null, delivery_id uuid not null, shop_id uuid not null, channel_id uuid not null, turn_id uuid,
  seqs int[] not null, epoch int not null, state text not null default 'pending' check (state in ('pending','retrying','sending')), attempts smallint not null default 0,
  next_at bigint not null, claimed_until bigint not null default 0, reason text, created_at bigint not null,
  primary key (org_id, conversation_id, first_seq, delivery_id)) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
create index due_delivery_next on due_delivery (next_at);
create table delivery (
  org_id uuid not null, delivery_id uuid not null, conversation_id uuid not null, shop_id uuid not null, channel_id uuid not null, turn_id uuid,
  seqs int[] not null, epoch int not null, state text not null, attempts smallint not null default 0,
  reason text, receipt text, losses json, created_at bigint not null, settled_at bigint not null,
  primary key (org_id, delivery_id)) partition by hash (org_id);
create index delivery_dead on delivery (org_id, created_at) where state in ('dead','unknown','refused','held');
create index delivery_by_conversation on delivery (org_id, conversation_id);
create table delivery_attempt (
  org_id uuid not null, delivery_id uuid not null, attempt smallint not null, at bigint not null, outcome text not null, status int, reason text, duration_ms int,
  primary key (org_id, delivery_id, attempt));
create table contact_window (
  org_id uuid not null, channel_id uuid not null, buyer_id uuid not null, opened_at bigint not null, used int not null default 0,
  primary key (org_id, channel_id, buyer_id));

-- Every batch opens each partition that it touches: few of them, or a small batch costs more for them than for its rows.
do $$ declare part int; begin
  for part in 0..3 loop
    execute format('create table message_%s partition of message for values with (modulus 4, remainder %s)', part, part);
    -- A trace is read rarely and written always: compressing it would cost more than writing the row.
    execute format('create table turn_%s partition of turn for values with (modulus 4, remainder %s) with (toast_tuple_target = 8160)', part, part);
    execute format('create table delivery_%s partition of delivery for values with (modulus 4, remainder %s)', part, part);
  end loop;
end $$;

create table memory (
  org_id uuid not null, shop_id uuid not null, buyer_id uuid not null, kind text not null, key text not null,
  value jsonb not null, scope text not null, source_turn uuid, recorded_at bigint not null, expires_at bigint,
  primary key (org_id, shop_id, buyer_id, kind, key)) with (fillfactor = 70);
create index memory_expiring on memory using brin (expires_at) with (pages_per_range = 32);

-- Idempotency keys live in a table of their own, with expiry.
create table idempotency (
  org_id uuid not null, scope text not null, key text not null, body_digest text not null, result jsonb not null, expires_at bigint not null,
  primary key (org_id, scope, key));
create index idempotency_expiring on idempotency (expires_at);
-- The keys of buyers' messages: one row a message, so the row is small and its expiry has no tree.
create table heard_key (
  org_id uuid not null, channel_id uuid not null, key text not null, digest text not null, message_id uuid not null, expires_at bigint not null,
  primary key (org_id, channel_id, key));
create index heard_key_expiring on heard_key using brin (expires_at) with (pages_per_range = 32);

-- Outbox. A row holds events of one organisation, in the order in which they happened. `txid` makes reading gap-free: a reader stops before the oldest running transaction.
create table outbox (
  position bigint generated always as identity, txid xid8 not null default pg_current_xact_id(),
  org_id uuid not null, events json not null, at bigint not null, primary key (txid, position));
create table handler_cursor (handler text primary key, txid xid8 not null, position bigint not null, updated_at bigint not null);
create table handler_retry (
  org_id uuid not null, handler text not null, position bigint not null, index smallint not null, key text not null, event jsonb not null,
  state text not null default 'retrying' check (state in ('retrying','waiting','parked')), attempts int not null default 0, next_at bigint not null, reason text,
  primary key (org_id, handler, position, index));
create index handler_retry_due on handler_retry (next_at) where state = 'retrying';

create table timer (
  org_id uuid not null, timer_id uuid not null, kind text not null, key text not null, due_at bigint not null, claimed_until bigint not null default 0,
  attempts int not null default 0, payload jsonb not null, created_at bigint not null,
  primary key (org_id, timer_id));
create unique index timer_key on timer (org_id, kind, key);
create index timer_due on timer (due_at);
create table job (
  org_id uuid not null, job_id uuid not null, kind text not null, state text not null default 'queued', progress jsonb not null default '{}', payload jsonb not null,
  result jsonb, problem text, created_by text not null, created_at bigint not null, started_at bigint, finished_at bigint, claimed_until bigint not null default 0,
  primary key (org_id, job_id));
create index job_queued on job (created_at) where state in ('queued','running');

-- Knowledge: a workspace of drafts and numbered releases per scope (organisation, group or shop). scope_id of the organisation is the org_id.
create table knowledge_draft (
  org_id uuid not null, scope text not null check (scope in ('organisation','group','shop')), scope_id uuid not null, entry_id uuid not null,
  entry jsonb, base_release int, changed_by text not null, changed_at bigint not null,
  primary key (org_id, scope, scope_id, entry_id));
create table knowledge_release (
  org_id uuid not null, scope text not null, scope_id uuid not null, release int not null, note text not null default '', summary jsonb not null,
  rolled_back_to int, published_by text not null, published_at bigint not null,
  primary key (org_id, scope, scope_id, release));
create table knowledge_entry (
  org_id uuid not null, scope text not null, scope_id uuid not null, entry_id uuid not null, from_release int not null, to_release int,
  entry jsonb not null,
  primary key (org_id, scope, scope_id, entry_id, from_release));
create table pack_subscription (
  org_id uuid not null, shop_id uuid not null, pack_id text not null, version text not null, enabled boolean not null default true,
  disabled_scenarios text[] not null default '{}', digests jsonb not null default '{}', subscribed_at bigint not null, changed_at bigint not null,
  primary key (org_id, shop_id, pack_id));
create table validity (
  org_id uuid not null, validity_id uuid not null, shop_id uuid, name text not null, rule jsonb not null, created_at bigint not null,
  primary key (org_id, validity_id));

create table webhook_endpoint (
  org_id uuid not null, endpoint_id uuid not null, shop_id uuid, url text not null, secrets text[] not null, types text[] not null,
  enabled boolean not null default true, created_at bigint not null, disabled_reason text,
  primary key (org_id, endpoint_id));
create table webhook_delivery (
  org_id uuid not null, webhook_delivery_id uuid not null, endpoint_id uuid not null, type text not null, body jsonb not null,
  state text not null, attempts smallint not null default 0, next_at bigint, claimed_until bigint not null default 0, created_at bigint not null, settled_at bigint, reason text,
  primary key (org_id, webhook_delivery_id));
create index webhook_delivery_due on webhook_delivery (next_at) where state in ('pending','retrying');
create index webhook_delivery_by_endpoint on webhook_delivery (org_id, endpoint_id, created_at);
create table webhook_attempt (
  org_id uuid not null, webhook_delivery_id uuid not null, attempt smallint not null, at bigint not null, outcome text not null, status int, reason text, duration_ms int,
  primary key (org_id, webhook_delivery_id, attempt));
