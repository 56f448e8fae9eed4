-- addresses are ASCII: compared octet by octet they sort faster, and an index finds their beginnings
create table contacts (
    id         bigint generated always as identity primary key,
    address    text collate "C" not null constraint contacts_address_once unique,
    name       text not null default '',
    locale     text,
    attributes jsonb not null default '{}',
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);

-- what a person said to being written to, only ever added to
-- no foreign key: checking a million of them one by one takes longer than writing them
create table consents (
    contact_id bigint not null,
    at         timestamptz not null default now(),
    given      boolean not null,
    source     text not null,
    primary key (contact_id, at)
);
create function forget_consents() returns trigger language plpgsql as $$
begin
    delete from consents where contact_id = old.id;
    return null;
end
$$;
create trigger contacts_forget_consents after delete on contacts for each row execute function forget_consents();

-- whom we never mail, and why; `refused` is the person's own word and outlives any import
create table suppressions (
    address text collate "C" primary key,
    reason  text not null constraint suppressions_reason_known
            check (reason in ('refused', 'bounced', 'complained', 'by_hand')),
    source  text not null,
    at      timestamptz not null default now()
);
create index suppressions_by_time on suppressions (at);

create table imports (
    id            bigint generated always as identity primary key,
    file_name     text not null,
    state         text not null default 'running'
                  constraint imports_state_known check (state in ('running', 'done', 'failed')),
    rows_read     bigint not null default 0,
    added         bigint not null default 0,
    updated       bigint not null default 0,
    rejected      bigint not null default 0,
    refused       bigint not null default 0,
    started_at    timestamptz not null default now(),
    finished_at   timestamptz
);

-- no foreign keys, as in consents; a contact erased since is found no more
create table import_members (
    import_id  bigint not null,
    contact_id bigint not null,
    primary key (import_id, contact_id)
);

create table import_rejections (
    import_id bigint not null references imports on delete cascade,
    record    bigint not null,
    raw       text not null,
    reason    text not null,
    primary key (import_id, record)
);
