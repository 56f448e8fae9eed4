-- invitations are listed, renewed and withdrawn, so each has a number and says who sent it
alter table invitations
    add column id bigint generated always as identity constraint invitations_id_once unique,
    add column may_launch boolean not null default true,
    -- null for whoever runs the program on its machine
    add column invited_by bigint references members;
