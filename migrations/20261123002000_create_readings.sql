-- letters that were opened or clicked, each with the rule that judged whether a person did it
create table readings (
    id          bigint generated always as identity primary key,
    campaign_id bigint not null,
    seq         integer not null,
    act         text not null constraint readings_act_known check (act in ('opened', 'clicked')),
    -- which link of the letter, from 1; 0 of an opening, and where the carrier counts clicks by itself
    link        smallint not null default 0,
    -- the address of a link without a number
    href        text not null default '',
    at          timestamptz not null,
    verdict     text not null,
    by_machine  boolean not null,
    -- a hash of where it came from, with a salt that is gone after a day
    place       bigint
);
create index readings_by_person on readings (campaign_id, seq, at);
create index readings_by_place on readings (campaign_id, place, at) where place is not null;

-- what a report shows first: one row a campaign, one a link; they move with what they count
create table reading_totals (
    campaign_id      bigint primary key,
    opens            bigint not null default 0,
    machine_opens    bigint not null default 0,
    openers          bigint not null default 0,
    likely_openers   bigint not null default 0,
    clicks           bigint not null default 0,
    machine_clicks   bigint not null default 0,
    clickers         bigint not null default 0,
    likely_clickers  bigint not null default 0
);
create table link_totals (
    campaign_id     bigint not null,
    link            smallint not null,
    href            text not null,
    clicks          bigint not null default 0,
    machine_clicks  bigint not null default 0,
    clickers        bigint not null default 0,
    likely_clickers bigint not null default 0,
    primary key (campaign_id, link, href)
);

-- people who asked that their letters are not counted
create table measuring_refusals (
    contact_id bigint primary key references contacts on delete cascade,
    at         timestamptz not null default clock_timestamp()
);

create table reading_salts (
    day  date primary key,
    salt bytea not null
);
