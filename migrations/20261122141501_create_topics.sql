-- what people can subscribe to
create table topics (
    id             bigint generated always as identity primary key,
    name_en        text not null,
    name_ko        text not null,
    description_en text not null default '',
    description_ko text not null default '',
    created_at     timestamptz not null default now(),
    -- offered to nobody any more; who subscribed stays known
    archived_at    timestamptz,
    constraint topics_name_en_once unique (name_en),
    constraint topics_name_ko_once unique (name_ko)
);
