-- reports without a tag of ours whose letter is not known yet: the carrier's answer may be written down a moment later
create table unplaced_events (
    dedupe_key  text primary key,
    recipient   text not null,
    event       jsonb not null,
    received_at timestamptz not null default clock_timestamp(),
    tried_at    timestamptz not null default clock_timestamp()
);
create index unplaced_events_by_try on unplaced_events (tried_at);
