-- what another system is told of what changes here: a row where that is switched on
create table mirrors (
    kind            text primary key,
    -- the table, or whatever is written to there
    target          text not null,
    switched_on_at  timestamptz not null default now()
);

-- what it is still to be told: a row a thing, however often that changed
create table mirror_outbox (
    id          bigint generated always as identity primary key,
    kind        text not null,
    key         text not null,
    -- what its present state does not say
    payload     jsonb,
    -- raised by every change, so that one in the middle of a write is not lost
    revision    bigint not null default 1,
    attempts    integer not null default 0,
    not_before  timestamptz not null default now(),
    last_error  text,
    noted_at    timestamptz not null default now(),
    constraint mirror_outbox_once unique (kind, key)
);
create index mirror_outbox_by_turn on mirror_outbox (kind, not_before);
