-- whom we never mail about one topic; what people chose themselves stands in topic_choices
create table topic_suppressions (
    topic_id bigint not null references topics on delete cascade,
    address  text collate "C" not null,
    source   text not null,
    at       timestamptz not null default clock_timestamp(),
    primary key (topic_id, address)
);
create index topic_suppressions_by_time on topic_suppressions (at);
create index topic_suppressions_by_address on topic_suppressions (address);
