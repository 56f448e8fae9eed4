create table campaigns (
    id             bigint generated always as identity primary key,
    name           text not null,
    kind           text not null constraint campaigns_kind_known check (kind in ('advertising', 'informational')),
    state          text not null default 'draft'
                   constraint campaigns_state_known
                   check (state in ('draft', 'running', 'paused', 'cancelled', 'finished')),
    -- moves with every change of state, so that a worker that looked earlier knows it is late
    epoch          integer not null default 0,
    -- why the product itself paused it, in words for a person
    halted_because text,
    -- the carrier's account this campaign goes through, without secrets
    account        text not null default '',
    doubt_policy   text not null constraint campaigns_doubt_policy_known check (doubt_policy in ('assume_sent', 'send_again')),
    audience       jsonb not null,
    -- addressing has seen every contact up to this id, and shall see none above audience_through
    addressed_through bigint not null default 0,
    audience_through  bigint not null default 0,
    addressed_at   timestamptz,
    recipients     integer not null default 0,
    -- whose turn it is among running campaigns: the one served longest ago
    served_at      timestamptz not null default '-infinity',
    created_by     bigint references members,
    launched_by    bigint references members,
    created_at     timestamptz not null default now(),
    launched_at    timestamptz,
    finished_at    timestamptz
);
create index campaigns_under_way on campaigns (account, served_at) where state = 'running';

-- the frozen words of a campaign
create table editions (
    campaign_id  bigint primary key references campaigns on delete cascade,
    words        jsonb not null,
    content_hash bytea not null,
    created_at   timestamptz not null default now()
);

-- one row a campaign: how many recipients are in each state, folded in the transaction of what it counts;
-- whoever changes what it counts locks this row first: that is the one lock order of the ledger
create table totals (
    campaign_id bigint primary key references campaigns on delete cascade,
    waiting     integer not null default 0,
    sending     integer not null default 0,
    sent        integer not null default 0,
    delivered   integer not null default 0,
    retrying    integer not null default 0,
    in_doubt    integer not null default 0,
    failed      integer not null default 0,
    bounced     integer not null default 0,
    complained  integer not null default 0,
    skipped     integer not null default 0,
    cancelled   integer not null default 0,
    -- moves with every change, so that a page knows whether to look again
    version     bigint not null default 0,
    constraint totals_never_negative check (
        least(waiting, sending, sent, delivered, retrying, in_doubt, failed, bounced, complained, skipped, cancelled) >= 0)
) with (fillfactor = 10);
