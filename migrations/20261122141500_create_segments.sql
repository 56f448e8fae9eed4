create table segments (
    id         bigint generated always as identity primary key,
    name       text not null constraint segments_name_once unique,
    rule       jsonb not null,
    -- as counted last, so that a list of many need not count them all
    people     bigint,
    suppressed bigint,
    exact      boolean,
    counted_at timestamptz,
    created_by bigint references members,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
