-- who needs a hand: everybody whose state is failed or bounced, in every campaign; kept true with the totals
create table failures (
    campaign_id bigint not null references campaigns on delete cascade,
    seq         integer not null,
    state       text not null constraint failures_state_known check (state in ('failed', 'bounced')),
    -- domain::failure::Cause
    cause       text not null,
    -- what stands after the @
    domain      text collate "C" not null,
    -- bounced for good: the same letter would come back again
    is_final    boolean not null,
    at          timestamptz not null,
    primary key (campaign_id, seq)
);
create index failures_by_time on failures (at, campaign_id, seq);
create index failures_by_cause on failures (cause, at, campaign_id, seq);
create index failures_by_domain on failures (domain, at, campaign_id, seq);
create index failures_by_campaign on failures (campaign_id, at, seq);
