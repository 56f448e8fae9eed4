-- the carrier's own lists of addresses it sends nothing to, as far as we have read them
create table account_lists (
    account      text primary key,
    -- somebody wants it read now
    asked_at     timestamptz,
    -- who reads it now is at it until then
    leased_until timestamptz not null default '-infinity',
    -- when the last whole reading began: the next one asks for what came since
    read_at      timestamptz,
    -- of the last whole reading: how many addresses came, and how many we did not know
    found        bigint not null default 0,
    added        bigint not null default 0,
    problem      text,
    -- ours are added there too
    is_pushing   boolean not null default false,
    pushed       bigint not null default 0,
    -- ours up to this one were offered
    pushed_at      timestamptz not null default '-infinity',
    pushed_address text collate "C" not null default ''
);
