-- Pictures and videos that buyers send from the chat window, as they were cleaned. Kept beside the talk: backed up, walled off and erased with it.
create table buyer_file (
  org_id uuid not null, file_id text not null, shop_id uuid not null, channel_id uuid not null, buyer_ref text not null,
  media text not null, size int not null, content bytea not null, at bigint not null, sent_at bigint,
  primary key (org_id, file_id));
-- Packed by their own formats already.
alter table buyer_file alter column content set storage external;
create index buyer_file_by_shop on buyer_file (org_id, shop_id, at);
create index buyer_file_by_buyer on buyer_file (org_id, channel_id, buyer_ref);

alter table buyer_file enable row level security;
alter table buyer_file force row level security;
create policy tenant on buyer_file for all to xiaoer_app using (org_id = any ((select xiaoer_orgs())::uuid[])) with check (org_id = any ((select xiaoer_orgs())::uuid[]));
do $$ begin
  execute format('create policy owner on buyer_file for all to %I using (true) with check (true)', current_user);
end $$;
grant select, insert, update, delete on buyer_file to xiaoer_app;
