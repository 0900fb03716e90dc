-- A live room (a show) of a shop: offers of the ledger name it as their entrance. Kept after the show: its changes are its report.
create table live_room (
  org_id uuid not null, shop_id uuid not null, room_id text not null, title text not null, host text not null,
  state text not null check (state in ('live','ended')), on_air text, running_order jsonb not null, promises jsonb not null,
  version int not null default 1, opened_ledger bigint not null, closed_ledger bigint, opened_at bigint not null, closed_at bigint, changed_at bigint not null,
  primary key (org_id, shop_id, room_id));

alter table live_room enable row level security;
alter table live_room force row level security;
create policy tenant on live_room for all to xiaoer_app using (org_id = any ((select xiaoer_orgs())::uuid[])) with check (org_id = any ((select xiaoer_orgs())::uuid[]));
do $$ begin
  execute format('create policy owner on live_room for all to %I using (true) with check (true)', current_user);
end $$;
grant select, insert, update, delete on live_room to xiaoer_app;
