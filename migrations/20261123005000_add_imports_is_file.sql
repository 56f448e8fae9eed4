-- whom a reminder of consents is for is kept as the people of a file are, but nobody imported it
alter table imports add column is_file boolean not null default true;
update imports i set is_file = false
where rows_read = 0 and exists (select from import_members m where m.import_id = i.id);
