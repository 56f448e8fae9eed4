-- who changed what; only ever added to
create table audit_log (
    id           bigint generated always as identity primary key,
    at           timestamptz not null default clock_timestamp(),
    -- null for whoever runs the program on its machine
    member_id    bigint references members,
    -- as they were called then
    member_name  text not null,
    act          text not null,
    subject      text not null,
    subject_id   bigint not null,
    subject_name text not null,
    before       jsonb,
    after        jsonb
);
create index audit_log_by_subject on audit_log (subject, subject_id, id);
