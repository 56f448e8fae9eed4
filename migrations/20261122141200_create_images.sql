-- pictures for letters; their octets lie in the image store under the same name
create table images (
    id          bigint generated always as identity primary key,
    -- hash of the content and what it is: the same picture is here once
    name        text collate "C" not null constraint images_name_once unique,
    -- a small one for lists; the picture itself where it is small
    thumbnail   text collate "C" not null,
    -- the file as its owner called it
    title       text not null,
    alt         text not null default '',
    width       integer not null,
    height      integer not null,
    octets      bigint not null,
    created_by  bigint references members,
    created_at  timestamptz not null default now()
);
create index images_without_alt on images (id) where alt = '';
