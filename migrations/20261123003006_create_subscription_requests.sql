-- who asked to subscribe and has not confirmed it yet; nobody is written to for standing here, but for that one question
create table subscription_requests (
    id           bigint generated always as identity primary key,
    address      text collate "C" not null,
    name         text not null,
    locale       text not null,
    topics       bigint[] not null,
    text_hash    bytea not null references consent_texts,
    -- a part of the address it came from, and the browser: what shows later that it was asked for
    network      text not null,
    user_agent   text not null,
    asked_at     timestamptz not null default clock_timestamp(),
    confirmed_at timestamptz
);
create index subscription_requests_by_address on subscription_requests (address, asked_at);
create index subscription_requests_by_network on subscription_requests (network, asked_at);
create index subscription_requests_by_time on subscription_requests (asked_at);
