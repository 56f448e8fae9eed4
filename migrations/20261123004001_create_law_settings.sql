-- what an admin chose of what the law leaves open: one row
create table law_settings (
    is_one         boolean primary key default true constraint law_settings_one check (is_one),
    sends_receipts boolean not null default true,
    keeps_quiet    boolean not null default false,
    -- minutes of the day on the clocks of the zone
    quiet_from     smallint not null default 1260,
    quiet_until    smallint not null default 480,
    quiet_zone     text not null default 'Asia/Seoul',
    changed_at     timestamptz not null default now(),
    constraint law_settings_minutes check (
        quiet_from between 0 and 1439 and quiet_until between 0 and 1439 and quiet_from <> quiet_until)
);
insert into law_settings default values;
