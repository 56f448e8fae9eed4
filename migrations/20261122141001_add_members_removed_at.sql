-- a removed member stays as who did what; the address is free again
alter table members
    add column removed_at timestamptz,
    drop constraint members_email_once;
create unique index members_email_once on members (email) where removed_at is null;
