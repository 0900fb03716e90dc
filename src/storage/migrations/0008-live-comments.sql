-- What viewers ask in a live room: one row a question and product on air, never one a comment.
create table live_question (
  org_id uuid not null, shop_id uuid not null, room_id text not null, question_id text not null, product_id text not null default '',
  comments bigint not null, sample text not null, first_at bigint not null, last_at bigint not null,
  announced_at bigint, pinned_at bigint, pinned_by text,
  primary key (org_id, shop_id, room_id, question_id, product_id)) with (fillfactor = 70);

-- How many came, by what became of them.
create table live_tally (
  org_id uuid not null, shop_id uuid not null, room_id text not null,
  received bigint not null, doubled bigint not null, shared bigint not null, personal bigint not null, noise bigint not null, unread bigint not null,
  last_at bigint not null,
  primary key (org_id, shop_id, room_id)) with (fillfactor = 50);

do $$ declare name text; begin
  foreach name in array array['live_question','live_tally'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy tenant on %I for all to xiaoer_app using (org_id = any ((select xiaoer_orgs())::uuid[])) with check (org_id = any ((select xiaoer_orgs())::uuid[]))', name);
    execute format('create policy owner on %I for all to %I using (true) with check (true)', name, current_user);
    execute format('grant select, insert, update, delete on %I to xiaoer_app', name);
  end loop;
end $$;
