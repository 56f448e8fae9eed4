create table contacts (
    id         bigint generated always as identity primary key,
    address    text not null constraint contacts_address_once unique,
    name       text not null default '',
    locale     text,
    attributes jsonb not null default '{}',
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);

-- what a person said to being written to, only ever added to
create table consents (
    id         bigint generated always as identity primary key,
    contact_id bigint not null references contacts on delete cascade,
    given      boolean not null,
    source     text not null,
    at         timestamptz not null default now()
);
create index consents_by_contact on consents (contact_id, at);

-- whom we never mail, and why; `refused` is the person's own word and outlives any import
create table suppressions (
    address text primary key,
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

create table import_members (
    import_id  bigint not null references imports on delete cascade,
    contact_id bigint not null references contacts on delete cascade,
    primary key (import_id, contact_id)
);

create table import_rejections (
    import_id bigint not null references imports on delete cascade,
    record    bigint not null,
    raw       text not null,
    reason    text not null,
    primary key (import_id, record)
);
