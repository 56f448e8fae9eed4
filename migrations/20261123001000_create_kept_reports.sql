-- reports that could not be read, or are of a kind we do not know: kept as they came, dropped after 90 days
create table kept_reports (
    -- the same report twice is kept once
    digest bytea primary key,
    feed   text not null,
    raw    text not null,
    why    text not null,
    at     timestamptz not null default clock_timestamp()
);
create index kept_reports_by_time on kept_reports (at);
