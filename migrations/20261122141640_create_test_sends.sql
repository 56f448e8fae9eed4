-- letters sent to try a campaign out: outside its ledger, and never lost from sight
create table test_sends (
    id          bigint generated always as identity primary key,
    campaign_id bigint not null references campaigns on delete cascade,
    asked_by    bigint references members,
    address     text not null,
    -- the person whose data the letter carries
    person      jsonb not null,
    -- the edition as it was when the letter was asked for; emptied once it has ended
    words       jsonb,
    asked_at    timestamptz not null default clock_timestamp(),
    -- marked before the call: what stays without an end was cut off
    taken_at    timestamptz,
    ended_at    timestamptz,
    outcome     text constraint test_sends_outcome_known check (outcome in ('sent', 'failed', 'in_doubt')),
    detail      text
);
create index test_sends_waiting on test_sends (id) where taken_at is null;
create index test_sends_by_campaign on test_sends (campaign_id, id desc);
create index test_sends_by_member on test_sends (asked_by, asked_at);
