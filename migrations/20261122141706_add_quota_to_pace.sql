-- what the carrier said of the account, and when; null where it sets no limit
alter table pace add quota_max bigint, add quota_used bigint, add asked_at timestamptz, add is_sandbox boolean not null default false,
    add is_enabled boolean not null default true;
