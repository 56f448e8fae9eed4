-- what a member typed and has not saved: kept as it is, with all its problems
create table template_drafts (
    template_id bigint not null references templates on delete cascade,
    member_id   bigint not null references members on delete cascade,
    source      text not null,
    -- the version it was begun from
    based_on    integer not null,
    saved_at    timestamptz not null default clock_timestamp(),
    primary key (template_id, member_id)
);
