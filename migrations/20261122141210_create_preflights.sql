-- checks of a campaign before its launch, over the whole audience
create table preflights (
    id          bigint generated always as identity primary key,
    campaign_id bigint not null references campaigns on delete cascade,
    -- of the letter and whom it is for: another one means that the findings speak of something else
    fingerprint bytea not null,
    state       text not null default 'running'
                constraint preflights_state_known check (state in ('running', 'done', 'cancelled', 'failed')),
    total       bigint not null,
    checked     bigint not null default 0,
    findings    jsonb not null default '[]',
    started_by  bigint references members,
    started_at  timestamptz not null default clock_timestamp(),
    -- a run whose process died stays running and says nothing more
    said_at     timestamptz not null default clock_timestamp(),
    ended_at    timestamptz
);
create index preflights_by_campaign on preflights (campaign_id, id desc);
