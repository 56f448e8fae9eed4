-- the right to launch, apart from the role; whoever could until now still may
alter table members add column may_launch boolean not null default true;
