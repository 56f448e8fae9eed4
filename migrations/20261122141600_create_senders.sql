-- whom letters come from
create table senders (
    id             bigint generated always as identity primary key,
    name           text not null,
    address        text not null,
    reply_to       text,
    list_id        text not null,
    -- for the footer of Korean advertising; empty where not known
    company        text not null default '',
    representative text not null default '',
    postal_address text not null default '',
    phone          text not null default '',
    archived_at    timestamptz,
    created_at     timestamptz not null default now(),
    updated_at     timestamptz not null default now(),
    constraint senders_known check (address <> '' and list_id <> '')
);
-- one name and address once among those in use
create unique index senders_once on senders (address, name) where archived_at is null;
