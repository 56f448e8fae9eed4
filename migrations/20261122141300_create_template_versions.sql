-- every version that was saved; only ever added to
create table template_versions (
    template_id   bigint not null references templates on delete cascade,
    version       integer not null,
    source        text not null,
    -- what it compiles to; null where it has problems, and then no campaign can use it
    html          text,
    text          text,
    variables     text[] not null default '{}',
    note          text not null default '',
    restored_from integer,
    saved_at      timestamptz not null default clock_timestamp(),
    -- null for whoever runs the program on its machine
    saved_by      bigint references members,
    -- as they were called then
    saved_by_name text not null,
    primary key (template_id, version),
    constraint template_versions_compiled_whole check ((html is null) = (text is null))
);
