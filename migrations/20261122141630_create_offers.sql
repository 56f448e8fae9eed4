-- which account a standing dispatcher offers to campaigns launched on the pages, and what its carrier said last;
-- the row counts while the dispatcher of that number lives
create table offers (
    number          integer primary key,
    account         text not null,
    since           timestamptz not null default clock_timestamp(),
    asked_at        timestamptz not null default clock_timestamp(),
    -- letters a second, and letters left in the rolling day; null where the carrier sets no limit
    rate            double precision,
    left_today      bigint,
    sandbox         boolean not null,
    sending_enabled boolean not null
);
