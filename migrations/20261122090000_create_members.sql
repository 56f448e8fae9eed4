create table members (
    id            bigint generated always as identity primary key,
    email         text not null constraint members_email_once unique,
    name          text not null default '',
    role          text not null constraint members_role_known check (role in ('admin', 'marketer', 'viewer')),
    password_hash text not null,
    created_at    timestamptz not null default now()
);

-- a one-time link that lets its bearer choose a password; only the hash is kept
create table invitations (
    token_hash bytea primary key,
    role       text not null constraint invitations_role_known check (role in ('admin', 'marketer', 'viewer')),
    email      text,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    used_at    timestamptz
);

create table sessions (
    id        text primary key,
    data      bytea not null,
    expire_at timestamptz not null
);
create index sessions_by_expiry on sessions (expire_at);

create table sign_in_failures (
    source text not null,
    at     timestamptz not null default now()
);
create index sign_in_failures_by_source on sign_in_failures (source, at);

create table signing_keys (
    purpose    text not null,
    kid        smallint not null,
    secret     bytea not null,
    created_at timestamptz not null default now(),
    primary key (purpose, kid)
);
