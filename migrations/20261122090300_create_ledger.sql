-- a dispatching process takes a number and holds an advisory lock on it for as long as it lives
create sequence dispatcher_numbers as integer;

-- the audience, frozen at launch; never changed
-- no foreign key here and in attempts: it would look the campaign up once for every recipient
create table recipients (
    campaign_id bigint not null,
    seq         integer not null,
    contact_id  bigint not null,
    address     text collate "C" not null,
    name        text not null,
    locale      text,
    merge       jsonb not null,
    skip_reason text,
    primary key (campaign_id, seq),
    constraint recipients_address_once unique (campaign_id, address)
);

create table batches (
    campaign_id bigint not null references campaigns on delete cascade,
    first_seq   integer not null,
    last_seq    integer not null,
    -- everyone up to here was marked before being handed to the carrier
    cursor      integer not null,
    state       text not null default 'ready' constraint batches_state_known check (state in ('ready', 'leased', 'done')),
    owner       integer,
    lease_until timestamptz,
    -- moves with every lease: who holds an older number has lost the batch
    fence       bigint not null default 0,
    primary key (campaign_id, first_seq),
    constraint batches_cursor_inside check (cursor between first_seq - 1 and last_seq)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 200);
create index batches_ready on batches (campaign_id, first_seq) where state = 'ready';
create index batches_leased on batches (lease_until) where state = 'leased';

-- how each attempt ended; only ever added to
create table attempts (
    campaign_id bigint not null,
    seq         integer not null,
    attempt     smallint not null,
    outcome     text not null constraint attempts_outcome_known
                check (outcome in ('accepted', 'deferred', 'failed', 'skipped', 'unsent')),
    receipt     text,
    reason      text,
    detail      text,
    -- who ended a doubt, where there was one
    settled_by  text constraint attempts_settled_by_known check (settled_by in ('event', 'window', 'person')),
    at          timestamptz not null default clock_timestamp(),
    primary key (campaign_id, seq, attempt)
);
create index attempts_failed on attempts (campaign_id, seq) where outcome = 'failed';

-- attempts still to be made of people the batches have passed: small
create table retries (
    campaign_id bigint not null references campaigns on delete cascade,
    seq         integer not null,
    -- the number of the attempt to make; 1 where the first never reached the carrier
    attempt     smallint not null,
    -- how far up the ladder that attempt stands; 0 gives all of it
    rung        smallint not null default 0,
    due_at      timestamptz not null,
    -- a claimed retry is marked like a batch's cursor: from then on it may have been sent
    owner       integer,
    lease_until timestamptz,
    primary key (campaign_id, seq)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);
create index retries_due on retries (campaign_id, due_at) where owner is null;
create index retries_claimed on retries (lease_until) where owner is not null;

-- attempts whose end is unknown: small
create table doubts (
    campaign_id  bigint not null references campaigns on delete cascade,
    seq          integer not null,
    attempt      smallint not null,
    rung         smallint not null default 0,
    reason       text not null,
    detail       text not null,
    since        timestamptz not null default clock_timestamp(),
    settle_after timestamptz not null,
    primary key (campaign_id, seq)
);
create index doubts_by_window on doubts (settle_after);

-- what carriers reported; only ever added to
create table mail_events (
    dedupe_key  text primary key,
    campaign_id bigint,
    seq         integer,
    attempt     smallint,
    kind        text not null,
    message_id  text not null,
    recipient   text not null,
    detail      text not null,
    at          timestamptz not null,
    received_at timestamptz not null default clock_timestamp()
);
create index mail_events_by_recipient on mail_events (campaign_id, seq) where campaign_id is not null;

-- how far a feed of events was read
create table feeds (
    name     text primary key,
    position bigint not null default 0
);

-- one shared limiter an account
create table pace (
    account      text primary key,
    -- letters a second; null where the carrier sets no limit
    rate         double precision constraint pace_rate_positive check (rate > 0),
    -- throttling cuts it, time heals it
    multiplier   double precision not null default 1 constraint pace_multiplier_sane check (multiplier between 0.01 and 1),
    healed_at    timestamptz not null default now(),
    cut_at       timestamptz not null default '-infinity',
    -- the moment up to which slots are given away
    tat          timestamptz not null default now(),
    -- nothing goes out before this moment, and why
    parked_until timestamptz,
    parked_why   text,
    -- since when no connection could be made
    unreachable_since timestamptz
);
