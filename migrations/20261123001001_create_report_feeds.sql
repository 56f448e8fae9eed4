-- how each way in for reports is: what doctor, the live page and the clock of doubts ask
create table report_feeds (
    name          text primary key,
    -- the carrier's account whose letters it reports of
    account       text not null,
    -- read by us, so that silence there means that nobody looks; nobody looks into a webhook
    is_read       boolean not null,
    -- the last look that worked
    looked_at     timestamptz,
    -- reports waited there at the last look
    is_behind     boolean not null default false,
    failing_since timestamptz,
    problem       text,
    -- the last report: when it came, and its own time
    arrived_at    timestamptz,
    reported_at   timestamptz,
    reports       bigint not null default 0
) with (fillfactor = 50);
