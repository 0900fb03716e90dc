-- What people keep of their work in the console: talks that the robot is tried against, and filters under a name.
create table test_case (
  org_id uuid not null, test_case_id uuid not null, shop_id uuid not null, name text not null, scene jsonb not null, turns jsonb not null,
  changed_by text not null, created_at bigint not null, changed_at bigint not null,
  primary key (org_id, test_case_id));
create index test_case_by_shop on test_case (org_id, shop_id, test_case_id);
create table saved_view (
  org_id uuid not null, view_id uuid not null, owner text not null, page text not null, name text not null, search jsonb not null,
  is_shared boolean not null default false, created_at bigint not null,
  primary key (org_id, view_id));
create index saved_view_by_page on saved_view (org_id, page);

do $$ declare t text; begin
  foreach t in array array['test_case', 'saved_view'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy tenant on %I for all to xiaoer_app using (org_id = any ((select xiaoer_orgs())::uuid[])) with check (org_id = any ((select xiaoer_orgs())::uuid[]))', t);
    execute format('create policy owner on %I for all to %I using (true) with check (true)', t, current_user);
    execute format('grant select, insert, update, delete on %I to xiaoer_app', t);
  end loop;
end $$;
