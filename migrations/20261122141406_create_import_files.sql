-- the file of an import until it is done, where every machine can read it
create table import_files (
    import_id bigint not null references imports on delete cascade,
    part      integer not null,
    content   bytea not null,
    primary key (import_id, part)
);
-- compressing it would cost more than it saves
alter table import_files alter column content set storage external;
