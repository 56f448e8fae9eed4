-- how a campaign went at each mailbox provider: counted over everybody now and then, never on the way of a letter
create table domain_counts (
    campaign_id bigint primary key references campaigns on delete cascade,
    -- of the totals when it was counted
    version     bigint not null,
    counted_at  timestamptz not null default clock_timestamp(),
    rows        jsonb not null
);
