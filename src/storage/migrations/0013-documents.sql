-- Documents of a shop: its own texts, from files and pages, that the robot may quote. Of each the former versions stay, so that a
-- change can be taken back; what was removed stays for a while for the same reason.
create table document (
  org_id uuid not null, document_id uuid not null, shop_id uuid not null,
  title text not null, url text, version int not null,
  added_at bigint not null, checked_at bigint not null, problem text, removed_at bigint,
  primary key (org_id, document_id));
create index document_by_shop on document (org_id, shop_id);

create table document_version (
  org_id uuid not null, document_id uuid not null, version int not null,
  kind text not null, size int not null, digest text not null, made_by uuid, made_at bigint not null,
  primary key (org_id, document_id, version));

create table document_chunk (
  org_id uuid not null, document_id uuid not null, version int not null, chunk int not null,
  place text not null, text text not null, from_character int not null, to_character int not null,
  primary key (org_id, document_id, version, chunk));

do $$
declare one text;
begin
  foreach one in array array['document', 'document_version', 'document_chunk'] loop
    execute format('alter table %I enable row level security', one);
    execute format('alter table %I force row level security', one);
    execute format('create policy tenant on %I for all to xiaoer_app using (org_id = any ((select xiaoer_orgs())::uuid[])) with check (org_id = any ((select xiaoer_orgs())::uuid[]))', one);
    execute format('create policy owner on %I for all to %I using (true) with check (true)', one, current_user);
    execute format('grant select, insert, update, delete on %I to xiaoer_app', one);
  end loop;
end $$;
