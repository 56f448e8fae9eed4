-- letters to one person outside of campaigns: to confirm what they asked for, to tell them what became of it
create table notices (
    id         bigint generated always as identity primary key,
    -- what it is about: asked for twice, it is sent once
    key        text not null constraint notices_key_once unique,
    kind       text not null,
    -- null where nobody of that address is known yet
    contact_id bigint,
    address    text not null,
    -- what its words are made of; emptied once it has ended
    facts      jsonb,
    asked_at   timestamptz not null default clock_timestamp(),
    due_at     timestamptz not null default clock_timestamp(),
    -- of the ladder of retries
    rung       smallint not null default 0,
    -- marked before the call: what stays without an end was cut off
    taken_at   timestamptz,
    ended_at   timestamptz,
    outcome    text constraint notices_outcome_known check (outcome in ('sent', 'failed', 'in_doubt')),
    detail     text
);
create index notices_due on notices (due_at, id) where taken_at is null;
create index notices_by_contact on notices (contact_id, id desc);
create index notices_by_address on notices (address, id desc);
