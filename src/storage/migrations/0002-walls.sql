-- Row-level security, forced, under the role xiaoer_app. The list of organisations is set once per request or batch:
--   select set_config('xiaoer.orgs', '{...}', true)
-- Nothing set = nothing seen. The owner (migration, backup, restore) has a policy of its own: FORCE would shut it out otherwise.
do $$ begin
  if not exists (select from pg_roles where rolname = 'xiaoer_app') then
    begin create role xiaoer_app nologin;
    -- two databases of one cluster may be migrated at the same moment
    exception when duplicate_object or unique_violation then null; end;
  end if;
  -- Where another owner of this server made the role, its administrator grants it once: grant xiaoer_app to <owner>.
  if not pg_has_role(current_user, 'xiaoer_app', case when current_setting('server_version_num')::int >= 160000 then 'set' else 'member' end) then
    execute format('grant xiaoer_app to %I', current_user);
  end if;
end $$;

create function xiaoer_orgs() returns uuid[] language sql stable parallel safe as
  $$ select coalesce(nullif(current_setting('xiaoer.orgs', true), ''), '{}')::uuid[] $$;

do $$ declare t text; begin
  for t in select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'org_id'
    where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r','p') and not c.relispartition
      and c.relname not in ('staff_address','secret_owner','channel_owner','shop_owner') loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy tenant on %I for all to xiaoer_app using (org_id = any ((select xiaoer_orgs())::uuid[])) with check (org_id = any ((select xiaoer_orgs())::uuid[]))', t);
    execute format('create policy owner on %I for all to %I using (true) with check (true)', t, current_user);
    execute format('grant select, insert, update, delete on %I to xiaoer_app', t);
  end loop;
end $$;
-- Append-only: nobody who serves requests may change the past.
revoke update, delete on audit from xiaoer_app;
revoke update on knowledge_release from xiaoer_app;

-- Look-ups that must come before a tenant is known. They hold digests and ids, no content.
grant select, insert, update, delete on staff_address, secret_owner, channel_owner, shop_owner to xiaoer_app;
grant select, insert, update on handler_cursor to xiaoer_app;

-- Sweepers must learn which organisations have work. These functions run as the owner and give out ids and nothing else;
-- the work itself is then read with exactly those organisations set.
create function due_turns(at bigint, most int) returns table (org_id uuid, turn_id uuid)
  language sql stable security definer set search_path from current as
  $$ select t.org_id, t.turn_id from due_turn t where t.claimed_until < at order by t.claimed_until limit most $$;
create function due_deliveries(at bigint, most int) returns table (org_id uuid, conversation_id uuid, delivery_id uuid)
  language sql stable security definer set search_path from current as
  $$ select d.org_id, d.conversation_id, d.delivery_id from due_delivery d where d.next_at <= at and d.claimed_until < at order by d.next_at limit most $$;
create function due_timers(at bigint, most int) returns table (org_id uuid, timer_id uuid)
  language sql stable security definer set search_path from current as
  $$ select t.org_id, t.timer_id from timer t where t.due_at <= at and t.claimed_until < at order by t.due_at limit most $$;
-- Open sessions whose conversation was silent for longer than its shop's gap: shop before group before organisation before what is usual.
create function silent_sessions(at bigint, usual_gap_minutes int, most int) returns table (org_id uuid, session_id uuid)
  language sql stable security definer set search_path from current as
  $$ select s.org_id, s.session_id from session s
     where s.closed_at is null and s.opened_at < at - 60000
       and greatest(s.opened_at, (select c.last_at from conversation c where c.org_id = s.org_id and c.conversation_id = s.conversation_id))
         < at - 60000 * coalesce(
           (select coalesce((h.settings->>'sessionGapMinutes')::bigint,
              (select (g.settings->>'sessionGapMinutes')::bigint from shop_group g where g.org_id = h.org_id and g.group_id = h.group_id),
              (select (o.settings->>'sessionGapMinutes')::bigint from organisation o where o.org_id = h.org_id))
            from shop h where h.org_id = s.org_id and h.shop_id = s.shop_id), usual_gap_minutes)
     order by s.opened_at limit most $$;
create function due_jobs(at bigint, most int) returns table (org_id uuid, job_id uuid)
  language sql stable security definer set search_path from current as
  $$ select j.org_id, j.job_id from job j where j.state in ('queued','running') and j.claimed_until < at order by j.created_at limit most $$;
create function due_webhooks(at bigint, most int) returns table (org_id uuid, webhook_delivery_id uuid)
  language sql stable security definer set search_path from current as
  $$ select w.org_id, w.webhook_delivery_id from webhook_delivery w where w.state in ('pending','retrying') and w.next_at <= at and w.claimed_until < at order by w.next_at limit most $$;
create function due_event_retries(at bigint, most int) returns table (org_id uuid, handler text, "position" bigint, index smallint)
  language sql stable security definer set search_path from current as
  $$ select r.org_id, r.handler, r."position", r.index from handler_retry r where r.state = 'retrying' and r.next_at <= at order by r."position" limit most $$;
create function outbox_after(after_txid xid8, after_position bigint, most int) returns table (txid xid8, "position" bigint, org_id uuid)
  language sql stable security definer set search_path from current as
  $$ select o.txid, o."position", o.org_id from outbox o
     where (o.txid, o."position") > (after_txid, after_position) and o.txid < pg_snapshot_xmin(pg_current_snapshot())
     order by o.txid, o."position" limit most $$;
-- Keys that wait behind a failed event, for the runner that has just taken the handler over.
create function held_keys(of_handler text) returns table (org_id uuid, key text)
  language sql stable security definer set search_path from current as
  $$ select distinct r.org_id, r.key from handler_retry r where r.handler = of_handler and r.state in ('retrying','waiting') $$;
-- Where a handler begins that starts from a stated position.
create function outbox_place(at_position bigint) returns xid8
  language sql stable security definer set search_path from current as
  $$ select o.txid from outbox o where o."position" <= at_position order by o."position" desc limit 1 $$;
create function all_organisations() returns table (org_id uuid)
  language sql stable security definer set search_path from current as $$ select o.org_id from organisation o $$;
create function all_shops() returns table (org_id uuid, shop_id uuid)
  language sql stable security definer set search_path from current as $$ select s.org_id, s.shop_id from shop s $$;
create function purge_expired(at bigint, most int) returns bigint
  language sql volatile security definer set search_path from current as $$
    with gone as (delete from idempotency i where (i.org_id, i.scope, i.key) in
        (select e.org_id, e.scope, e.key from idempotency e where e.expires_at < at limit most) returning 1),
      unheard as (delete from heard_key h where h.ctid = any (array(select e.ctid from heard_key e where e.expires_at < at limit most)) returning 1),
      forgotten as (delete from memory m where (m.org_id, m.shop_id, m.buyer_id, m.kind, m.key) in
        (select e.org_id, e.shop_id, e.buyer_id, e.kind, e.key from memory e where e.expires_at < at limit most) returning 1)
    select (select count(*) from gone) + (select count(*) from unheard) + (select count(*) from forgotten) $$;
