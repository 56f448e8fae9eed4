-- numbers of dispatcher processes that live: each holds an advisory lock on its own, in this class
create view living_dispatchers as
select objid::bigint::integer as number from pg_locks
where locktype = 'advisory' and classid = 1885430369::oid and objsubid = 2 and granted
  and database = (select oid from pg_database where datname = current_database());
