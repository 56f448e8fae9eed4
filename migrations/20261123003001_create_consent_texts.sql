-- the words somebody agreed to or refused by: each text once, found by its hash
create table consent_texts (
    hash    bytea primary key,
    locale  text not null,
    words   text not null,
    kept_at timestamptz not null default clock_timestamp()
);
