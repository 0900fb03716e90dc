-- The language model that an organisation plugged in. Its key is written and never read out again.
create table model_endpoint (
  org_id uuid primary key, base_url text not null, api_key text not null,
  -- Cheapest first.
  chat_models text[] not null, embedding_model text, changed_at bigint not null);
-- Tokens by shop and day of the shop. What a call may cost at most is booked before it and put right after it.
create table model_spend (
  org_id uuid not null, shop_id uuid not null, day int not null, tokens bigint not null, calls int not null,
  primary key (org_id, shop_id, day));

do $$
declare one text;
begin
  foreach one in array array['model_endpoint', 'model_spend'] loop
    execute format('alter table %I enable row level security', one);
    execute format('alter table %I force row level security', one);
    execute format('create policy tenant on %I for all to xiaoer_app using (org_id = any ((select xiaoer_orgs())::uuid[])) with check (org_id = any ((select xiaoer_orgs())::uuid[]))', one);
    execute format('create policy owner on %I for all to %I using (true) with check (true)', one, current_user);
    execute format('grant select, insert, update, delete on %I to xiaoer_app', one);
  end loop;
end $$;
