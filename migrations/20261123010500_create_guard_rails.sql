-- When a campaign stops by itself: one row, shares in percent of the letters that the carrier accepted.
create table guard_rails (
    is_one     boolean primary key default true constraint guard_rails_one check (is_one),
    is_on      boolean not null default true,
    bounces    double precision not null default 4,
    complaints double precision not null default 0.08,
    letters    bigint not null default 1000,
    changed_at timestamptz not null default now()
);
insert into guard_rails default values;
-- whoever resumes a campaign that stopped by itself has looked, and decided
alter table campaigns add column is_guarded boolean not null default true;
