-- Events that every handler has passed and that are older than they are kept. Reads no further than `most` rows from the oldest:
-- they lie in the order in which they were written. What a handler retries or gave up has a row of its own and stays.
create function purge_outbox(before bigint, most int) returns bigint
  language sql volatile security definer set search_path from current as $$
    with passed as (select c.txid, c."position" from handler_cursor c order by c.txid, c."position" limit 1),
      oldest as (select o.txid, o."position", o.at from outbox o, passed p
        where (o.txid, o."position") <= (p.txid, p."position") order by o.txid, o."position" limit most),
      gone as (delete from outbox o where (o.txid, o."position") in (select e.txid, e."position" from oldest e where e.at < before) returning 1)
    select count(*) from gone $$;
