-- What buyers were told of prices and offers lies in their memory; a change of the ledger asks for all of a shop's at once.
create index memory_told on memory (org_id, shop_id, buyer_id, key) where kind = 'told';

-- Corrections that went out, for the report of a show: what was said before, and what holds instead.
create table told_correction (
  org_id uuid not null, shop_id uuid not null, correction_id uuid not null, conversation_id uuid not null, buyer_id uuid not null,
  fact_key text not null, told jsonb not null, version bigint not null, now_fen bigint, message_id uuid not null,
  sent_by text not null, sent_at bigint not null,
  primary key (org_id, shop_id, correction_id));
create index told_correction_by_time on told_correction (org_id, shop_id, sent_at);

alter table told_correction enable row level security;
alter table told_correction force row level security;
create policy tenant on told_correction for all to xiaoer_app using (org_id = any ((select xiaoer_orgs())::uuid[])) with check (org_id = any ((select xiaoer_orgs())::uuid[]));
do $$ begin
  execute format('create policy owner on told_correction for all to %I using (true) with check (true)', current_user);
end $$;
grant select, insert, update, delete on told_correction to xiaoer_app;
