-- what contacts may have attributes of; whoever writes attributes keeps it, so that nobody has to look through a million
create table attribute_names (
    name     text primary key,
    added_at timestamptz not null default now()
);
insert into attribute_names (name)
select distinct jsonb_object_keys(attributes) from (select attributes from contacts order by id desc limit 20000) latest;
