-- by how much each number of `totals` changed during each minute: added up they are the totals
create table campaign_minutes (
    campaign_id bigint not null references campaigns on delete cascade,
    minute      timestamptz not null,
    waiting     integer not null,
    sending     integer not null,
    sent        integer not null,
    delivered   integer not null,
    retrying    integer not null,
    in_doubt    integer not null,
    failed      integer not null,
    bounced     integer not null,
    complained  integer not null,
    skipped     integer not null,
    cancelled   integer not null,
    primary key (campaign_id, minute)
) with (fillfactor = 50);
create index campaign_minutes_by_time on campaign_minutes (minute);
