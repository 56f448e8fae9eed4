-- where people come from besides files; how a source is reached stands in the settings of a process, and never here
create table people_sources (
    name        text primary key,
    -- as people recognise it, without a secret: `MySQL at db.shop.example/shop, table users`
    place       text not null,
    -- what is read of it and as what; another fingerprint means that everything is read again
    fingerprint bytea not null,
    -- everything up to here came in, in the source's own words
    watermark   text,
    -- by the standing process that reads it
    offered_at  timestamptz,
    asked_at    timestamptz
);
