-- one reading of a source. What came in stays where it ends early, and the next one goes on at `reached`
create table source_runs (
    id          bigint generated always as identity primary key,
    source      text not null references people_sources,
    fingerprint bytea not null,
    state       text not null default 'running'
                constraint source_runs_state_known check (state in ('running', 'done', 'failed')),
    -- only what changed from here on is read; all of it where null
    since       text,
    -- how new the newest was before anything was read
    watermark   text,
    reached     jsonb,
    rows_read   bigint not null default 0,
    added       bigint not null default 0,
    updated     bigint not null default 0,
    unchanged   bigint not null default 0,
    repeated    bigint not null default 0,
    rejected    bigint not null default 0,
    refused     bigint not null default 0,
    -- in every language
    failed_because jsonb,
    began_at    timestamptz not null default now(),
    ended_at    timestamptz
);
create index source_runs_by_source on source_runs (source, id);

create table source_rejections (
    run_id    bigint not null references source_runs on delete cascade,
    record    bigint not null,
    raw       text not null,
    reason    text not null,
    reason_ko text not null,
    primary key (run_id, record)
);
