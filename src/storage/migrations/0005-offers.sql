-- The ledger of offers. One row a shop says how far its ledger is and whether answers about offers are stopped; whoever writes
-- takes that row first, so the numbers of a shop's transactions have no gaps and no two of them are under way at once.
create table offer_book (
  org_id uuid not null, shop_id uuid not null, version bigint not null default 0,
  stopped_at bigint, stopped_by text, stop_reason text,
  primary key (org_id, shop_id));
-- Written once, never changed: a later row of the same id replaces the earlier one. `rule` is the row as offers.md has it, without
-- id, seq and recordedAt; null withdraws.
create table offer_entry (
  org_id uuid not null, shop_id uuid not null, offer_id text not null, seq bigint not null, recorded_at bigint not null,
  kind text, valid_from bigint, valid_to bigint, rule jsonb, source text not null, changed_by text not null, reason text not null default '',
  primary key (org_id, shop_id, offer_id, seq)) partition by hash (org_id);
create index offer_entry_by_seq on offer_entry (org_id, shop_id, seq);

create table grant_budget (
  org_id uuid not null, shop_id uuid not null, budget_id uuid not null, name text not null,
  limit_fen bigint not null, spent_fen bigint not null default 0, created_at bigint not null, changed_at bigint not null,
  primary key (org_id, shop_id, budget_id));
-- What may be given of one offer. A null follows the offer's own row (limits, tiers). `taken` counts what is given or under way.
create table grant_terms (
  org_id uuid not null, shop_id uuid not null, offer_id text not null, cap int, per_buyer int, cost_fen bigint, budget_id uuid, hold_days int,
  taken int not null default 0, changed_at bigint not null,
  primary key (org_id, shop_id, offer_id));
create table offer_grant (
  org_id uuid not null, grant_id uuid not null, shop_id uuid not null, offer_id text not null, seq bigint not null,
  holder text not null, customer_id text, buyer_id uuid, idempotency_key text not null,
  state text not null check (state in ('pending','claimed','used','refused')), cost_fen bigint not null, budget_id uuid,
  valid_from bigint not null, valid_to bigint, actor text not null, reason text, receipt text, order_id text,
  attempts int not null default 0, next_at bigint, claimed_until bigint not null default 0, created_at bigint not null, settled_at bigint,
  primary key (org_id, grant_id));
create unique index offer_grant_key on offer_grant (org_id, shop_id, idempotency_key);
create index offer_grant_by_holder on offer_grant (org_id, shop_id, holder, offer_id);
create index offer_grant_by_offer on offer_grant (org_id, shop_id, offer_id, grant_id);
create index offer_grant_due on offer_grant (next_at) where state = 'pending';

do $$ declare part int; t text; begin
  for part in 0..3 loop
    execute format('create table offer_entry_%s partition of offer_entry for values with (modulus 4, remainder %s)', part, part);
  end loop;
  foreach t in array array['offer_book', 'offer_entry', 'grant_budget', 'grant_terms', 'offer_grant'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy tenant on %I for all to xiaoer_app using (org_id = any ((select xiaoer_orgs())::uuid[])) with check (org_id = any ((select xiaoer_orgs())::uuid[]))', t);
    execute format('create policy owner on %I for all to %I using (true) with check (true)', t, current_user);
    execute format('grant select, insert, update, delete on %I to xiaoer_app', t);
  end loop;
end $$;
-- A change of the past would change what a buyer was told.
revoke update, delete on offer_entry from xiaoer_app;

create function due_grants(at bigint, most int) returns table (org_id uuid, grant_id uuid)
  language sql stable security definer set search_path from current as
  $$ select g.org_id, g.grant_id from offer_grant g where g.state = 'pending' and g.next_at <= at and g.claimed_until < at order by g.next_at limit most $$;
