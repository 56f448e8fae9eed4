-- the same for a walk by name: all English names stand in front of all Korean ones, and everybody nameless in front of both
drop index contacts_by_name;
create index contacts_by_name on contacts (lower(name) collate "C", id, created_at, locale, consented_at);
