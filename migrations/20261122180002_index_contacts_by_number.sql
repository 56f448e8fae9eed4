-- the same for a walk by time, at whose end an import writes; one index where there were two
create index contacts_by_number on contacts (id, created_at, locale, consented_at);
drop index contacts_agreed;
drop index contacts_not_agreed;
