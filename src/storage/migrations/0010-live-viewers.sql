-- How many watch a show, where its platform says it.
alter table live_tally add column viewers bigint;
