-- each way the table of people is sorted or narrowed: what is common is found while walking in order,
-- what is rare by its own index
create index contacts_by_name on contacts (lower(name) collate "C", id);
create index contacts_by_consent on contacts (consented_at);
create index contacts_by_locale on contacts (locale);
create index contacts_by_time on contacts (created_at);
